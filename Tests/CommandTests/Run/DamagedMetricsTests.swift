import Formats
import Foundation
import Testing
import Training

@testable import microgpt

/// Runs whose file of figures is damaged: nothing that can be read is thrown away.
@Suite("Damaged figures")
struct DamagedMetricsTests {
  /// What became of the lines of a run of 12 steps.
  struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// The steps whose lines remain among those that are gone on with.
    let kept: [Int]
    /// What the note says; nil for no note.
    let note: String?
    let change: @Sendable (inout [[UInt8]]) -> Void

    init(
      _ name: String,
      lost: Set<Int> = [],
      note: String?,
      _ change: @escaping @Sendable (inout [[UInt8]]) -> Void
    ) {
      testDescription = name
      kept = (1...12).filter { !lost.contains($0) }
      self.note = note
      self.change = change
    }
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func digits(_ line: [UInt8], replacing step: Int, by other: String) -> [UInt8] {
    bytes(
      String(decoding: line, as: UTF8.self).replacing("{\"step\":\(step),", with: "{\"step\":\(other),")
    )
  }

  static let damages = [
    Damage("nothing", note: nil) { _ in },
    Damage("a torn line in the middle", lost: [5], note: "line 5 can't be read") { $0[4].removeLast(20) },
    Damage("several torn lines", lost: [2, 3, 4, 9], note: "lines 2–4 and 9 can't be read") {
      for index in [1, 2, 3, 8] { $0[index].removeLast(1) }
    },
    Damage("a torn last line", lost: [12], note: "line 12 can't be read") { $0[11].removeLast(5) },
    Damage("the first line", lost: [1], note: "line 1 can't be read") { $0[0][0] = 0x5B },
    Damage("not UTF-8", lost: [7], note: "line 7 can't be read") { $0[6] += [0xFF, 0xC0] },
    Damage("NUL bytes, as after a loss of power", lost: [11, 12], note: "line 11 can't be read") {
      $0[10] = [UInt8](repeating: 0, count: 500)
      $0.removeLast()
    },
    Damage("a line longer than any", lost: [3], note: "line 3 can't be read") {
      $0[2] = [UInt8](repeating: 0x20, count: 200_000) + bytes("{}")
    },
    Damage("other JSON", lost: [3, 4, 5, 6], note: "lines 3–6 can't be read") {
      for (index, text) in zip(2..., ["[1,2]", "null", "7", "\"step\""]) { $0[index] = bytes(text) }
    },
    Damage("a step that is no whole number", lost: [4], note: "line 4 can't be read") {
      $0[3] = digits($0[3], replacing: 4, by: "4.5")
    },
    Damage("a step that is a text", lost: [4], note: "line 4 can't be read") {
      $0[3] = digits($0[3], replacing: 4, by: "\"4\"")
    },
    Damage("a step that jumps ahead", lost: [4], note: "line 4 is out of order") {
      $0[3] = digits($0[3], replacing: 4, by: "9")
    },
    Damage("a step that jumps beyond all", lost: [4], note: "line 4 is out of order") {
      $0[3] = digits($0[3], replacing: 4, by: "400000")
    },
    Damage("a step that jumps back", lost: [8], note: "line 8 is out of order") {
      $0[7] = digits($0[7], replacing: 8, by: "2")
    },
    Damage("a negative step", lost: [8], note: "line 8 is out of order") {
      $0[7] = digits($0[7], replacing: 8, by: "-8")
    },
    Damage("lines that come twice", note: "lines 3 and 14–16 are out of order") {
      $0.insert($0[2], at: 3)
      $0 += $0[4...6]
    },
    Damage("lines that are missing", lost: [6, 7], note: "the figures of 2 steps are missing") {
      $0.removeSubrange(5...6)
    },
    Damage("no lines", lost: Set(1...12), note: "the figures of 12 steps are missing") { $0 = [] },
    Damage("blank lines", note: nil) { $0.insert(contentsOf: [[], bytes("  "), bytes("\r")], at: 5) },
    Damage("line breaks of another system", note: nil) { lines in
      for index in lines.indices { lines[index].append(0x0D) }
    },
    Damage("steps beyond the checkpoint, the last torn", note: nil) { lines in
      let last = lines[11]
      lines += (13...40).map { step in digits(last, replacing: 12, by: "\(step)") }
      lines[lines.count - 1].removeLast(9)
    },
  ]

  @Test(
    "Whatever is damaged, every line that can be read is kept, a note says what can't, and the file stays too",
    arguments: damages
  )
  func resumed(damage: Damage) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let whole = try workspace.metrics()
    var lines = try workspace.data("run/metrics.jsonl").split(separator: 0x0A).map { Array($0) }
    damage.change(&lines)
    let damaged = Data(lines.joined(separator: [0x0A]))
    try workspace.write(damaged, to: "run/metrics.jsonl")
    let checkpoint = try workspace.checkpoint()
    let run = RunFolder(path: workspace.url("run").path)
    let copy = RunFolder(path: workspace.url("copy").path)

