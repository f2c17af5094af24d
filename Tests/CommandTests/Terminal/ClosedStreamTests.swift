import Foundation
import Testing

@testable import microgpt

@Suite("Standard streams that are closed")
struct ClosedStreamTests {
  static let combinations = (1..<8).map { bits in
    ["<&-", ">&-", "2>&-"].enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element)
  }

  @Test(
    "No file of a run ever gets what was meant for a stream: the run is that of a process with all streams",
    arguments: combinations
  )
  func files(closing: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train(output: "whole")
    let options = Workspace.small.joined(separator: " ")
    // A stream that is left open is one of a file, so that nothing comes into the tests' own.
    let streams = (closing.contains(">&-") ? "" : ">out ") + (closing.contains("2>&-") ? "" : "2>err ")
    try workspace.shell(
      "\"$0\" train words.txt --output run --save-every 1 \(options) \(streams) \(closing.joined(separator: " ")); "
        + "echo $? > status"
    )
    for name in ["checkpoint.safetensors", "samples.txt"] {
      #expect(try workspace.data("run/" + name) == workspace.data("whole/" + name))
    }
    #expect(try workspace.metrics() == workspace.metrics("whole"))
    // The texts are saved, but they can't be printed.
    #expect(try workspace.text("status") == (closing.contains(">&-") ? "1\n" : "0\n"))
    if closing == [">&-"] {
      #expect(
        try workspace.text("err").hasSuffix("Error: can't write to standard output: it is closed\n")
      )
    }
  }

  @Test(
    "A result without a standard output is an error; nothing to print is none",
    arguments: [
      ("info run", "1"), ("sample run", "1"), ("--version", "1"), ("help train", "1"),
      ("report run --text anna -o -", "1"), ("report run --text anna -o /dev/stdout", "1"),
      ("sample run --count 0", "0"), ("report run --text anna -o page.html", "0"),
    ]
  )
  func results(command: String, status: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.shell("\"$0\" \(command) >&- 2>err; echo $? > status")
    #expect(try workspace.text("status") == status + "\n")
    #expect(
      try workspace.text("err").contains("can't write to standard output: it is closed") == (status == "1")
    )
  }

  @Test("A closed standard input is one without a byte")
  func input() throws {
    let workspace = try Workspace()
    try workspace.shell("\"$0\" train /dev/stdin <&- 2>err; echo $? > status")
    #expect(try workspace.text("status") == "1\n")
    #expect(try workspace.text("err").contains("can't use '/dev/stdin': there is no text in it"))
  }
}
