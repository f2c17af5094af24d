import Foundation
import Testing

@testable import microgpt

@Suite("Longer texts, many prompts and repetition in sample")
struct LengthTests {
  /// A run on a stream, which never ends a text, with a context of 7.
  private static func stream() async throws -> Workspace {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--documents", "stream"])
    return workspace
  }

  @Test(
    "Beyond the context each token is the one drawn anew after the tokens that are left, and a note says so"
  )
  func slides() async throws {
    let workspace = try await Self.stream()
    for options in [["--greedy"], ["--greedy", "--repetition-penalty", "1.5"]] {
      let outcome = try await workspace.run(
        ["sample", "run", "--prompt", "anna", "--length", "14", "--probabilities"] + options
      )
      #expect(outcome.status == 0)
      let text = Array(outcome.lines[0].replacing("\\n", with: "\n"))
      #expect(text.count == 14)
      // 4 letters of the prompt and 10 more: 13 were read for the last, of which 6 fit behind the boundary.
      #expect(
        outcome.messages
          == "note: the text is longer than the context of 7: beyond it, each token was drawn from the 6 before it, "
          + "and the first 7 were forgotten in the end\n"
      )
      // What each token was drawn from stands in the listing, and is what a prompt of it gives.
      let blocks = outcome.output.split(separator: "  after '").dropFirst()
      for position in 4..<14 {
        let window = String(text[max(0, position - 6)..<position]).replacing("\n", with: "\\n")
        let anew = try await workspace.run(
          ["sample", "run", "--prompt", window, "--length", "7", "--probabilities"] + options
        )
        let block = try #require(blocks.dropFirst(position - 4).first)
        #expect(anew.output.contains("  after '" + block.trimmingCharacters(in: .newlines)))
      }
    }
    let many = try await workspace.run(["sample", "run", "--length", "9", "--count", "3"])
    #expect(many.messages.contains(/note: \d of 3 texts (is|are) longer than the context of 7:/))
    #expect(many.messages.contains(", and of the longest text the first 2 were forgotten in the end\n"))
    let short = try await workspace.run(["sample", "run", "--prompt", "anna", "--length", "6", "--greedy"])
    #expect(short.lines[0].replacing("\\n", with: "x").count == 6 && short.messages == "")
  }

  @Test("A prompt longer than the context is read as far as it fits, and kept in the text")
  func longPrompt() async throws {
    let workspace = try await Self.stream()
    let prompt = "elenakarenotto"
    let long = try await workspace.run(["sample", "run", "--prompt", prompt, "--length", "15", "--seed", "3"])
    let window = try await workspace.run(
      ["sample", "run", "--prompt", String(prompt.suffix(6)), "--seed", "3"]
    )
    #expect(long.lines.count == 20 && window.lines.count == 20)
    #expect(long.lines.map { $0.dropFirst(14) } == window.lines.map { $0.dropFirst(6) })
    #expect(long.lines.allSatisfy { $0.hasPrefix(prompt) })
    let none = try await workspace.run(["sample", "run", "--prompt", prompt, "--length", "14"])
    #expect(none.status == 64)
    #expect(
      none.messages.hasPrefix(
        "Error: --prompt: 14 tokens leave nothing to draw in texts of 14; give a larger --length\n"
      )
    )
    let hint = try await workspace.run(["sample", "run", "--prompt", prompt])
    #expect(hint.messages.contains("give at most 6, or --length 15 or more, for which the window slides\n"))
  }

  @Test(
    "--prompts gives what --prompt gives for each line, from one chain of random numbers, with its escapes"
  )
  func prompts() async throws {
    let workspace = try await Self.stream()
    try workspace.write("anna\r\n\nk\\n\n i\n", to: "prompts.txt")
    let words = ["sample", "run", "--seed", "5"]
    let refused = try await workspace.run(words + ["--prompts", "prompts.txt"])
    #expect(refused.status == 1 && refused.output == "")
    #expect(
      refused.messages.hasPrefix(
        "Error: can't use 'prompts.txt': line 4: ' ' is not in the vocabulary of the run, which is: "
      )
    )
    try workspace.write("anna\r\n\nk\\n\ni", to: "prompts.txt")
    let outcome = try await workspace.run(words + ["--prompts", "prompts.txt", "--count", "2"])
    #expect(outcome.lines.count == 6)
    for (index, prompt) in ["anna", "anna", "k\\n", "k\\n", "i", "i"].enumerated() {
      #expect(outcome.lines[index].hasPrefix(prompt))
    }
    let first = try await workspace.run(words + ["--prompt", "anna", "--count", "2"])
    #expect(Array(outcome.lines.prefix(2)) == first.lines)
    // One text each, if nothing else is said, also through a pipe.
    try workspace.shell("\"$0\" sample run --greedy --prompts - < prompts.txt > piped.txt 2> errors.txt")
    var greedy = ""
    for prompt in ["anna", "k\\n", "i"] {
      greedy += try await workspace.run(["sample", "run", "--greedy", "--prompt", prompt]).output
    }
    #expect(try workspace.text("piped.txt") == greedy)

    // White space is a prompt where the model knows it.
    try workspace.write("\n\n", to: "blank.txt")
    let blank = try await workspace.run(words + ["--prompts", "blank.txt"])
    #expect(
      blank.status == 1
        && blank.messages.hasPrefix("Error: can't use 'blank.txt': there is no prompt in it, ")
    )
    try workspace.write(" \n", to: "spaces.txt")
    try workspace.write("a b\n", to: "two.txt")
    let spaced = try await workspace.run(
      ["train", "two.txt", "--documents", "stream", "--output", "spaced"] + Workspace.small
    )
    #expect(spaced.status == 0)
    let prompted = try await workspace.run(["sample", "spaced", "--prompts", "spaces.txt"])
    #expect(prompted.status == 0 && prompted.lines.count == 1 && prompted.lines[0].hasPrefix(" "))

    for (options, expected) in [
      (["--prompt", "a"], "Give --prompt or --prompts, not both"),
      (["--statistics"], "--statistics is of texts with one prompt; give --prompt"),
    ] {
      let outcome = try await workspace.run(words + ["--prompts", "prompts.txt"] + options)
      #expect(outcome.status == 64 && outcome.messages.hasPrefix("Error: \(expected)\n"))
    }
    let long = try await workspace.run(words + ["--statistics", "--length", "8"])
    #expect(
      long.messages.hasPrefix(
        "Error: --statistics is of texts that fit the context; give --length at most 7\n"
      )
    )
  }

  @Test("A repetition penalty changes what is drawn, and 1 changes nothing")
  func repetition() async throws {
    let workspace = try await Self.stream()
    func texts(_ penalty: String?) async throws -> [String] {
      let options = penalty.map { ["--repetition-penalty", $0] } ?? []
      return try await workspace.run(["sample", "run", "--count", "60", "--seed", "2"] + options).lines
    }
    let plain = try await texts(nil)
    #expect(try await texts("1") == plain)
    #expect(try await texts("20") != plain)
    let zero = try await workspace.run(["sample", "run", "--repetition-penalty", "0"])
    #expect(zero.status == 64 && zero.messages.contains("give a number above 0"))
  }
}
