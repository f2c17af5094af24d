import Foundation
import Testing

@testable import microgpt

@Suite("inspect scaling --json")
struct InspectScalingDocumentTests {
  @Test("The scale's gradient is the same in four ways, and 0 for one key", arguments: InspectVariant.all)
  func scaling(variant: InspectVariant) async throws {
    let result = try await variant.workspace().figures(.scaling)
    let gradients = result["gradients"]
    let entries = gradients["entries"].elements
    let count = InspectVariant.positionCount
    #expect(entries.count == variant.layerCount * 2 * count)
    let scale = gradients["scale"].number
    let size = entries.map { $0["backpropagated"].number.magnitude }.max() ?? 0
    #expect(size > 0)
    for (index, entry) in entries.enumerated() {
      let position = index % count
      let expected = [index / count / 2, index / count % 2, position, min(position + 1, variant.window)]
      #expect(["layer", "head", "position", "visible_count"].map { entry[$0].integer } == expected)
      let gradient = entry["backpropagated"].number
      if position == 0 { #expect(gradient == 0) } else { #expect(gradient != 0) }
      #expect(agree(gradient, entry["covariance"].number, size: size))
      #expect(agree(gradient, entry["through_query"].number, size: size))
      // A quotient of differences of L, whose own rounding counts.
      #expect(agree(gradient, entry["difference"].number, size: 1, tolerance: 1e-9))
    }
    #expect(
      agree(entries.reduce(0) { $0 + $1["backpropagated"].number }, gradients["gradient"].number, size: size)
    )
    for (worst, each) in [
      ("worst_disagreement", "disagreement"), ("worst_difference_disagreement", "difference_disagreement"),
    ] {
      #expect(gradients[worst].number == entries.map { $0[each].number }.max())
      #expect(gradients[worst].number < 1e-6)
    }
    let scales = result["sweep"]["scales"].numbers
    let losses = result["sweep"]["losses"].numbers
    #expect(scales.count == losses.count && scales == scales.sorted())
    let own = try #require(scales.firstIndex(of: scale))
    #expect(agree(losses[own], gradients["loss"].number, size: 1))
  }

  @Test("At initialisation the scaled deviation is s times the raw one, for each width and rule")
  func initialisation() async throws {
    let document = try await Workspace().document(
      .scalingInitialisation,
      ["scaling", "--widths", "1,16", "--keys", "4", "--queries", "50", "--seed", "3"]
    )
    #expect([document["run"], document["step"], document["tokens"]] == [.null, .null, .null])
    let result = document["result"]
    #expect(["key_count", "query_count", "seed"].map { result[$0].integer } == [4, 50, 3])
    let rows = result["rows"].elements
    #expect(rows.map { $0["head_width"].integer } == [1, 1, 1, 16, 16, 16])
    #expect(rows.map { $0["rule"].string } == ["1", "1/√d", "1/d", "1", "1/√d", "1/d"])
    #expect(rows.map { $0["scale"].number } == [1, 1, 1, 1, 1 / 4, 1 / 16])
    for row in rows {
      #expect(row["expected_raw_deviation"].number == Double(row["head_width"].integer).squareRoot())
      #expect(
        agree(row["scaled_deviation"].number, row["scale"].number * row["raw_deviation"].number, size: 16)
      )
      #expect((0...log(4)).contains(row["entropy"].number))
      #expect((0.25...1).contains(row["largest_weight"].number))
    }
    // The larger the scale, the sharper the pattern.
    #expect(rows[3]["entropy"].number < rows[4]["entropy"].number)
    #expect(rows[4]["entropy"].number < rows[5]["entropy"].number)
  }

  @Test("A training with each scale begins before the first step and ends with the last")
  func training() async throws {
    let document = try await Workspace().document(
      .scalingTraining,
      ["scaling", "--train", "words.txt", "--embedding", "4", "--head-widths", "2,4", "--steps", "3"]
    )
    #expect([document["run"], document["step"], document["tokens"]] == [.null, .null, .null])
    let result = document["result"]
    #expect(["embedding_width", "step_count"].map { result[$0].integer } == [4, 3])
    let runs = result["runs"].elements
    #expect(
      runs.map { [$0["head_width"].integer, $0["head_count"].integer] } == [
        [2, 2], [2, 2], [2, 2], [4, 1], [4, 1], [4, 1],
      ]
    )
    for run in runs {
      #expect(run["failure"] == .null)
      #expect(run["points"].elements.map { $0["step"].integer } == [0, 1, 2, 3])
      #expect(run["points"].elements.allSatisfy { (0...1).contains($0["evenness"].number) })
    }
  }

  @Test("A training that ends early says why, and numbers that are not finite are words")
  func failures() async throws {
    let workspace = try Workspace()
    try await workspace.train(
      Workspace.small + ["--steps", "1", "--samples", "0", "--learning-rate", "1e70"]
    )
    let training = try await workspace.document(
      .scalingTraining,
      ["scaling", "run", "--train", "words.txt", "--head-widths", "2", "--steps", "30"]
    )
    let failures = training["result"]["runs"].elements.map { $0["failure"].string }
    #expect(
      failures.count == 3
        && failures.allSatisfy { $0?.contains("the gradient of step 2 is not finite") == true }
    )

    let gradients = try await workspace.document(.scaling, ["scaling", "run", "--text", "lena"])["result"][
      "gradients"
    ]
    // The loss is large, and only going backward is beyond all numbers.
    #expect(gradients["loss"].number > 1e100)
    for name in ["gradient", "worst_disagreement", "worst_difference_disagreement"] {
      #expect(gradients[name] == .string("nan"))
    }
    for kind in [DocumentKind.attention, .gradients, .graph, .check, .shapes] {
      _ = try await workspace.document(kind, [kind.rawValue, "run", "--text", "lena"])
    }
  }
}
