import Foundation
import Threads
import VisibleText

/// What times depend on besides the program: where they differ, ratios between two runs say little of a change.
struct Conditions: Equatable {
  /// What each of them is, under its name.
  let facts: [String: String]

  init(facts: [String: String]) { self.facts = facts }

  /// Those of this run, on a text.
  init(text: String) {
    facts = [
      "processor": Self.processor ?? "unknown",
      "processors": "\(processorCount)",
      "vectors of": "\(BareLoop.laneCount) numbers",
      "text": text,
    ]
  }

  /// The processor's name, where Linux tells it.
  private static var processor: String? {
    // No size is known of this file before it is read, and a mapped one would be empty.
    guard let data = FileManager.default.contents(atPath: "/proc/cpuinfo") else { return nil }
    let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first {
      $0.hasPrefix("model name")
    }
    return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// A sentence for each that is another now.
  func differences(from now: Conditions) -> [String] {
    now.facts.sorted { $0.key < $1.key }.compactMap { name, value in
      guard let before = facts[name], before != value else { return nil }
      return "\(name): \(excerpt(before)) there, \(excerpt(value)) here"
    }
  }
}