    func expectKept(in name: String) throws {
      let metrics = try workspace.metrics(name)
      #expect(metrics == whole.filter { damage.kept.contains($0.step) })
    }
    // Into another folder: this one stays as it is.
    let output = try RunOutput(beginningIn: copy, overwrites: false)
    let draft = try Platform.Draft(in: output.folder)
    let earlier = try EarlierFigures(of: run, through: checkpoint, into: draft, readsAll: true)
    try draft.take("metrics.jsonl")
    try expectKept(in: "copy")
    #expect(try workspace.data("run/metrics.jsonl") == damaged)
    let note = earlier.note(on: run, keptAs: nil)
    #expect((note == nil) == (damage.note == nil))
    #expect(note?.text.contains(damage.note ?? "") != false)
    #expect(earlier.seconds > 0 || damage.kept.isEmpty)

    // In place: the file gets another name where it tells more than what is kept.
    _ = try MetricsFile(try RunOutput(goingOnIn: run), resuming: (run, checkpoint))
    try expectKept(in: "run")
    let losesLines = damage.note.map { !$0.hasPrefix("the figures") } ?? false
    #expect(earlier.losesLines == losesLines)
    #expect(workspace.exists("run/metrics.damaged.jsonl") == losesLines)
    if losesLines { #expect(try workspace.data("run/metrics.damaged.jsonl") == damaged) }
  }

  @Test("Going on with a damaged file says so, even with --quiet, and where the file is kept")
  func note() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    var lines = try workspace.text("run/metrics.jsonl").split(separator: "\n").map(String.init)
    lines[4] = "{\"step\":5,"
    let damaged = lines.joined(separator: "\n") + "\n"
    try workspace.write(damaged, to: "run/metrics.jsonl")
    let outcome = try await workspace.train(["--resume", "run", "--steps", "14"], output: "run")
    #expect(
      outcome.errors
        == "note: in 'run/metrics.jsonl' line 5 can't be read; the figures of 1 step are missing; "
        + "the file as it was is kept as 'run/metrics.damaged.jsonl'\n"
    )
    #expect(try workspace.metrics().map(\.step) == [1, 2, 3, 4] + Array(6...14))
    #expect(try workspace.text("run/metrics.damaged.jsonl") == damaged)
  }

  @Test("A second damaged file does not replace the first")
  func kept() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    var files: [String] = []
    for steps in [13, 14, 15] {
      let text = try workspace.text("run/metrics.jsonl") + "damaged \(steps)\n{\"step\":1}\n"
      let damaged = "\(steps)\n" + text
      try workspace.write(damaged, to: "run/metrics.jsonl")
      files.append(damaged)
      try await workspace.train(["--resume", "run", "--steps", "\(steps)"])
    }
    for (name, text) in zip(["damaged", "damaged-2", "damaged-3"], files) {
      #expect(try workspace.text("run/metrics.\(name).jsonl") == text)
    }
  }

  @Test("Without the file, the run goes on and says what is missing")
  func missing() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try FileManager.default.removeItem(at: workspace.url("run/metrics.jsonl"))
    let outcome = try await workspace.train(["--resume", "run", "--steps", "13"])
    #expect(outcome.errors == "note: in 'run/metrics.jsonl' the figures of 12 steps are missing\n")
    #expect(try workspace.metrics().map(\.step) == [13])
  }

  @Test("Figures of another run are noticed by their last step")
  func otherRun() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try await workspace.train(Workspace.small + ["--seed", "7"], output: "other")
    try workspace.write(workspace.data("other/metrics.jsonl"), to: "run/metrics.jsonl")
    let outcome = try await workspace.train(["--resume", "run", "--steps", "13"])
    #expect(outcome.errors.contains("the last step's figures are not the checkpoint's"))
  }

  @Test("Many numbers of lines are told in few words")
  func lineNumbers() {
    func text(_ numbers: [Int]) -> String {
      var lines = LineNumbers()
      for number in numbers { lines.append(number) }
      return lines.text
    }
    #expect(text([3]) == "line 3")
    #expect(text([3, 4]) == "lines 3–4")
    #expect(text([3, 5]) == "lines 3 and 5")
    #expect(text([3, 5, 6, 7, 9]) == "lines 3, 5–7 and 9")
    #expect(text(Array(stride(from: 1, to: 2000, by: 2))) == "lines 1, 3, 5, 7 and 996 more")
  }

  @Test("A file to which another process writes is read up to where it ended when it was opened")
  func growing() throws {
    try PlatformTests.inFolder { folder in
      let text = String(repeating: "abc\n", count: 50_000)
      try Platform.replace(folder + "/file", with: Array(text.utf8))
      let reader = try LineReader(folder + "/file")
      var count = 0
      while try reader.next() != nil {
        count += 1
        // For every line that is read, two more are written.
        try Platform.append(Array("abc\nabc\n".utf8), to: folder + "/file")
        try #require(count <= 50_000)
      }
      #expect(count == 50_000)
    }
  }

  @Test("A file is read in lines, whatever its length and its last line")
  func lines() throws {
    try PlatformTests.inFolder { folder in
      for (text, lengths) in [
        ("", []), ("\n", [0]), ("a", [1]), ("a\n", [1]), ("a\n\nb", [1, 0, 1]),
        (String(repeating: "x", count: 65_536), [65_536]), (String(repeating: "x", count: 65_537), [65_537]),
        (String(repeating: "x", count: 300_000) + "\nab\n", [65_537, 2]),
        (String(repeating: "abc\n", count: 50_000), [Int](repeating: 3, count: 50_000)),
      ] {
        try Platform.replace(folder + "/file", with: Array(text.utf8))
        let reader = try LineReader(folder + "/file")
        var found: [Int] = []
        while let line = try reader.next() { found.append(line.count) }
        #expect(found == lengths)
      }
    }
  }
}
