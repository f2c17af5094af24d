import Foundation
import TestSupport
import Testing

@testable import microgpt

/// Runs that end early and go on later.
@Suite("Interrupted and resumed runs")
struct ResumingTests {
  /// Enough steps for a signal to come before the last, in a fast build and in a slow one.
  #if DEBUG
  static let stepCount = 600
  #else
  static let stepCount = 6000
  #endif

  /// Batches, clipping and held-out documents, and long enough to be interrupted.
  static let options = [
    "--steps", "\(stepCount)", "--batch", "3", "--clip", "0.5", "--validation", "0.25", "--embedding", "4",
    "--heads",
    "2",
    "--context", "7",
  ]

  /// Starts training until a condition holds, and then sends a signal.
  ///
  /// A process that was done before the signal came is started again, a few times at most.
  static func interrupt(
    _ options: [String],
    in workspace: Workspace,
    with signal: Int32,
    when isDue: (BuiltProcess) -> Bool
  ) async throws -> BuiltProcess.Outcome {
    var outcome: BuiltProcess.Outcome?
    for _ in 1...10 {
      try? FileManager.default.removeItem(at: workspace.url("run"))
      let process = try workspace.start(["train", "words.txt", "--output", "run"] + options)
      while process.isRunning, !isDue(process) { try await Task.sleep(for: .milliseconds(2)) }
      process.send(signal)
      outcome = await process.outcome()
      if outcome?.status != 0 { break }
    }
    return try #require(outcome)
  }

  /// Expects that two folders hold the same run: its weights, moments, generator, figures and texts.
  static func expectEqualRuns(_ first: String, _ second: String, in workspace: Workspace) throws {
    for name in ["checkpoint.safetensors", "samples.txt"] {
      #expect(try workspace.data("\(first)/\(name)") == workspace.data("\(second)/\(name)"), "\(name)")
    }
    #expect(try workspace.metrics(first) == workspace.metrics(second))
  }

  @Test(
    "A signal stops the run between two steps and saves it; the command it prints goes on bit for bit",
    arguments: [(SIGINT, "lines"), (SIGTERM, "stream")]
  )
  func signals(signal: Int32, documents: String) async throws {
    let workspace = try Workspace()
    let options = Self.options + ["--documents", documents]
    let whole = try await workspace.train(options, output: "whole")

    let stopped = try await Self.interrupt(options, in: workspace, with: signal) {
      $0.errorsSoFar.contains("step \(Self.stepCount / 10)/")
    }
    #expect(stopped.status == 128 + signal)
    #expect(stopped.output == "")
    let stepsDone = try workspace.checkpoint().state.stepsDone
    #expect((Self.stepCount / 10..<Self.stepCount).contains(stepsDone))
    #expect(try workspace.metrics().map(\.step) == Array(1...stepsDone))
    #expect(!workspace.exists("run/samples.txt"))
    let note = try #require(stopped.messages.split(separator: "\n").last)
    let advice = try #require(note.firstRange(of: "to go on: microgpt "))
    let steps = "step \(grouped(stepsDone)) of \(grouped(Self.stepCount))"
    #expect(note.hasPrefix("stopped after \(steps) and saved; "))

    let resumed = try await workspace.run(note[advice.upperBound...].split(separator: " ").map(String.init))
    #expect(resumed.status == 0)
    #expect(resumed.messages.contains("going on after step \(grouped(stepsDone))\n"))
    #expect(resumed.output == whole.output)
    try Self.expectEqualRuns("run", "whole", in: workspace)
  }

