import Formats
import Foundation
import Testing
import Training

@testable import microgpt

@Suite("What is read, and how much of it")
struct ReadingTests {
  /// A file that has so many bytes and takes no room.
  private static func makeSparseFile(_ path: String, size: Int) throws {
    try Data().write(to: URL(filePath: path))
    try #require(truncate(path, off_t(size)) == 0)
  }

  @Test("Of a file at the limit all is read, of a larger one nothing; a stream is read up to the limit")
  func limits() throws {
    try PlatformTests.inFolder { folder in
      try Platform.replace(folder + "/file", with: [UInt8](repeating: 7, count: 300_000))
      #expect(try Platform.read(folder + "/file", limit: 300_000).count == 300_000)
      #expect(throws: Platform.ReadError.self) { try Platform.read(folder + "/file", limit: 299_999) }
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      for (limit, isRead) in [(300_000, true), (299_999, false)] {
        Thread {
          let pipe = open(folder + "/pipe", O_WRONLY)
          _ = Platform.write(String(repeating: "a", count: 300_000), to: pipe)
          close(pipe)
        }.start()
        let read = try? Platform.read(folder + "/pipe", limit: limit)
        #expect((read?.count == 300_000) == isRead)
      }
    }
  }

  @Test("The first bytes are read of a file of any size, and no more")
  func beginning() throws {
    try PlatformTests.inFolder { folder in
      try Self.makeSparseFile(folder + "/huge", size: 1 << 40)
      #expect(try Platform.readBeginning(of: folder + "/huge", count: 100).count == 100)
      try Platform.replace(folder + "/small", with: [1, 2])
      #expect(try Platform.readBeginning(of: folder + "/small", count: 100) == [1, 2])
    }
  }

  @Test("What a file names is read only where it is a file: a pipe is not opened, which would wait for ever")
  func implicit() throws {
    try PlatformTests.inFolder { folder in
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      for path in [folder + "/pipe", "/dev/zero", "/dev/null", folder] {
        #expect(throws: Platform.ReadError.self, "\(path)") {
          try Platform.read(path, limit: 1 << 20, acceptsStreams: false)
        }
      }
    }
  }

  @Test(
    "A text without end, or larger than the limit, is refused by the limit's name",
    arguments: ["/dev/zero", "huge.txt"]
  )
  func endless(path: String) async throws {
    guard FileManager.default.fileExists(atPath: path) || path == "huge.txt" else { return }
    let workspace = try Workspace()
    try await workspace.train()
    try Self.makeSparseFile(workspace.url("huge.txt").path, size: 1 << 40)
    for arguments in [
      ["train", path], ["evaluate", "run", path], ["sample", "run", "--against", path],
      ["report", "run", "--text", "anna", "--data", path, "-o", "page.html"],
    ] {
      let outcome = try await workspace.run(arguments)
      #expect(outcome.status == 1)
      #expect(
        outcome.messages.hasSuffix("can't read '\(path)': it is larger than 256 MiB, the most that is read\n")
      )
    }
    #expect(!workspace.exists("page.html") && !workspace.exists("runs"))
  }

  @Test(
    "The limit on checkpoints has room for the largest model, its moments, the best model and the longest header"
  )
  func largestCheckpoint() {
    let needed = 8 + Safetensors.longestHeader + 4 * 8 * (1 << 24)
    #expect((needed..<needed + 1 << 20).contains(RunFolder.largestCheckpoint))
  }

  @Test(
    "A file of a run that is too large, a pipe or a folder is refused by name and not read",
    arguments: ["checkpoint.safetensors", "metrics.jsonl", "samples.txt"],
    ["huge", "pipe", "folder"]
  )
  func runFiles(name: String, kind: String) async throws {
    // Figures are read line by line, so that there may be any number of them.
    if name == "metrics.jsonl", kind == "huge" { return }
    let workspace = try Workspace()
    try await workspace.train()
    let path = workspace.url("run/" + name).path
    try FileManager.default.removeItem(atPath: path)
    switch kind {
    case "huge": try Self.makeSparseFile(path, size: 1 << 40)
    case "pipe": #expect(mkfifo(path, 0o600) == 0)
    default: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
    let outcome = try await workspace.run(["report", "run", "--text", "anna", "-o", "page.html"])
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("can't read 'run/\(name)': it is "))
  }

  @Test(
    "The path that a checkpoint names is opened only where a file of the right size is: no pipe, no device",
    arguments: ["pipe", "/dev/zero", "/dev/full", "/proc/kmsg", "huge.txt", "folder", "words.txt"]
  )
  func namedByCheckpoint(source: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    #expect(mkfifo(workspace.url("pipe").path, 0o600) == 0)
    try Self.makeSparseFile(workspace.url("huge.txt").path, size: 1 << 40)
    try Platform.makeFolder(workspace.url("folder").path)
    let old = try workspace.checkpoint()
    let changed = Checkpoint(
      model: old.model,
      training: old.training,
      tokenizer: old.tokenizer,
      parameters: old.parameters,
      state: old.state,
      source: .init(name: source, fingerprint: old.source.fingerprint)
    )
    try workspace.write(changed.encoded(), to: "run/checkpoint.safetensors")
    let outcome = try await workspace.run(["report", "run", "--text", "anna", "-o", "page.html"])
    #expect(outcome.status == 0)
    let isFound = try !workspace.text("page.html").contains("has moved or changed")
    #expect(isFound == (source == "words.txt"))
  }
}
