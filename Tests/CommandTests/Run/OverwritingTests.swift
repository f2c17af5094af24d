import Formats
import Foundation
import Testing

@testable import microgpt

/// What `train` takes the place of, and what not.
@Suite("Overwriting a run")
struct OverwritingTests {
  /// Something that stands in the place of a file of the run.
  enum Obstacle: String, CaseIterable, Sendable {
    case folder, text, otherCheckpoint, link, danglingLink, pipe

    func place(at name: String, in workspace: Workspace) throws {
      let url = workspace.url(name)
      try? FileManager.default.removeItem(at: url)
      switch self {
      case .folder:
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        try workspace.write("dear", to: name + "/diary.txt")
      case .text: try workspace.write("a text of somebody's\n", to: name)
      case .otherCheckpoint:
        let file = Safetensors(tensors: [], metadata: ["format": "pt"])
        try workspace.write(file.encoded(), to: name)
      case .link:
        try workspace.write(workspace.data("mine"), to: "target")
        try FileManager.default.createSymbolicLink(
          at: url,
          withDestinationURL: workspace.url("target")
        )
      case .danglingLink:
        try FileManager.default.createSymbolicLink(
          at: url,
          withDestinationURL: workspace.url("nowhere")
        )
      case .pipe: #expect(mkfifo(url.path, 0o600) == 0)
      }
    }
  }

