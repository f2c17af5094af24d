import Foundation
import Testing

@testable import microgpt

@Suite("Drafts of files")
struct DraftTests {
  private static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private static func abandonedDraft(in folder: String, _ name: String = ".microgpt-0123456789abcdef") throws
  {
    try Data("half a".utf8).write(to: URL(filePath: folder + "/" + name))
  }

  @Test("A file is written under every name that the file system takes", arguments: [1, 200, 251, 252, 255])
  func longNames(length: Int) throws {
    try PlatformTests.inFolder { folder in
      let path = folder + "/" + String(repeating: "n", count: length)
      for bytes: [UInt8] in [[1, 2], [3]] {
        try Platform.replace(path, with: bytes)
        #expect(try Platform.read(path, limit: 10) == bytes)
      }
      #expect(try Self.names(in: folder).count == 1)
    }
  }

  @Test("No two drafts have the same name, and none a name that tells the process or the file")
  func names() throws {
    try PlatformTests.inFolder { folder in
      let opened = try Platform.Folder(folder)
      let drafts = try (0..<20).map { _ in try Platform.Draft(in: opened) }
      let names = try Self.names(in: folder)
      #expect(Set(names).count == drafts.count)
      #expect(names.allSatisfy { $0.contains(/^\.microgpt-[0-9a-f]{16}$/) })
      #expect(!names.contains { $0.hasSuffix("-\(getpid())") })
      drafts.forEach { $0.discard() }
      #expect(try Self.names(in: folder) == [])
    }
  }

  @Test("A draft that is forgotten leaves nothing, one that has taken its name leaves the file")
  func ends() throws {
    try PlatformTests.inFolder { folder in
      let opened = try Platform.Folder(folder)
      do {
        let draft = try Platform.Draft(in: opened)
        try draft.write("lost")
        #expect(try Self.names(in: folder).count == 1)
      }
      #expect(try Self.names(in: folder) == [])
      do {
        let draft = try Platform.Draft(in: opened)
        try draft.write("kept")
        try draft.take("file")
        draft.discard()
      }
      #expect(try Self.names(in: folder) == ["file"])
    }
  }

  @Test(
    "Who may read a file does not change when it is replaced; a draft of a secret one is secret",
    arguments: [0o600, 0o640, 0o604]
  )
  func modes(mode: Int) throws {
    try PlatformTests.inFolder { folder in
      func currentMode(of name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder + "/" + name)[.posixPermissions] as? Int
      }
      try Platform.replace(folder + "/file", with: [1])
      chmod(folder + "/file", mode_t(mode))
      let draft = try Platform.draft(of: "file", in: Platform.Folder(folder), [1, 2])
      let name = try #require(try Self.names(in: folder).first { $0 != "file" })
      #expect(try currentMode(of: name) == mode)
      try draft.take("file")
      #expect(try currentMode(of: "file") == mode)
    }
  }

  @Test("A draft that a killed process left is removed; one that is being written stays")
  func abandoned() throws {
    try PlatformTests.inFolder { folder in
      try Self.abandonedDraft(in: folder)
      let opened = try Platform.Folder(folder)
      let draft = try Platform.Draft(in: opened)
      Platform.Draft.removeAbandoned(in: opened)
      #expect(try Self.names(in: folder).count == 1)
      #expect(!FileManager.default.fileExists(atPath: folder + "/.microgpt-0123456789abcdef"))
      try draft.take("file")
      #expect(try Self.names(in: folder) == ["file"])
    }
  }

  @Test("What is no draft of this program is never removed, whatever its name resembles")
  func strangers() throws {
    try PlatformTests.inFolder { folder in
      let files = [
        ".microgpt-0123456789abcde", ".microgpt-0123456789abcdef0", ".microgpt-0123456789abcdeF",
        ".microgpt-0123456789abcdeé", "microgpt-0123456789abcdef", ".microgpt", "run.1.tmp",
      ]
      for name in files { try Self.abandonedDraft(in: folder, name) }
      let manager = FileManager.default
      try manager.createDirectory(
        atPath: folder + "/.microgpt-aaaaaaaaaaaaaaaa",
        withIntermediateDirectories: false
      )
      try manager.createSymbolicLink(
        atPath: folder + "/.microgpt-bbbbbbbbbbbbbbbb",
        withDestinationPath: "run.1.tmp"
      )
      #expect(mkfifo(folder + "/.microgpt-cccccccccccccccc", 0o600) == 0)
      let before = try Self.names(in: folder)
      Platform.Draft.removeAbandoned(in: try Platform.Folder(folder))
      #expect(try Self.names(in: folder) == before)
    }
  }

  @Test("A file is replaced and not what a link of its name leads to, nor written through the link")
  func links() throws {
    try PlatformTests.inFolder { folder in
      try Platform.replace(folder + "/mine", with: [1])
      let opened = try Platform.Folder(folder)
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link",
        withDestinationPath: folder + "/mine"
      )
      #expect(throws: Platform.SystemError.self) {
        try opened.append(Array("a".utf8), to: "link", waitsForDisk: false)
      }
      try Platform.replace("link", in: opened, with: [2])
      #expect(try Platform.read(folder + "/mine", limit: 1) == [1])
      #expect(Platform.kindWithoutLinks(of: folder + "/link") == .file)
    }
  }

  @Test("What is written goes into the folder that was opened, also when its path leads elsewhere by now")
  func moved() throws {
    try PlatformTests.inFolder { folder in
      try Platform.makeFolder(folder + "/a/b")
      let opened = try Platform.Folder(folder + "/a/b")
      try Platform.replace("one", in: opened, with: [1])
      try FileManager.default.moveItem(atPath: folder + "/a", toPath: folder + "/moved")
      try Platform.makeFolder(folder + "/a/b")
      try Platform.replace("two", in: opened, with: [2])
      try opened.append(Array("x".utf8), to: "three", waitsForDisk: true)
      #expect(try Self.names(in: folder + "/a/b") == [])
      #expect(try Self.names(in: folder + "/moved/b") == ["one", "three", "two"])
    }
  }

  @Test("Folders are made where they are missing, however their path is written")
  func folders() throws {
    try PlatformTests.inFolder { folder in
      for path in ["/a", "/b/", "/c//d/./e", "/c/../f/g//"] {
        try Platform.makeFolder(folder + path)
        try Platform.makeFolder(folder + path)
        #expect(Platform.kind(of: folder + path) == .folder)
      }
      try Platform.replace(folder + "/file", with: [])
      for path in ["/file", "/file/x"] {
        #expect(throws: Platform.SystemError.self) { try Platform.makeFolder(folder + path) }
      }
      #expect(throws: Platform.SystemError.self) { try Platform.makeFolder("") }
    }
  }
}
