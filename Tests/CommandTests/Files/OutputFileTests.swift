import Foundation
import Testing

@testable import microgpt

@Suite("Pages and pictures on disk")
struct OutputFileTests {
  static let commands: [(OutputFile.Kind, [String])] = [
    (.page, ["report", "run", "--text", "anna", "-o"]),
    (.pythonProgram, ["export", "run", "--to", "microgpt.py", "-o"]),
    (.onnxModel, ["export", "run", "--to", "onnx", "-o"]),
    (.picture, ["inspect", "attention", "run", "--text", "anna", "--svg"]),
    (.picture, ["inspect", "graph", "run", "--text", "anna", "--svg"]),
    (.picture, ["inspect", "scaling", "--widths", "4", "--queries", "5", "--svg"]),
  ]

  @Test("A page or picture is replaced by one of its own kind that this program made", arguments: commands)
  func replaced(kind: OutputFile.Kind, command: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    for _ in 0..<2 { #expect(try await workspace.run(command + ["file"]).status == 0) }
    #expect(try workspace.text("file").hasPrefix(kind.mark))
    #expect(try workspace.contents().keys.filter { $0.hasPrefix(".") }.isEmpty)
  }

  @Test(
    "Whatever else is there is refused by name and stays: pages and pictures of others, and of the other kind",
    arguments: [OutputFile.Kind.page, .picture, .pythonProgram, .onnxModel],
    [
      "<!doctype html>\n<html><body>mine</body></html>\n", "<!DOCTYPE html>",
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"generator\" content=\"other\"/>",
      "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>\n", "<svg ", "<svg data-generator=\"other\" ", "text",
      "\u{0}", "other kind",
    ]
  )
  func strangers(kind: OutputFile.Kind, text: String) throws {
    let workspace = try Workspace()
    let other = kind == .page ? OutputFile.Kind.picture : .page
    try workspace.write(text == "other kind" ? other.mark : text, to: "file")
    let before = try workspace.contents()
    let file = OutputFile(path: workspace.url("file").path, kind: kind)
    for refused in [{ try file.check(against: []) }, { try file.write("new") }] {
      let refusal = #expect(throws: Failure.self) { try refused() }
      #expect(
        refusal?.message.text.contains("is in the way: it is not a \(kind.rawValue) that names") == true
      )
      #expect(refusal?.message.text.contains("choose another name, or remove it first") == true)
    }
    #expect(try workspace.contents() == before)
  }

  @Test("Of what is in the way only the first bytes are read, however much there is")
  func huge() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write(OutputFile.Kind.page.mark, to: "page.html")
    try #require(truncate(workspace.url("page.html").path, 1 << 40) == 0)
    #expect(try await workspace.run(["report", "run", "--text", "anna", "-o", "page.html"]).status == 0)
    #expect(try workspace.data("page.html").count < 1 << 24)
  }

  @Test(
    "Folders, sockets and circles of links are refused; what a link leads to is treated as if it were named"
  )
  func kinds() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let manager = FileManager.default
    func link(_ name: String, to destination: String) throws {
      try manager.createSymbolicLink(atPath: workspace.url(name).path, withDestinationPath: destination)
    }
    try workspace.write("mine", to: "mine.txt")
    try Platform.makeFolder(workspace.url("folder").path)
    try link("circle", to: "circle2")
    try link("circle2", to: "circle")
    // Its target is not UTF-8, and would be another file if it were read as if it were.
    let latin1: [CChar] = [0x6E, CChar(bitPattern: 0xE9), 0]
    #expect(symlink(latin1, workspace.url("latin1").path) == 0)
    try link("tomine", to: "mine.txt")
    try link("tofolder", to: "folder")
    try link("tonothing", to: "new.html")
    for (name, reason) in [
      ("circle", "it is a link that can't be followed"), ("latin1", "it is a link that can't be followed"),
      ("tomine", "is in the way"), ("tofolder", "it is a folder"),
      ("folder", "it is a folder"),
      // Not all that stands below /dev is a device.
      ("/dev/.." + workspace.url("tomine").path, "is in the way"),
      ("/dev/.." + workspace.url("mine.txt").path, "is in the way"),
    ] {
      let outcome = try await workspace.run(["report", "run", "--text", "anna", "-o", name])
      #expect(outcome.status == 1)
      #expect(outcome.messages.contains("'\(name)'") && outcome.messages.contains(reason))
    }
    #expect(try workspace.text("mine.txt") == "mine")
    #expect(try await workspace.run(["report", "run", "--text", "anna", "-o", "tonothing"]).status == 0)
    #expect(workspace.exists("new.html"))
  }

  @Test("Only an open descriptor is one")
  func descriptors() {
    for path in ["/dev/fd/1", "/dev/fd/63", "/proc/self/fd/1", "/proc/77/fd/5", "/dev/stdout", "/dev/stderr"]
    {
      #expect(Platform.isDescriptor(path))
    }
    for path in [
      "/dev/fd/", "/dev/fd/x", "/dev/fd/../fd/1", "/dev/shm/1", "/dev/null", "/proc/self/cwd/1",
      "/proc/self/fd",
      "/proc/a/fd/1", "/proc/1/2/fd/1", "dev/fd/1", "/devil/fd/1", "", "1",
    ] {
      #expect(!Platform.isDescriptor(path), "\(path)")
    }
  }

  @Test("A path is divided at its last slash, also where a mark follows that would join it")
  func parts() async throws {
    for (path, folder, name) in [
      ("a/b", "a/", "b"), ("b", "", "b"), ("/b", "/", "b"), ("a/", "a/", ""),
      ("a/\u{301}b", "a/", "\u{301}b"),
      ("/\u{301}/\u{302}", "/\u{301}/", "\u{302}"),
    ] {
      let parts = Platform.parts(of: path)
      #expect(parts.folder.utf8.elementsEqual(folder.utf8) && parts.name.utf8.elementsEqual(name.utf8))
    }
    let workspace = try Workspace()
    try await workspace.train(output: "new/\u{301}run")
    try FileManager.default.createSymbolicLink(
      atPath: workspace.url("new").path + "/\u{301}link",
      withDestinationPath: "\u{301}page"
    )
    let command = ["report", "new/\u{301}run", "--text", "anna", "-o", "new/\u{301}link"]
    #expect(try await workspace.run(command).status == 0)
    #expect(FileManager.default.fileExists(atPath: workspace.url("new").path + "/\u{301}page"))
  }

  @Test("A name as long as the file system takes is written")
  func longName() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    for length in [252, 255] {
      let name = String(repeating: "p", count: length)
      #expect(try await workspace.run(["report", "run", "--text", "anna", "-o", name]).status == 0)
      #expect(workspace.exists(name))
    }
  }

  @Test("What a shell has opened is written to as it is")
  func openFile() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.shell("\"$0\" report run --text anna -o /dev/fd/7 7>page.html 2>/dev/null; echo $? >status")
    #expect(try workspace.text("status") == "0\n")
    #expect(try workspace.text("page.html").hasSuffix("</html>\n"))
  }
}
