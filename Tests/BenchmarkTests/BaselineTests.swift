import Foundation
import TestSupport
import Testing

@testable import benchmark

@Suite("Figures that later ones are compared with")
struct BaselineTests {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "microgpt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  static var records: [Baseline.Record] {
    [
      Baseline.Record(
        name: "default",
        figures: ["parameters": 4192, "microseconds_step": 8.0, "ratio": 2.5]
      ),
      Baseline.Record(name: "batch 16", figures: ["parameters": 4192, "microseconds_step": 50.0]),
    ]
  }

  @Test("What is saved is read, and times are compared by row and key")
  func saved() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let before = Conditions(facts: ["processors": "2", "vectors of": "2 numbers", "text": "a.txt"])
    try Baseline(report: "steps", records: Self.records, conditions: before).save(to: path("a.json"))
    let baseline = try Baseline(path: path("a.json"), of: "steps")
    let now = [
      Baseline.Record(name: "default", figures: ["microseconds_step": 10.0, "microseconds_adam": 1.0]),
      Baseline.Record(name: "4 layers", figures: ["microseconds_step": 20.0]),
    ]
    #expect(baseline.ratios(of: now[0]) == ["microseconds_step": 1.25])
    #expect(baseline.ratios(of: now[1]).isEmpty)
    let text = baseline.comparison(of: now, before, path: "a.json")
    #expect(text.contains(/default +– +1.25/) && text.contains(/4 layers +– +–/))
    #expect(text.hasSuffix("only there: batch 16\n"))
    let native = Conditions(facts: ["processors": "2", "vectors of": "8 numbers", "text": "a.txt"])
    #expect(
      baseline.comparison(of: now, native, path: "a.json")
        .hasSuffix("only there: batch 16\nnote: vectors of: 2 numbers there, 8 numbers here\n")
    )
  }

  @Test("A row of figures becomes its JSON, with its times")
  func figures() throws {
    let row = ReplayReport.Row(
      configuration: "default",
      values: 3,
      operations: 2,
      instructions: 1,
      microsecondsPlanning: 80,
      microsecondsRecorded: 30,
      microsecondsReplayed: 4,
      ratio: 7.5
    )
    let figures = Figures(note: "", columns: [.text("configuration") { $0.configuration }], rows: [row])
    let record = try #require(try figures.records.first)
    #expect(record.name == "default" && record.figures["ratio"] as? Double == 7.5)
    #expect(
      record.times
        == ["microseconds_planning": 80, "microseconds_recorded": 30, "microseconds_replayed": 4]
    )
  }

  @Test(
    "What is no baseline of the report is an error that names the file",
    arguments: [
      ("", "is no file that 'benchmark --save' wrote"), ("[]", "is no file that 'benchmark --save' wrote"),
      (
        #"{"benchmark": "batches", "rows": []}"#,
        "has figures of 'benchmark batches', not of 'benchmark steps'"
      ),
      (#"{"benchmark": "steps", "rows": [{"name": "default"}]}"#, "has no name, or a time that is none"),
      (
        #"{"benchmark": "steps", "rows": [{"name": "a", "figures": {"microseconds_step": 0}}]}"#,
        "has no name, or a time that is none"
      ),
    ]
  )
  func unusable(text: String, complaint: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appending(path: "b.json"))
    let error = #expect(throws: Unusable.self) { try Baseline(path: path("b.json"), of: "steps") }
    #expect(error?.description.contains("b.json") == true && error?.description.contains(complaint) == true)
  }

  @Test("A file of another kind is not written over, one of before is")
  func target() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("mine".utf8).write(to: folder.appending(path: "c.txt"))
    #expect(throws: Unusable.self) { try Baseline.checkTarget(path("c.txt")) }
    #expect(throws: Unusable.self) { try Baseline.checkTarget(path("none/new.json")) }
    try Baseline.checkTarget(path("new.json"))
    try Baseline(report: "steps", records: Self.records, conditions: nil).save(to: path("d.json"))
    try Baseline.checkTarget(path("d.json"))
  }

  @Test(
    "Arguments that can't be used are errors of usage, and say what can",
    arguments: [
      (
        ["stpes"],
        "'stpes' is neither a report nor a file. Did you mean 'steps'? The reports are steps, batches"
      ),
      (["nope"], "'nope' is neither a report nor a file. The reports are steps, batches"),
      (["--sav", "x"], "Unknown option '--sav'. Did you mean '--save'?"),
      (["--save"], "'--save' needs the name"), (["kernels", "a", "b"], "Unexpected argument 'b'"),
      (["--against", "a", "--against", "b"], "'--against' is given twice"),
      (["kernels", "--save", "x"], "'benchmark kernels' measures no times"),
    ]
  )
  func usage(arguments: [String], message: String) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let outcome = try await BuiltProcess(arguments, of: "benchmark", in: folder).outcome()
    #expect(outcome.status == 64 && outcome.errors.contains("Error: " + message))
    #expect(outcome.messages.hasSuffix("See 'benchmark --help' for more information.\n"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).isEmpty)
  }

  @Test("A baseline that is missing ends the program before it measures")
  func missing() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("anna\nada\n".utf8).write(to: folder.appending(path: "words.txt"))
    let process = try BuiltProcess(
      ["steps", "words.txt", "--against", "none.json"],
      of: "benchmark",
      in: folder
    )
    let outcome = await process.outcome()
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(outcome.messages.hasPrefix("Error: can't read 'none.json': there is no such file"))
  }

  @Test(
    "A text that can't be used ends the program with a message",
    arguments: [
      ([], "can't use 'bad.txt' as a text: there is no text in it"),
      ([10, 10], "can't use 'bad.txt' as a text: there is no text in it"),
      ([97, 10, 255, 254, 10], "can't use 'bad.txt' as a text: "),
    ] as [([UInt8], String)]
  )
  func badText(text: [UInt8], complaint: String) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text).write(to: folder.appending(path: "bad.txt"))
    let outcome = try await BuiltProcess(["replay", "bad.txt"], of: "benchmark", in: folder).outcome()
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(outcome.messages.contains("Error: \(complaint)"))
  }

  @Test("What needs no text reads none")
  func counts() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let figures = try await BuiltProcess(["kernels"], of: "benchmark", in: folder).outcome()
    #expect(figures.status == 0 && figures.output.contains("flash, tiles of 16"))
  }
}
