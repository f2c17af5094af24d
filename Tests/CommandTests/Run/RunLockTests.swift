import Foundation
import TestSupport
import Testing

@testable import microgpt

/// Two processes and one run.
@Suite("The lock on a run")
struct RunLockTests {
  /// A training that does not end by itself.
  static let endless = [
    "train", "words.txt", "--output", "run", "--quiet", "--steps", "100000000", "--embedding", "4", "--heads",
    "2", "--context", "7",
  ]

  /// Starts a training that does not end, and waits until it has begun.
  static func start(_ arguments: [String] = endless, in workspace: Workspace) async throws -> BuiltProcess {
    let process = try workspace.start(arguments)
    // The figures may be those of a run before.
    func hasLock() -> Bool {
      #if os(Linux)
      (try? Platform.Folder(workspace.url("run").path(percentEncoded: false)).holder) != nil
      #else
      true
      #endif
    }
    while process.isRunning, !hasLock() || (try? workspace.data("run/metrics.jsonl").isEmpty) != false {
      try await Task.sleep(for: .milliseconds(2))
    }
    try #require(process.isRunning)
    return process
  }

  @Test(
    "A second process that would train into the run is refused, however it spells the folder, and told who does",
    arguments: [
      ["--output", "run"], ["--output", "run", "--overwrite"], ["--output", "./run/"], ["--output", "link"],
      ["--output", "link/../run", "--overwrite"],
    ]
  )
  func second(options: [String]) async throws {
    let workspace = try Workspace()
    try FileManager.default.createSymbolicLink(
      atPath: workspace.url("link").path,
      withDestinationPath: "run"
    )
    let first = try await Self.start(in: workspace)
    // It keeps its lock while it waits, and takes no time from the others.
    first.send(SIGSTOP)
    let second = try await workspace.run(["train", "words.txt", "--quiet"] + options + Workspace.small)
    #expect(second.status == 1)
    #expect(second.messages.hasPrefix("Error: '\(options[1])' is in use: "))
    #if os(Linux)
    #expect(second.messages.contains("process \(first.processIdentifier) trains into it"))
    #endif
    first.send(SIGCONT)
    first.send(SIGINT)
    #expect(await first.outcome().status == 128 + SIGINT)
    let stepsDone = try workspace.checkpoint().state.stepsDone
    #expect(try workspace.metrics().map(\.step) == Array(1...stepsDone))
  }

  @Test("A run that is being trained is read and copied by other processes, but not gone on with")
  func readers() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let resume = ["train", "words.txt", "--quiet", "--resume", "run", "--steps"]
    let first = try await Self.start(resume + ["100000000"], in: workspace)
    first.send(SIGSTOP)
    for arguments in [
      ["info", "run"], ["sample", "run"], ["evaluate", "run", "words.txt"],
      ["report", "run", "--text", "anna"],
      resume + ["20", "--output", "copy"],
    ] {
      #expect(try await workspace.run(arguments).status == 0, "\(arguments)")
    }
    let refused = try await workspace.run(resume + ["20"])
    #expect(refused.status == 1 && refused.messages.contains("'run' is in use"))
    first.send(SIGKILL)
    _ = await first.outcome()
    #expect(try workspace.checkpoint("copy").state.stepsDone == 20)
  }

  @Test(
    "The lock leaves nothing behind and goes with its process, however that ends",
    arguments: [SIGKILL, SIGTERM]
  )
  func ends(signal: Int32) async throws {
    let workspace = try Workspace()
    let first = try await Self.start(in: workspace)
    first.send(signal)
    #expect(await first.outcome().status == 128 + signal)
    let names = try workspace.contents().keys.filter { $0.hasPrefix("run/") }
    #expect(Set(names).isSubset(of: ["run/metrics.jsonl", "run/checkpoint.safetensors"]))
    try await workspace.train(Workspace.small + ["--overwrite"])
  }

  @Test("Of processes that start at the same time one trains, and its run is whole")
  func race() async throws {
    let workspace = try Workspace()
    let steps = ["--steps", "60"]
    try await workspace.train(Workspace.small + steps, output: "alone")
    let processes = try (0..<4).map { _ in
      try workspace.start(["train", "words.txt", "--output", "run", "--quiet"] + Workspace.small + steps)
    }
    var statuses: [Int32] = []
    for process in processes { statuses.append(await process.outcome().status) }
    // One that comes when the first is done finds a run there.
    #expect(statuses.sorted() == [0, 1, 1, 1])
    try ResumingTests.expectEqualRuns("run", "alone", in: workspace)
  }

  @Test("A lock belongs to one folder object until it goes")
  func unit() throws {
    try PlatformTests.inFolder { path in
      var first: Platform.Folder? = try Platform.Folder(path)
      let second = try Platform.Folder(path)
      guard case .taken? = first?.lock() else {
        Issue.record("not taken")
        return
      }
      guard case .held = second.lock() else {
        Issue.record("not held")
        return
      }
      _ = first?.names
      first = nil
      guard case .taken = second.lock() else {
        Issue.record("not given back")
        return
      }
    }
  }

  @Test("A lock goes with its folder object, even if a process that is just being started has a copy of it")
  func copied() throws {
    try PlatformTests.inFolder { path in
      var first: Platform.Folder? = try Platform.Folder(path)
      guard case .taken? = first?.lock() else {
        Issue.record("not taken")
        return
      }
      // Between `fork` and `exec` a child has all descriptors, also those that are closed on `exec`.
      var folder = stat()
      try #require(stat(path, &folder) == 0)
      let descriptors: [Int32] = (0..<4096).filter { number in
        var file = stat()
        return fstat(number, &file) == 0 && file.st_dev == folder.st_dev && file.st_ino == folder.st_ino
      }
      let copies = descriptors.map { fcntl($0, F_DUPFD_CLOEXEC, 0) }
      defer { for copy in copies { close(copy) } }
      try #require(copies.count == 1)
      first = nil
      guard case .taken = try Platform.Folder(path).lock() else {
        Issue.record("not given back")
        return
      }
    }
  }
}
