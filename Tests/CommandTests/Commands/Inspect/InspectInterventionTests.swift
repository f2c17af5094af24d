import Foundation
import Testing

@testable import microgpt

/// `inspect ablate`, `patch`, `lens` and `circuits`: what they print as JSON fits together, and what they refuse.
@Suite("Interventions on the command line")
struct InspectInterventionTests {
  @Test(
    "Ablation over a file: evaluate's loss, every part once, and changes that are differences",
    arguments: InspectVariant.all
  )
  func ablateFile(variant: InspectVariant) async throws {
    let workspace = try await variant.workspace()
    let result = try await workspace.document(.ablate, ["ablate", "run", "--file", "words.txt"])["result"]
    let evaluated = try await workspace.run(["evaluate", "run", "words.txt"]).lines[3]
    let loss = try #require(evaluated.split(separator: " ").dropLast(3).last.flatMap { Double($0) })
    #expect(agree(result["loss"].number, loss, size: 1, tolerance: 5.1e-5))
    let rows = result["rows"].elements
    #expect(rows.count == variant.layerCount * 4)
    #expect(
      rows.prefix(4).map {
        [$0["kind"].string ?? "", $0["head"] == .null ? "null" : "\($0["head"].integer)"]
      }
        == [["head", "0"], ["head", "1"], ["feed_forward", "null"], ["layer", "null"]]
    )
    for row in rows {
      #expect(row["position"] == .null)
      #expect(row["change"].number == row["ablated_loss"].number - result["loss"].number)
    }
    #expect(result["document_count"].integer == 12 && result["file"].string == "words.txt")
    #expect(result["samples"].elements.isEmpty && result["pairs"].elements.isEmpty)
  }

  @Test("With a text, each position has a row; with --pairs and --samples, they are there")
  func ablateText() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let result = try await workspace.figures(.ablate, ["--pairs", "--samples", "3", "--with", "mean"])
    let positions = result["rows"].elements.filter { $0["kind"].string == "position" }
    #expect(positions.map { $0["position"].integer } == [0, 1, 2, 3, 4])
    // Nothing comes after the last position that could miss it.
    #expect(positions.last?["change"].number == 0)
    #expect(result["substitute"].string == "mean")
    let pair = try #require(result["pairs"].elements.first)
    let heads = result["rows"].elements.prefix(2).map { $0["change"].number }
    #expect(agree(pair["sum"].number, heads[0] + heads[1], size: 1))
    #expect(result["samples"].elements.map { $0["texts"].elements.count } == [3, 3, 3])
    // Each text has its own seed, from the run's on.
    for (index, text) in result["samples"].elements[0]["texts"].elements.compactMap(\.string).enumerated() {
      let sampled = try await workspace.run(["sample", "run", "--count", "1", "--seed", "\(42 + index)"])
      #expect(sampled.lines == [text])
    }
  }

  @Test("A text patched with itself changes nothing; shares are changes over the difference of the runs")
  func patch() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let itself = try await workspace.document(.patch, ["patch", "run", "--text", "lena", "--from", "lena"])
    for row in itself["result"]["rows"].elements {
      #expect(row["change"].number == 0 && row["normalized"] == .null)
    }
    let result = try await workspace.document(
      .patch,
      ["patch", "run", "--text", "lena", "--from", "anna", "--logits", "a,<end>"]
    )["result"]
    #expect(result["measure"].string == "logit_difference")
    #expect(result["logits"].elements.map(\.string) == ["a", "<|>"])
    #expect(result["source_tokens"].elements.map(\.string) == ["<|>", "a", "n", "n", "a", "<|>"])
    let difference = result["source_value"].number - result["value"].number
    #expect(result["rows"].elements.count == 2 * 5)
    for row in result["rows"].elements {
      #expect(agree(row["normalized"].number * difference, row["change"].number, size: 1))
      #expect(agree(row["normalized_forecast"].number * difference, row["forecast"].number, size: 1))
    }
    #expect(result["rows"].elements.contains { $0["change"].number != 0 })
  }

  @Test("The lens ends with the loss, and parts sum to the logit", arguments: InspectVariant.all)
  func lens(variant: InspectVariant) async throws {
    let workspace = try await variant.workspace()
    let result = try await workspace.figures(.lens)
    let stages = result["lens"]["stages"].elements
    #expect(stages.count == 1 + 2 * variant.layerCount)
    let last = try #require(stages.last)["predictions"].elements
    let loss = last.reduce(0) { $0 + $1["loss"].number } / Double(last.count)
    let gradients = try await workspace.figures(.gradients)
    #expect(agree(loss, gradients["loss"].number, size: 1))
    let attribution = result["attribution"]
    for position in 0..<InspectVariant.positionCount {
      let sum = attribution["parts"].elements.reduce(0) { $0 + $1["logits"].numbers[position] }
      #expect(agree(sum, attribution["logits"].numbers[position], size: 1))
      let logits = last[position]["logits"].numbers
      #expect(agree(logits[last[position]["next"].integer], sum, size: 1))
    }
  }

  @Test(
    "Circuits are tables of the vocabulary, and norms are those of their singular values",
    arguments: InspectVariant.all
  )
  func circuits(variant: InspectVariant) async throws {
    let workspace = try await variant.workspace()
    let result = try await workspace.document(.circuits, ["circuits", "run"])["result"]
    let size = result["vocabulary"].elements.count
    #expect(size == 10)
    let heads = result["circuits"]["heads"].elements
    #expect(heads.count == 2 * variant.layerCount)
    for head in heads {
      for table in [head["query_key"], head["output_value"]] {
        #expect(table["numbers"].elements.map { $0.numbers.count } == Array(repeating: size, count: size))
        let square = table["singular_values"].numbers.reduce(0) { $0 + $1 * $1 }
        #expect(agree(square.squareRoot(), table["norm"].number, size: table["norm"].number, tolerance: 1e-9))
      }
    }
  }

  @Test(
    "What makes no sense is refused, with what would",
    arguments: [
      ("ablate run", "give a text with --text, or a file of texts with --file"),
      ("ablate run --text lena --file words.txt", "--file has no effect beside --text; give one of the two"),
      ("ablate run --text lena --with nothing", "give zero, mean or a number"),
      (
        "ablate run --text xyz",
        "--text: 'x' is not in the vocabulary of the run, which is: a e i k l n o r t"
      ),
      ("patch run --text lena", "Missing expected argument '--from <text>'"),
      ("patch run --text lena --from an", "the text has 6 tokens and the one to patch from 4"),
      ("patch run --text lena --from xyzx", "--from: 'x' is not in the vocabulary"),
      ("patch run --text lena --from anna --logits a", "--logits: give two tokens of the run with a comma"),
      (
        "patch run --text lena --from anna --logits a,xx", "--logits: give two tokens of the run with a comma"
      ),
      (
        "circuits run --distance 2", "--distance has no effect with learned positions; give --query and --key"
      ),
      ("circuits run --query 9", "--query: there is no position 9; choose one from 0 to 6"),
      ("circuits run --key 9223372036854775807", "--key: there is no position 9223372036854775807"),
      ("circuits run --query 1 --key 2", "--query, --key: the query at position 1 can't see the key at 2"),
      ("circuits masked", "--query, --key: the run's mask or store hides it (query at 2, key at 1)"),
      ("patch run --text lena --from anna --logits a,a", "--logits: give two different tokens"),
      ("circuits run --layer 1", "there is no layer 1, only 0"),
      ("lens run --text lena --show all", "Please provide one of 'logits' or 'relative'"),
    ]
  )
  func refusals(arguments: String, expected: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try await workspace.train(Workspace.small + ["--mask", "window:1"], output: "masked")
    let outcome = try await workspace.run(["inspect"] + arguments.split(separator: " ").map(String.init))
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.messages.contains(expected), "\(outcome.messages)")
  }
}
