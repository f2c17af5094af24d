import Foundation
import TestSupport
import Testing

@testable import microgpt

@Suite("--json of sample")
struct SampleDocumentTests {
  @Test("The document has the texts that are printed, with the probabilities that are listed")
  func texts() async throws {
    let workspace = try await SampleTests.trained()
    let options = [
      "--seed", "4", "--count", "6", "--length", "20", "--temperature", "2", "--top-k", "7",
      "--repetition-penalty", "1.25", "--against", "words.txt",
    ]
    let printed = try await workspace.run(["sample", "run"] + options)
    let document = try await workspace.document(.sample, ["sample", "run", "--probabilities"] + options)
    #expect(document["run"].string == "run" && document["step"].integer == 150)
    let result = document["result"]
    #expect(result["length"].integer == 20 && result["top_k"].integer == 7 && result["top_p"] == .null)
    #expect(result["temperature"].number == 2 && result["repetition_penalty"].number == 1.25)
    #expect(result["seed"].integer == 4 && result["is_greedy"] == .boolean(false))
    let texts = result["texts"].elements
    #expect(
      texts.map { ["\($0["text"].string ?? "")", "\($0["mark"].string ?? "")"].filter { !$0.isEmpty } }
        == printed.lines.map { $0.split(separator: " ").map(String.init) }
    )
    for text in texts {
      let tokens = text["tokens"].elements
      let letters = tokens.compactMap { $0["label"].string }.filter { $0 != "<|>" }.joined()
      #expect(letters == text["text"].string && text["prompt"].string == "")
      #expect(text["is_ended"] == .boolean(tokens.last?["label"].string == "<|>"))
      #expect(text["forgotten_count"].integer == max(0, tokens.count - 8))
      for token in tokens {
        let choices = token["choices"].elements
        let probabilities = choices.map { $0["probability"].number }
        #expect(choices.count == 5 && probabilities == probabilities.sorted(by: >))
        let own = choices.first { $0["token"] == token["token"] }
        #expect(own == nil || own?["probability"] == token["probability"])
      }
    }
    let plain = try await workspace.document(.sample, ["sample", "run", "--greedy", "--prompt", "an"])[
      "result"
    ]
    #expect(plain["seed"] == .null && plain["temperature"] == .null && plain["is_greedy"] == .boolean(true))
    let text = plain["texts"].elements[0]
    #expect(text["prompt"].string == "an" && text["mark"] == .null)
    #expect(text["tokens"].elements.allSatisfy { $0["choices"] == .null })
    let refused = try await workspace.run(["sample", "run", "--json", "--statistics"])
    #expect(
      refused.status == 64 && refused.messages.hasPrefix("Error: --statistics has no effect with --json")
    )
  }
}
