import Foundation
import Random
import Testing

import Training
import Transformer

@testable import microgpt

/// Runs that are ended in the middle of writing.
@Suite("Runs that are killed while they write")
struct KilledRunTests {
  /// A run whose end is far away while it saves at each step, in a fast build, too.
  #if DEBUG
  private static let stepCount = 400
  #else
  private static let stepCount = 4000
  #endif

  private static let options = [
    "--steps", "\(stepCount)", "--embedding", "4", "--heads", "2", "--context", "7", "--samples", "3",
  ]

  @Test(
    "Killed at any moment, a run is whole up to its checkpoint, goes on to the same end, and leaves no draft",
    arguments: 0..<8
  )
  func killed(seed: UInt32) async throws {
    var generator = MersenneTwister(seed: UInt64(seed))
    let workspace = try Workspace()
    try await workspace.train(Self.options, output: "whole")
    let due = 1 + generator.below(38)
    let options = Self.options + ["--save-every", "1"]
    let killed = try await ResumingTests.interrupt(options, in: workspace, with: SIGKILL) { _ in
      // Lines of the metrics are written just before the checkpoint.
      (try? workspace.data("run/metrics.jsonl").count { $0 == 0x0A }) ?? 0 >= due
    }
    try #require(killed.status == 128 + SIGKILL)
    for name in try workspace.contents().keys where name.hasPrefix("run/") {
      #expect(
        ["run/checkpoint.safetensors", "run/metrics.jsonl"].contains(name)
          || name.contains(/^run\/\.microgpt-[0-9a-f]{16}$/)
      )
    }
    if workspace.exists("run/checkpoint.safetensors") {
      let stepsDone = try workspace.checkpoint().state.stepsDone
      #expect(try workspace.metrics().prefix(stepsDone).map(\.step) == Array(1...stepsDone))
      let resumed = try await workspace.train(["--resume", "run", "--samples", "3"])
      #expect(resumed.errors == "")
    } else {
      try await workspace.train(Self.options)
    }
    try ResumingTests.expectEqualRuns("run", "whole", in: workspace)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: workspace.url("run").path).sorted() == [
        "checkpoint.safetensors", "metrics.jsonl", "samples.txt",
      ]
    )
  }

  @Test(
    "A second signal ends the run at once, and leaves at most figures that wait for their checkpoint",
    arguments: [SIGINT, SIGTERM, SIGHUP]
  )
  func twice(signal: Int32) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    // Its figures are in a draft until the first checkpoint, which the second signal may forestall.
    let process = try workspace.start(RunLockTests.endless + ["--overwrite"])
    while process.isRunning, try workspace.contents().count < 6 {
      try await Task.sleep(for: .milliseconds(2))
    }
    process.send(signal)
    process.send(signal)
    #expect(await process.outcome().status == 128 + signal)
    let hidden = try workspace.contents().keys.filter { $0.hasPrefix("run/.") }
    #expect(hidden.allSatisfy { $0 == "run/" + RunFolder.waitingMetricsName })
    _ = try workspace.checkpoint()
  }

  @Test("A closed terminal does not stop a run that was started to outlive it")
  func nohup() async throws {
    let workspace = try Workspace()
    try workspace.shell(
      """
      trap '' HUP; "$0" train words.txt --output run --quiet --steps 60 --embedding 4 --heads 2 --context 7 \
      --save-every 1 >names & process=$!
      until [ -e run/checkpoint.safetensors ]; do :; done
      kill -HUP $process; wait $process; echo $? >status
      """
    )
    #expect(try workspace.text("status") == "0\n")
    #expect(try workspace.checkpoint().state.stepsDone == 60)
  }

  @Test("A file that may not grow so large is an error by name, leaves no draft, and costs no checkpoint")
  func fileSize() async throws {
    let workspace = try Workspace()
    try await workspace.train(output: "saved")
    let before = try workspace.contents()
    for command in [
      "train words.txt --quiet --output run \(Workspace.small.joined(separator: " "))",
      "train words.txt --quiet --resume saved --steps 20", "report saved --text anna -o page.html",
    ] {
      // One block, of 512 or 1,024 bytes.
      try workspace.shell("(ulimit -f 1; \"$0\" \(command) 2>err >out); echo $? >status")
      #expect(try workspace.text("status") == "1\n")
      #expect(
        try workspace.text("err")
          .contains(/can't write '[a-z.\/]+': it would be larger than the limit on a file's size allows\n$/)
      )
    }
    let names = try workspace.contents().keys
    #expect(!names.contains { $0.contains("/.") || $0.hasPrefix(".") } && !names.contains("page.html"))
    for name in ["saved/checkpoint.safetensors", "saved/metrics.jsonl", "saved/samples.txt"] {
      #expect(try workspace.data(name) == before[name])
    }
  }

  @Test("The checkpoint of a step is saved once")
  func savedOnce() async throws {
    let workspace = try Workspace()
    let text = try TextFile(workspace.url("words.txt").path, layout: .lines)
    var configuration = TrainingConfiguration()
    configuration.stepCount = 4
    let session = try TrainingSession(
      text.corpus,
      configuration: configuration,
      shape: GPTShape(layerCount: 1, embeddingWidth: 4, headCount: 2, contextLength: 7)
    )
    var progress = TrainingProgress(session, on: text, isQuiet: true, samplesTexts: true, unkeptOptions: [])
    let output = try RunOutput(
      beginningIn: RunFolder(path: workspace.url("run").path),
      overwrites: false
    )
    var run = TrainingRun(
      session: session,
      team: Team(processes: .one),
      files: TrainingRun.Files(output: output, metrics: try MetricsFile(output, resuming: nil)),
      source: text.source,
      saveInterval: 2
    )
    #expect(try run.train(progress: &progress) == nil)
    func identity() -> ino_t? { output.folder.status(of: RunFolder.checkpointName)?.st_ino }
    // A file that is open keeps its number to itself.
    let checkpoint = try FileHandle(forReadingFrom: workspace.url("run/checkpoint.safetensors"))
    let saved = try #require(identity())
    try run.save()
    #expect(identity() == saved)
    try checkpoint.close()
  }
}
