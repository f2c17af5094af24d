import Formats
import Foundation
import Testing

import Training

@testable import microgpt

/// The snapshots that a training leaves in its run.
@Suite("Snapshots of a run")
struct SnapshotTests {
  static let options = Workspace.small + ["--snapshot-every", "5"]

  static func files(_ run: String, in workspace: Workspace) throws -> [String: Data?] {
    try workspace.contents().filter { $0.key.hasPrefix(run + "/snapshots/") }.reduce(into: [:]) {
      $0.updateValue($1.value, forKey: String($1.key.dropFirst(run.count + 11)))
    }
  }

  static func steps(_ run: String = "run", in workspace: Workspace) throws -> [Int] {
    try files(run, in: workspace).keys.compactMap { RunFolder.step(ofSnapshot: $0) }.sorted()
  }

  static func snapshot(_ step: Int, of run: String = "run", in workspace: Workspace) throws -> Checkpoint {
    try Checkpoint(decoding: [UInt8](workspace.data("\(run)/snapshots/\(step).safetensors")))
  }

  @Test("A snapshot holds the weights that a training has after so many steps, and no moments")
  func contents() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options)
    #expect(try Self.steps(in: workspace) == [0, 5, 10])
    let settings = RunSettings(of: try workspace.checkpoint())
    var session = try TrainingSession(
      Corpus(utf8: [UInt8](workspace.data("words.txt")), layout: .lines),
      configuration: settings.training,
      shape: settings.shape
    )
    for step in 0...10 {
      if step > 0 { _ = try session.trainer.next() }
      guard step % 5 == 0 else { continue }
      let snapshot = try Self.snapshot(step, in: workspace)
      #expect(snapshot.parameters == session.model.parameters.vector.data)
      #expect(snapshot.state.stepsDone == step)
      let file = try Safetensors(
        decoding: [UInt8](workspace.data("run/snapshots/\(step).safetensors"))
      )
      #expect(!file.tensors.isEmpty && file.tensors.allSatisfy { !$0.name.hasPrefix("adam.") })
      #expect(Data(snapshot.encoded()) == (try workspace.data("run/snapshots/\(step).safetensors")))
    }
  }

  @Test("Snapshots change nothing else of a run, and without the option there are none")
  func apart() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options)
    try await workspace.train(output: "without")
    #expect(!workspace.exists("without/snapshots"))
    #expect(try workspace.checkpoint().parameters == workspace.checkpoint("without").parameters)
    #expect(try workspace.checkpoint().state == workspace.checkpoint("without").state)
    #expect(try workspace.metrics() == workspace.metrics("without"))
    #expect(try workspace.data("run/samples.txt") == workspace.data("without/samples.txt"))
  }

  @Test("The last step has one where it is a multiple, with the weights of the checkpoint")
  func last() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--snapshot-every", "6"])
    #expect(try Self.steps(in: workspace) == [0, 6, 12])
    #expect(try Self.snapshot(12, in: workspace) == workspace.checkpoint().snapshot)
  }

  @Test(
    "An interrupted run that goes on ends with the same snapshots bit for bit",
    arguments: [SIGINT, SIGKILL]
  )
  func interrupted(signal: Int32) async throws {
    let workspace = try Workspace()
    let every = ResumingTests.stepCount / 30
    let options = ResumingTests.options + ["--snapshot-every", "\(every)"]
    try await workspace.train(options, output: "whole")
    let stopped = try await ResumingTests.interrupt(
      options + ["--save-every", "\(every + 3)"],
      in: workspace,
      with: signal
    ) { _ in
      workspace.exists("run/checkpoint.safetensors")
        && workspace.exists("run/snapshots/\(3 * every).safetensors")
    }
    #expect(stopped.status == 128 + signal)
    let before = try Self.steps(in: workspace)
    #expect(before.count > 2 && before.count < 31)
    try await workspace.train(["--resume", "run"])
    let files = try Self.files("run", in: workspace)
    #expect(files.count == 31)
    #expect(try files == Self.files("whole", in: workspace))
  }

  @Test("Snapshots beyond the checkpoint are none of the run's, and go when it goes on; the others stay")
  func stale() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options)
    try workspace.write(workspace.data("run/snapshots/10.safetensors"), to: "run/snapshots/13.safetensors")
    #expect(try await workspace.run(["info", "run"]).output.contains("of steps 0, 5 and 10\n"))
    let refused = try await workspace.run(["info", "run", "--checkpoint", "13"])
    #expect(refused.status == 64)

    let five = try workspace.data("run/snapshots/5.safetensors")
    try await workspace.train(["--resume", "run", "--steps", "20", "--snapshot-every", "8"])
    #expect(try Self.steps(in: workspace) == [0, 5, 10, 16])
    #expect(try workspace.data("run/snapshots/5.safetensors") == five)
    #expect(try workspace.checkpoint().training.snapshotInterval == 8)
  }

  @Test("A run that goes on in another folder takes its snapshots along")
  func elsewhere() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options)
    try await workspace.train(["--resume", "run", "--steps", "16"], output: "longer")
    #expect(try Self.steps("longer", in: workspace) == [0, 5, 10, 15])
    #expect(try Self.steps(in: workspace) == [0, 5, 10])
    for step in [0, 5, 10] {
      let name = "snapshots/\(step).safetensors"
      #expect(try workspace.data("longer/" + name) == workspace.data("run/" + name))
    }
  }

  @Test("No snapshot of an overwritten run is left, whether the new one takes some or none")
  func overwritten() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options)
    try await workspace.train(Workspace.small + ["--snapshot-every", "4", "--overwrite", "--seed", "3"])
    #expect(try Self.steps(in: workspace) == [0, 4, 8, 12])
    #expect(try Self.snapshot(0, in: workspace).training.seed == 3)
    try await workspace.train(Workspace.small + ["--overwrite"])
    #expect(!workspace.exists("run/snapshots"))
    #expect(!workspace.exists("run/" + RunFolder.waitingSnapshotsName))
  }

  @Test("Until its first checkpoint a new run's snapshots wait, and the old run keeps its own")
  func waiting() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options)
    try await workspace.train(Workspace.small + ["--seed", "3"], output: "other")
    let run = RunFolder(path: workspace.url("run").path)
    let before = try workspace.contents()
    do {
      let output = try RunOutput(beginningIn: run, overwrites: true)
      try output.beginSnapshots(resuming: nil)
      try output.save(snapshot: workspace.checkpoint("other"))
      #expect(try Self.steps(in: workspace) == [0, 5, 10])
      #expect(run.snapshotSteps(upTo: try workspace.checkpoint()) == [0, 5, 10])
      #expect(workspace.exists("run/\(RunFolder.waitingSnapshotsName)/12.safetensors"))
    }
    // The process has gone before its first checkpoint; the next one finds the old run.
    do { _ = try RunOutput(goingOnIn: run) }
    #expect(try workspace.contents() == before)
  }

  @Test(
    "Killed while one run takes another's place, the process leaves snapshots of the run whose checkpoint is there",
    arguments: [true, false]
  )
  func replacing(isRenamed: Bool) async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options)
    try await workspace.train(Workspace.small + ["--snapshot-every", "4", "--seed", "3"], output: "other")
    // As it is after the checkpoint has its name: figures and snapshots may still wait.
    let waiting = "run/" + RunFolder.waitingSnapshotsName
    try workspace.write(workspace.data("other/metrics.jsonl"), to: "run/" + RunFolder.waitingMetricsName)
    try workspace.write(workspace.data("other/checkpoint.safetensors"), to: "run/checkpoint.safetensors")
    if isRenamed { try FileManager.default.removeItem(at: workspace.url("run/snapshots")) }
    try FileManager.default.copyItem(
      at: workspace.url("other/snapshots"),
      to: workspace.url(isRenamed ? "run/snapshots" : waiting)
    )
    let run = RunFolder(path: workspace.url("run").path)
    #expect(run.snapshotSteps(upTo: try workspace.checkpoint()) == [0, 4, 8, 12])
    #expect(
      try run.loadSnapshot(step: 4, of: workspace.checkpoint())
        == Self.snapshot(4, of: "other", in: workspace)
    )
    do { _ = try RunOutput(goingOnIn: run) }
    #expect(try Self.files("run", in: workspace) == Self.files("other", in: workspace))
    #expect(!workspace.exists(waiting))
  }

  @Test("A training can't go on from a snapshot, and says why")
  func resumed() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options)
    let file = try await workspace.run(["train", "words.txt", "--resume", "run/snapshots/5.safetensors"])
    #expect(file.status == 1)
    #expect(file.messages.contains("is a snapshot, which is for looking into and not for going on"))
    #expect(file.messages.contains("--checkpoint 5"))

    try workspace.write(workspace.data("run/snapshots/5.safetensors"), to: "run/checkpoint.safetensors")
    let before = try workspace.contents()
    let moved = try await workspace.run(["train", "words.txt", "--resume", "run"])
    #expect(moved.status == 1)
    #expect(
      moved.messages.contains(
        "can't go on with the run: its checkpoint is a snapshot, which lacks Adam's moments"
      )
    )
    #expect(try workspace.contents() == before)
  }

  @Test(
    "What somebody else has put among the snapshots, or in their place, is never removed",
    arguments: [
      "run/snapshots/notes.txt", "run/snapshots/7.safetensors", "run/snapshots",
    ]
  )
  func foreign(path: String) async throws {
    let workspace = try Workspace()
    try await workspace.train(path == "run/snapshots" ? Workspace.small : Self.options)
    try workspace.write("mine", to: path)
    let before = try workspace.contents()
    let outcome = try await workspace.run(
      ["train", "words.txt", "--output", "run", "--overwrite"] + Self.options
    )
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("'\(path)' is in the way: it is not "))
    #expect(try workspace.contents() == before)
  }

  @Test("A damaged snapshot, or one of another run, is refused by name", arguments: [true, false])
  func damaged(isTorn: Bool) async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options)
    try await workspace.train(Self.options + ["--embedding", "6"], output: "other")
    let name = "snapshots/5.safetensors"
    let bytes = try workspace.data((isTorn ? "run/" : "other/") + name)
    try workspace.write(isTorn ? bytes.dropLast(3) : bytes, to: "run/" + name)
    for arguments in [
      ["info", "run", "--checkpoint", "5"], ["inspect", "film", "run", "--text", "lena"],
    ] {
      let outcome = try await workspace.run(arguments)
      #expect(outcome.status == 1)
      #expect(outcome.output == "")
      #expect(
        outcome.messages.contains("'run/\(name)' is " + (isTorn ? "damaged" : "no snapshot of the run"))
      )
    }
  }

  @Test("A picture or a page never takes a snapshot's place")
  func picture() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options)
    let before = try workspace.contents()
    for arguments in [
      ["inspect", "film", "run", "--text", "lena", "--svg"], ["report", "run", "--text", "lena", "-o"],
    ] {
      let outcome = try await workspace.run(arguments + ["run/snapshots/5.safetensors"])
      #expect(outcome.status == 1)
      #expect(outcome.messages.contains("would replace 'run/snapshots/5.safetensors', a file of the run"))
    }
    #expect(try workspace.contents() == before)
  }
}