  @Test(
    "What is not the run's own is never removed or replaced, with --overwrite or without, and nothing else is touched",
    arguments: ["checkpoint.safetensors", "metrics.jsonl", "samples.txt"],
    Obstacle.allCases
  )
  func obstacles(name: String, obstacle: Obstacle) async throws {
    // A text beside a run's checkpoint may be the run's: it bears no mark.
    let isAlone = name == "samples.txt" && [.text, .otherCheckpoint].contains(obstacle)
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("mine", to: "mine")
    try obstacle.place(at: "run/" + name, in: workspace)
    if isAlone {
      for other in ["checkpoint.safetensors", "metrics.jsonl"] {
        try FileManager.default.removeItem(at: workspace.url("run/" + other))
      }
    }
    let before = try workspace.contents()
    for overwrites in [true, false] {
      let refusal = #expect(throws: Failure.self) {
        try RunOutput(beginningIn: RunFolder(path: workspace.url("run").path), overwrites: overwrites)
      }
      #expect(refusal?.message.text.contains("/run/\(name)' is in the way: it is ") == true)
      #expect(refusal?.message.text.contains("--output for another folder") == true)
      #expect(try workspace.contents() == before)
    }
  }

  @Test("A file of somebody's under the name with which figures wait stays, and is no place for a picture")
  func waitingName() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let name = "run/" + RunFolder.waitingMetricsName
    try workspace.write("mine", to: name)
    let before = try workspace.contents()
    for arguments in [
      ["train", "words.txt", "--output", "run"],
      ["inspect", "attention", "run", "--text", "anna", "--svg", name],
    ] {
      #expect(try await workspace.run(arguments).status == 1)
      #expect(try workspace.contents() == before)
    }
    let resumed = try await workspace.run(["train", "words.txt", "--resume", "run", "--steps", "20"])
    #expect(resumed.status == 0)
    #expect(try workspace.text(name) == "mine")
  }

  @Test("A folder in a file's place, and all in it, outlives --overwrite")
  func folder() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try Obstacle.folder.place(at: "run/metrics.jsonl", in: workspace)
    let before = try workspace.contents()
    let outcome = try await workspace.run(
      ["train", "words.txt", "--output", "run", "--overwrite"] + Workspace.small
    )
    #expect(outcome.status == 1)
    #expect(
      outcome.messages.hasPrefix("Error: 'run/metrics.jsonl' is in the way: it is a folder, not a file; ")
    )
    #expect(try workspace.contents() == before)
  }

  @Test(
    "A run that is gone on with is refused before the first step where a file's place is taken",
    arguments: [Obstacle.folder, .pipe]
  )
  func resumed(obstacle: Obstacle) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try obstacle.place(at: "run/samples.txt", in: workspace)
    let before = try workspace.contents()
    let outcome = try await workspace.run(["train", "words.txt", "--resume", "run", "--steps", "20"])
    #expect(outcome.status == 1)
    #expect(outcome.messages.hasPrefix("Error: 'run/samples.txt' is in the way: it is a \(obstacle)"))
    #expect(try workspace.contents() == before)
  }

  @Test("Empty files are in nobody's way")
  func empty() async throws {
    let workspace = try Workspace()
    try Platform.makeFolder(workspace.url("run").path)
    for name in ["checkpoint.safetensors", "metrics.jsonl", "samples.txt"] {
      try workspace.write("", to: "run/" + name)
    }
    try await workspace.train()
    #expect(try workspace.metrics().count == 12)
  }

  @Test("Figures and texts whose checkpoint is gone are replaced only when --overwrite says so")
  func withoutCheckpoint() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try FileManager.default.removeItem(at: workspace.url("run/checkpoint.safetensors"))
    let before = try workspace.contents()
    let outcome = try await workspace.run(["train", "words.txt", "--output", "run"] + Workspace.small)
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("'run' already holds files of a run without its checkpoint"))
    #expect(outcome.messages.contains("--overwrite") && !outcome.messages.contains("--resume"))
    #expect(try workspace.contents() == before)
    try await workspace.train(Workspace.small + ["--overwrite"])
  }

  @Test("Until the new run's first checkpoint the old run stands as it was, whatever ends the new one")
  func interrupted() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let before = try workspace.contents()

    let first = try workspace.start(RunLockTests.endless + ["--overwrite"])
    // Its figures go into a draft, of which more is on the disk than a first flush.
    while first.isRunning,
      try !workspace.contents().contains(where: { $0.key.contains("/.") && $0.value?.isEmpty == false })
    {
      try await Task.sleep(for: .milliseconds(2))
    }
    first.send(SIGKILL)
    #expect(await first.outcome().status == 128 + SIGKILL)
    #expect(try workspace.contents().filter { !$0.key.contains("/.") } == before)
    #expect(try workspace.contents().count == before.count + 1)

    let diverged = try await workspace.run(
      ["train", "words.txt", "--output", "run", "--overwrite", "--learning-rate", "1e300"]
    )
    #expect(diverged.status == 1)
    #expect(diverged.messages.hasSuffix(". The run that was to be replaced is still in 'run'\n"))
    // The killed process's draft has gone, too.
    #expect(try workspace.contents() == before)
  }

  @Test("A run that is stopped takes the old one's place with its checkpoint and figures; the old texts go")
  func stopped() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let process = try workspace.start(RunLockTests.endless + ["--overwrite"])
    // Without a step there is nothing that could take the old run's place.
    while process.isRunning,
      try !workspace.contents().contains(where: { $0.key.contains("/.") && $0.value?.isEmpty == false })
    {
      try await Task.sleep(for: .milliseconds(2))
    }
    process.send(SIGHUP)
    #expect(await process.outcome().status == 128 + SIGHUP)
    let stepsDone = try workspace.checkpoint().state.stepsDone
    #expect(try workspace.metrics().map(\.step) == Array(1...stepsDone))
    #expect(
      try workspace.contents().keys.sorted() == [
        "run", "run/checkpoint.safetensors", "run/metrics.jsonl", "words.txt",
      ]
    )
  }

  @Test(
    "Killed between its checkpoint and its figures, the new run is whole for all who read it or go on with it"
  )
  func killedBetween() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--steps", "40"])
    try await workspace.train(Workspace.small + ["--seed", "7"], output: "new")
    let figures = try workspace.metrics("new")
    try workspace.write(workspace.data("new/checkpoint.safetensors"), to: "run/checkpoint.safetensors")
    try workspace.write(workspace.data("new/metrics.jsonl"), to: "run/" + RunFolder.waitingMetricsName)

    let run = RunFolder(path: workspace.url("run").path)
    let record = try RunHistory(run, workspace.checkpoint(), sourcePath: nil)
    #expect(record.steps.map(\.loss) == figures.map(\.loss))
    #expect(record.samples.isEmpty)
    try await workspace.train(["--resume", "run", "--steps", "13"], output: "copy")
    #expect(try Array(workspace.metrics("copy").prefix(12)) == figures)
    let outcome = try await workspace.train(["--resume", "run", "--steps", "13"])
    #expect(outcome.errors == "")
    #expect(try Array(workspace.metrics().prefix(12)) == figures)
    #expect(try workspace.metrics().count == 13)
    #expect(!workspace.exists("run/" + RunFolder.waitingMetricsName))
  }

  @Test("Killed before its checkpoint took the old one's place, the new run leaves the old one as it was")
  func killedBefore() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let before = try workspace.contents()
    try await workspace.train(Workspace.small + ["--seed", "7"], output: "new")
    try workspace.write(workspace.data("new/metrics.jsonl"), to: "run/" + RunFolder.waitingMetricsName)
    let run = RunFolder(path: workspace.url("run").path)
    #expect(try RunHistory(run, workspace.checkpoint(), sourcePath: nil).steps.count == 12)
    _ = try RunOutput(goingOnIn: run)
    #expect(try workspace.contents().filter { !$0.key.hasPrefix("new") } == before)
  }
}
