import Foundation
import Lessons
import TestSupport
import Testing

@testable import microgpt

/// The commands of the lessons' exercises, as somebody types them who does one exercise after another in one folder.
@Suite("Exercises")
struct ExerciseTests {
  /// The words of each command after the program's name, in the order of the course.
  private static func commands() throws -> [[String]] {
    let workbench = Workbench()
    var commands: [String] = []
    for lesson in Course.lessons where LessonTests.names.contains(lesson.name) {
      for case .exercise(_, let some) in try lesson.content(on: workbench).blocks { commands += some }
    }
    return commands.filter { $0.hasPrefix("microgpt ") }
      .map { $0.split(separator: " ").dropFirst().map(String.init) }
  }

  private static func run(_ words: [String]) -> String? {
    words.firstIndex(of: "--output").map { words[$0 + 1] }
  }

  @Test("No two exercises train the same run, and each trains the runs that it reads")
  func runs() throws {
    var trained: [String] = []
    for words in try Self.commands() {
      if words[0] == "train" {
        trained.append(try #require(Self.run(words), "\(words) would train the run of its text's name"))
      } else {
        for read in words where read.hasPrefix("runs/") { #expect(trained.contains(read), "\(words)") }
      }
    }
    #expect(Set(trained).count == trained.count && trained.count > 4)
  }

  @Test("One after another, all of them run; trainings are shortened here")
  func sequence() async throws {
    let workspace = try Workspace()
    try FileManager.default.copyItem(at: repositoryFile("data"), to: workspace.url("data"))
    for var words in try Self.commands() {
      if words[0] == "train" {
        if let place = words.firstIndex(of: "--steps") { words.removeSubrange(place...place + 1) }
        words += ["--steps", "3"]
      }
      let outcome = try await workspace.run(words)
      #expect(outcome.status == 0, "\(words): \(outcome.messages)")
    }
  }
}
