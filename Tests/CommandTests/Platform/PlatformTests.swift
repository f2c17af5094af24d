import Foundation
import Testing

@testable import microgpt

@Suite("Files through the C library")
struct PlatformTests {
  static func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(component: "platform-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path(percentEncoded: false))
  }

  @Test("What was written is read, however long", arguments: [0, 1, 65_536, 65_537, 65_538, 300_000])
  func lengths(count: Int) throws {
    try Self.inFolder { folder in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167) }
      try Platform.replace(folder + "/file", with: bytes)
      #expect(try Platform.read(folder + "/file", limit: count) == bytes)
    }
  }

  @Test("A pipe, whose length nobody knows, is read to its end", arguments: [0, 65_536, 65_537, 200_000])
  func pipe(count: Int) throws {
    try Self.inFolder { folder in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167) }
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      Thread { FileHandle(forWritingAtPath: folder + "/pipe")?.write(Data(bytes)) }.start()
      let read = try Platform.read(folder + "/pipe", limit: count)
      #expect(read == bytes)
    }
  }

  @Test("A new file takes the old one's place and leaves nothing else behind")
  func replaced() throws {
    try Self.inFolder { folder in
      try Platform.replace(folder + "/file", with: Array("a longer text".utf8))
      try Platform.replace(folder + "/file", with: Array("short".utf8))
      #expect(try Platform.read(folder + "/file", limit: 100) == Array("short".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }

  @Test("What can't be replaced stays, and the draft goes")
  func refused() throws {
    try Self.inFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/file", withIntermediateDirectories: true)
      #expect(throws: Platform.SystemError.self) {
        try Platform.replace(folder + "/file", with: [1, 2])
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
      #expect(throws: Platform.SystemError.self) {
        try Platform.replace(folder + "/none/file", with: [1, 2])
      }
    }
  }

  @Test("Two paths lead to the same file through links and dots, and never to one that is missing")
  func sameFile() throws {
    try Self.inFolder { folder in
      for name in ["a", "b"] { try Platform.replace(folder + "/" + name, with: [1]) }
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link",
        withDestinationPath: folder + "/a"
      )
      #expect(Platform.isSameFile(folder + "/a", folder + "/./a"))
      #expect(Platform.isSameFile(folder + "/link", folder + "/a"))
      #expect(!Platform.isSameFile(folder + "/a", folder + "/b"))
      #expect(!Platform.isSameFile(folder + "/none", folder + "/none"))
    }
  }
}
