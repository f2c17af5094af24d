import Foundation
import TestSupport
import Testing

@testable import microgpt

/// `train --log-format`.
@Suite("Figures in other formats")
struct LogFormatTests {
  static let options = ["--log-format", "csv,tensorboard"]

  /// Expects that the table tells what the metrics tell, step by step.
  static func expectTable(_ run: String, in workspace: Workspace) throws {
    let lines = try workspace.text(run + "/metrics.csv").split(separator: "\n").map(String.init)
    #expect(
      lines.first
        == "step,loss,smoothed_loss,learning_rate,gradient_norm,seconds,validation_loss,validation_loss_per_token"
    )
    let metrics = try workspace.metrics(run)
    try #require(lines.count == metrics.count + 1)
    for (line, step) in zip(lines.dropFirst(), metrics) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
      #expect(cells.count == 8 && cells[5] != nil)
      let figures = [
        Double(step.step), step.loss, step.smoothedLoss, step.learningRate, step.gradientNorm,
      ]
      #expect(Array(cells.prefix(5)) == figures)
      #expect(Array(cells.suffix(2)) == [step.validationLoss, step.validationLossPerToken])
    }
  }

  /// The records of a file of events: how many bytes each has; nil where one is cut.
  static func recordLengths(_ bytes: [UInt8]) -> [Int]? {
    var lengths: [Int] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard rest.count >= 12 else { return nil }
      let length = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
      guard rest.count >= length + 16 else { return nil }
      lengths.append(length)
      rest = rest.dropFirst(length + 16)
    }
    return lengths
  }

  @Test(
    "The table holds what the metrics hold; a run without the option has neither file, and the same metrics"
  )
  func table() async throws {
    let workspace = try Workspace()
    let options = Workspace.small + ["--validation", "0.25"]
    try await workspace.train(options + Self.options)
    try Self.expectTable("run", in: workspace)
    let events = try [UInt8](workspace.data("run/events.out.tfevents"))
    #expect(Self.recordLengths(events)?.count == 13)
    try await workspace.train(options, output: "plain")
    #expect(!workspace.exists("plain/metrics.csv") && !workspace.exists("plain/events.out.tfevents"))
    #expect(try workspace.metrics("plain") == workspace.metrics())
    // Trained anew without the option, the run loses the files, which are another's.
    try await workspace.train(options + ["--overwrite"])
    #expect(!workspace.exists("run/metrics.csv") && !workspace.exists("run/events.out.tfevents"))
    // Trained anew with it, it has its own.
    try await workspace.train(options + ["--overwrite", "--seed", "3"] + Self.options)
    try Self.expectTable("run", in: workspace)
  }

  @Test("Killed and gone on with, here and in another folder, a run has each step once", arguments: 0..<3)
  func killed(attempt: Int) async throws {
    let workspace = try Workspace()
    let options = ResumingTests.options + ["--save-every", "20"] + Self.options
    let killed = try await ResumingTests.interrupt(options, in: workspace, with: SIGKILL) { _ in
      (try? workspace.data("run/metrics.jsonl").count { $0 == 0x0A }) ?? 0 >= 45 + attempt
    }
    try #require(killed.status == 128 + SIGKILL)
    // What a process that dies while it writes leaves behind.
    let table = try workspace.text("run/metrics.csv")
    try workspace.write(table + "99999,0.5", to: "run/metrics.csv")
    try workspace.write(
      workspace.data("run/events.out.tfevents") + [24, 0, 0],
      to: "run/events.out.tfevents"
    )
    let done = try workspace.checkpoint().state.stepsDone
    let steps = ["--steps", "\(done + 30)", "--samples", "0"]
    try await workspace.train(["--resume", "run"] + steps + ["--log-format", "csv"], output: "other")
    try Self.expectTable("other", in: workspace)
    #expect(!workspace.exists("other/events.out.tfevents"))
    // In its own folder, the formats stay that it has.
    try await workspace.train(["--resume", "run"] + steps)
    try Self.expectTable("run", in: workspace)
    #expect(
      try Self.recordLengths([UInt8](workspace.data("run/events.out.tfevents")))?.count == done + 31
    )
  }

  @Test("A format that there is none of, and a stranger's file in the place of one, are refused")
  func refused() async throws {
    let workspace = try Workspace()
    for text in ["xml", "csv,", "", "csv tensorboard"] {
      let refused = try await workspace.run(["train", "words.txt", "--log-format=" + text])
      #expect(refused.status == 64)
      #expect(refused.messages.contains("give one or more of jsonl, csv, tensorboard, joined by commas"))
    }
    try await workspace.train()
    try workspace.write("my own table\n", to: "run/metrics.csv")
    for options in [["--output", "run", "--overwrite"], ["--resume", "run", "--steps", "20"]] {
      let refused = try await workspace.run(["train", "words.txt"] + options + Self.options)
      #expect(refused.status == 1)
      #expect(refused.messages.contains("'run/metrics.csv' is in the way: it is not figures of a run"))
      #expect(try workspace.text("run/metrics.csv") == "my own table\n")
    }
  }

  @Test(
    "TensorBoard reads every figure of every step",
    .enabled(
      if: Python.hasTensorBoard,
      "python3 has no tensorboard here: `pip install tensorboard` would let this run"
    )
  )
  func tensorBoard() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--validation", "0.25"] + Self.options)
    try await workspace.train(["--resume", "run", "--steps", "30"])
    let (status, output) = try Python.run(
      """
      import sys
      from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
      events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0})
      events.Reload()
      for tag in sorted(events.Tags()["scalars"]):
        for scalar in events.Scalars(tag):
          print(tag, scalar.step, repr(float(scalar.value)))
      """,
      workspace.url("run").path(percentEncoded: false)
    )
    #expect(status == 0)
    var expected: [String] = []
    let metrics = try workspace.metrics()
    #expect(metrics.count == 30)
    let tags: [(String, (Metrics) -> Double?)] = [
      ("gradient_norm", { $0.gradientNorm }), ("learning_rate", { $0.learningRate }), ("loss", { $0.loss }),
      ("smoothed_loss", { $0.smoothedLoss }), ("validation_loss", { $0.validationLoss }),
      ("validation_loss_per_token", { $0.validationLossPerToken }),
    ]
    for (tag, figure) in tags {
      for step in metrics {
        guard let value = figure(step) else { continue }
        expected.append("\(tag) \(step.step) \(Double(Float(value)))")
      }
    }
    #expect(output.split(separator: "\n").map(String.init) == expected)
  }
}