  @Test(
    "A run that was killed goes on from its last checkpoint, bit for bit, whatever the metrics held beyond it"
  )
  func killed() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options, output: "whole")
    // On a busy machine the kill may come too late: then once more.
    var stepsDone = Self.stepCount
    for _ in 0..<10 where stepsDone == Self.stepCount {
      let killed = try await Self.interrupt(
        Self.options + ["--save-every", "\(Self.stepCount / 6)"],
        in: workspace,
        with: SIGKILL
      ) { _ in
        workspace.exists("run/checkpoint.safetensors")
      }
      #expect(killed.status == 128 + SIGKILL)
      stepsDone = try workspace.checkpoint().state.stepsDone
      #expect(stepsDone % (Self.stepCount / 6) == 0)
    }

    // What a run may still have written after the checkpoint, the last line torn.
    let lines = try workspace.text("whole/metrics.jsonl").split(separator: "\n")
    try #require(lines.count > stepsDone + 30)
    let beyond =
      lines.prefix(stepsDone + 30).joined(separator: "\n") + "\n" + lines[stepsDone + 30].prefix(25)
    try workspace.write(beyond, to: "run/metrics.jsonl")
    try await workspace.train(["--resume", "run", "--save-every", "70"])
    try Self.expectEqualRuns("run", "whole", in: workspace)
  }

  @Test("The number of threads changes no bit of a run, and may be another when it is resumed")
  func threads() async throws {
    let workspace = try Workspace()
    let options = Workspace.small + ["--batch", "60"]
    try await workspace.train(options + ["--threads", "1"], output: "one")
    try await workspace.train(options + ["--threads", "3"], output: "three")
    try await workspace.train(options, output: "default")
    for run in ["three", "default"] { try Self.expectEqualRuns(run, "one", in: workspace) }

    for (run, threads) in [("one", "4"), ("three", "1")] {
      try await workspace.train(["--resume", run, "--steps", "20", "--threads", threads], output: run)
    }
    try Self.expectEqualRuns("three", "one", in: workspace)
  }

  @Test("A finished run goes on to a later end, into another folder, and stays as it was")
  func extended() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let before = try workspace.contents()
    try await workspace.train(["--resume", "run", "--steps", "20"], output: "longer")
    #expect(try workspace.contents().filter { !$0.key.hasPrefix("longer") } == before)

    #expect(try workspace.checkpoint("longer").state.stepsDone == 20)
    let metrics = try workspace.metrics("longer")
    #expect(metrics.map(\.step) == Array(1...20))
    #expect(Array(metrics.prefix(12)) == (try workspace.metrics()))
    // The learning rate falls to zero at the new end.
    #expect(
      metrics.dropFirst(12).allSatisfy { abs($0.learningRate - 0.01 * Double(21 - $0.step) / 20) < 1e-15 }
    )
    let lines = try workspace.text("longer/metrics.jsonl").split(separator: "\n")
    let seconds = try lines.map {
      try JSONDecoder().decode([String: Double].self, from: Data($0.utf8))["seconds"]
    }
    #expect(seconds.compactMap { $0 } == seconds.compactMap { $0 }.sorted())

    try await workspace.train(["--resume", "run", "--steps", "20"])
    for name in ["checkpoint.safetensors", "samples.txt"] {
      #expect(try workspace.data("run/" + name) == workspace.data("longer/" + name))
    }
  }

  @Test("Saving on the way changes nothing in the end")
  func saving() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    for interval in ["1", "5", "12", "100"] {
      try await workspace.train(Workspace.small + ["--save-every", interval], output: interval)
      try Self.expectEqualRuns("run", interval, in: workspace)
    }
  }

  @Test("The text may have another name when a run goes on, and settings may be given that are the same")
  func renamed() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try FileManager.default.moveItem(at: workspace.url("words.txt"), to: workspace.url("renamed.txt"))
    let outcome = try await workspace.run([
      "train", "renamed.txt", "--resume", "run/", "--steps", "14", "--embedding", "4", "--seed", "42",
      "--quiet",
    ])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(try workspace.checkpoint().source.name == "renamed.txt")
  }

  @Test("A text that changed by one byte is refused, and the run stays as it was")
  func changedText() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    for text in [Workspace.words.joined(separator: "\n"), Workspace.words.joined(separator: "\n") + "\r\n"] {
      try workspace.write(text, to: "words.txt")
      let before = try workspace.contents()
      let outcome = try await workspace.run(["train", "words.txt", "--resume", "run", "--steps", "20"])
      #expect(outcome.status == 1)
      #expect(outcome.messages.contains("'words.txt' has changed since the run was trained on it"))
      #expect(try workspace.contents() == before)
    }
  }

  @Test(
    "A gradient that is not finite stops training: exit 1, the step, the operation, and the last good checkpoint"
  )
  func nonFinite() async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run(
      ["train", "words.txt", "--output", "run", "--learning-rate", "1e70", "--save-every", "1"]
    )
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    let stepsDone = try workspace.checkpoint().state.stepsDone
    #expect(stepsDone > 0)
    #expect(outcome.messages.contains("the gradient of step \(stepsDone + 1) is not finite"))
    #expect(outcome.messages.contains(/that of v\d+ = \w+\(v\d+.*\) = .*, gradient -?(inf|nan)/))
    #expect(!outcome.messages.contains("limit on the gradient"))
    #expect(outcome.messages.contains("The checkpoint of step \(stepsDone) remains in 'run'"))
    #expect(try workspace.metrics().map(\.step) == Array(1...stepsDone))
    #expect(try await workspace.run(["sample", "run", "--count", "2"]).status == 0)

    let unsaved = try await workspace.run([
      "train", "words.txt", "--output", "new", "--learning-rate", "1e70",
    ])
    #expect(unsaved.status == 1)
    #expect(unsaved.messages.contains("No checkpoint had been saved yet; --save-every saves some on the way"))
    #expect(!workspace.exists("new/checkpoint.safetensors"))
  }

  @Test("A run that is resumed to another end says where its learning rate jumps from and to")
  func anotherEnd() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let longer = try await workspace.run(["train", "words.txt", "--resume", "run", "--steps", "24"])
    #expect(longer.status == 0)
    // 0.01 (1 − 11/12) and 0.01 (1 − 12/24).
    #expect(
      longer.messages.contains(
        "note: the run now ends after step 24, not 12: its learning rate, which falls to 0 there, "
          + "jumps from 8.333e-04 at step 12 to 0.005000 at step 13\n"
      )
    )
    #expect(try workspace.metrics()[12].learningRate == 0.005)
    let still = try await workspace.run([
      "train", "words.txt", "--resume", "run", "--steps", "48", "--quiet",
    ])
    #expect(still.status == 0 && still.errors == "")
  }

  @Test(
    "A run that was stopped and goes on to its own end says nothing of the learning rate; to another, it does"
  )
  func stoppedAndShortened() async throws {
    let workspace = try Workspace()
    let stopped = try await Self.interrupt(Self.options, in: workspace, with: SIGINT) {
      $0.errorsSoFar.contains("step \(Self.stepCount / 10)/")
    }
    try #require(stopped.status == 130)
    let stepsDone = try workspace.checkpoint().state.stepsDone
    let (planned, end) = (Self.stepCount, stepsDone + 10)
    let resume = ["train", "words.txt", "--resume", "run", "--output", "other"]
    let shorter = try await workspace.run(resume + ["--steps", "\(end)"])
    let metrics = try workspace.metrics("other")
    let (before, after) = (metrics[stepsDone - 1].learningRate, metrics[stepsDone].learningRate)
    #expect(abs(before - 0.01 * (1 - Double(stepsDone - 1) / Double(planned))) < 1e-15)
    #expect(abs(after - 0.01 * 10 / Double(end)) < 1e-15)
    let jump = try #require(
      shorter.messages.firstMatch(of: /jumps from ([0-9.e-]+) at .* to ([0-9.e-]+) at step/)
    )
    #expect(abs((Double(jump.1) ?? 0) / before - 1) < 1e-3 && abs((Double(jump.2) ?? 0) / after - 1) < 1e-3)
    let own = try await workspace.run(resume + ["--overwrite"])
    #expect(own.status == 0 && !own.messages.contains("learning rate"))
  }
}
