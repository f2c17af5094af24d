import Foundation
import Testing

@testable import microgpt

@Suite("Words of a shell's command line")
struct ShellWordTests {
  @Test(
    "The shell reads a word as the text it stands for",
    arguments: [
      "words.txt", "my words.txt", "", "it's", "$HOME", "a;b", "`x`", "é/ü", "a\nb", "\"*\"", "~", "\\",
    ]
  )
  func shell(text: String) throws {
    let workspace = try Workspace()
    try workspace.shell("printf %s \(shellWord(text)) >echo.txt")
    #expect(try workspace.text("echo.txt") == text)
  }

  @Test("An ordinary path has no quotes")
  func plain() {
    #expect(shellWord("runs/names-2.txt") == "runs/names-2.txt")
  }
}
