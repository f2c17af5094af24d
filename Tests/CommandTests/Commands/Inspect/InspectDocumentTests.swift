import Foundation
import Testing

@testable import microgpt

/// What `--json` prints: documents of the stated schemas, whose numbers satisfy what must hold.
@Suite("inspect --json")
struct InspectDocumentTests {
  @Test(
    "Patterns are softmax of the scores, their rows sum to 1, and hidden cells are null",
    arguments: InspectVariant.all
  )
  func attention(variant: InspectVariant) async throws {
    let result = try await variant.workspace().figures(.attention)
    let count = InspectVariant.positionCount
    #expect(result["position_count"].integer == count)
    let heads = result["heads"].elements
    #expect(
      heads.map { [$0["layer"].integer, $0["head"].integer] }
        == (0..<variant.layerCount).flatMap { [[$0, 0], [$0, 1]] }
    )
    for head in heads {
      for cells in ["scores", "pattern", "gradient"].map({ head[$0].cells }) {
        #expect(cells.count == count)
        for (query, row) in cells.enumerated() {
          #expect(row.map { $0 != nil } == (0..<count).map { variant.sees(query: query, key: $0) })
        }
      }
      for (scores, pattern) in zip(head["scores"].cells, head["pattern"].cells) {
        let sum = pattern.reduce(0) { $0 + ($1 ?? 0) }
        #expect(agree(sum, 1, size: 1))
        let exponentials = scores.map { $0.map { exp($0) } }
        let all = exponentials.reduce(0) { $0 + ($1 ?? 0) }
        for (weight, exponential) in zip(pattern, exponentials) {
          #expect(agree(weight ?? 0, (exponential ?? 0) / all, size: 1))
        }
      }
      #expect(head["gradient"].cells.joined().contains { $0 != nil && $0 != 0 })
    }
  }

  @Test("--layer and --head choose among the heads")
  func chosenHeads() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--layers", "2"])
    let all = try await workspace.figures(.attention)["heads"].elements
    func chosen(_ options: [String]) async throws -> [JSONValue] {
      try await workspace.figures(.attention, options)["heads"].elements
    }
    #expect(try await chosen(["--layer", "1"]) == Array(all[2...]))
    #expect(try await chosen(["--head", "1"]) == [all[1], all[3]])
    #expect(try await chosen(["--layer", "1", "--head", "0"]) == [all[2]])
  }

  @Test(
    "Norms of gradients fit together: the whole, the detached and what is lost",
    arguments: InspectVariant.all
  )
  func gradients(variant: InspectVariant) async throws {
    let result = try await variant.workspace().figures(.gradients)
    let losses = result["losses"].numbers
    #expect(losses.count == InspectVariant.positionCount)
    #expect(agree(losses.reduce(0, +) / Double(losses.count), result["loss"].number, size: 1))
    let matrices = result["matrices"].elements
    #expect(matrices.compactMap { $0["name"].string }.prefix(1) == ["wte"])
    for matrix in matrices {
      let (norm, detached) = (matrix["norm"].number, matrix["detached_norm"].number)
      let lost = matrix["lost_share"].number * norm
      let cosine = matrix["cosine"].number
      #expect(norm > 0 && detached > 0)
      #expect(cosine.magnitude <= 1 + 1e-12)
      // Both and their difference are the sides of a triangle.
      #expect(
        agree(
          lost * lost,
          norm * norm + detached * detached - 2 * norm * detached * cosine,
          size: norm * norm
        )
      )
      let byPosition = matrix["norm_by_position"].numbers
      #expect(byPosition.count == losses.count)
      #expect(byPosition.reduce(0, +) >= norm * (1 - 1e-12))
    }
    // What comes behind the last layer's attention has nothing from the cache; keys have.
    func share(_ suffix: String) -> Double? {
      matrices.last { $0["name"].string?.hasSuffix(suffix) == true }?["lost_share"].number
    }
    #expect(try #require(share("lm_head")) < 1e-12)
    #expect(try #require(share("mlp_fc2")) < 1e-12)
    #expect(try #require(share(variant.storesLatents ? "attn_wdkv" : "attn_wv")) > 0.01)
    check(result["caches"].elements, variant)
  }

  private func check(_ caches: [JSONValue], _ variant: InspectVariant) {
    let contents = variant.storesLatents ? ["latents"] : ["keys", "values"]
    #expect(caches.map { $0["content"].string } == (0..<variant.layerCount).flatMap { _ in contents })
    let count = InspectVariant.positionCount
    for cache in caches {
      let norms = cache["norms"].cells
      for (query, row) in norms.enumerated() {
        #expect(row.map { $0 != nil } == (0..<count).map { variant.sees(query: query, key: $0) })
      }
      let (totals, fromLater) = (cache["totals"].numbers, cache["from_later"].numbers)
      #expect(totals.count == count && fromLater.count == count && fromLater[count - 1] == 0)
      for stored in 0..<count {
        let column = norms.map { $0[stored] ?? 0 }
        #expect(totals[stored] <= column.reduce(0, +) * (1 + 1e-12) + 1e-15)
        #expect(fromLater[stored] <= column[(stored + 1)...].reduce(0, +) * (1 + 1e-12) + 1e-15)
        #expect((totals[stored] - fromLater[stored]).magnitude <= column[stored] * (1 + 1e-12) + 1e-15)
      }
    }
  }

  @Test("A graph's edges join its nodes, from operand to result", arguments: InspectVariant.all)
  func graph(variant: InspectVariant) async throws {
    let workspace = try await variant.workspace()
    let targets =
      [["--loss"]] + (variant.keepsScores ? [[], ["--head", "1", "--position", "3", "--key", "2"]] : [])
    for target in targets {
      let result = try await workspace.figures(.graph, target + ["--depth", "4"])
      let nodes = result["nodes"].elements
      let positions = nodes.map { $0["position"].integer }
      #expect(positions == Set(positions).sorted())
      #expect(positions.last == result["result"].integer)
      let edges = result["edges"].elements.map { ($0["parent"].integer, $0["child"].integer) }
      #expect(!edges.isEmpty)
      for (parent, child) in edges {
        #expect(positions.contains(parent) && positions.contains(child) && parent < child)
      }
      // Everything leads to the result, and what has no operation has no operands.
      #expect(Set(positions).subtracting(edges.map(\.0)) == [result["result"].integer])
      let leaves = nodes.filter { $0["operation"] == .null }.map { $0["position"].integer }
      #expect(Set(leaves).isDisjoint(with: edges.map(\.1)))
    }
  }

  @Test("A graph of depth 0 is one node; of an unlimited depth, all but the parameters has operands")
  func graphDepth() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let single = try await workspace.figures(.graph, ["--depth", "0"])
    #expect(single["nodes"].elements.count == 1 && single["edges"] == .array([]))
    #expect(single["is_cut"] == .boolean(true))
    let whole = try await workspace.figures(
      .graph,
      ["--depth", "1000", "--limit", "5000", "--position", "0"]
    )
    #expect(whole["is_cut"] == .boolean(false))
    let names = whole["nodes"].elements.filter { $0["is_parameter"] == .boolean(true) }.compactMap {
      $0["name"].string
    }
    #expect(Set(names.map { $0.prefix { $0 != "[" } }) == ["wte", "wpe", "layer0.attn_wq", "layer0.attn_wk"])
  }

  @Test(
    "Shapes are those of the variant, from the embedding to the probabilities",
    arguments: InspectVariant.all
  )
  func shapes(variant: InspectVariant) async throws {
    let workspace = try await variant.workspace()
    let result = try await workspace.figures(.shapes)
    #expect(result["position"].integer == InspectVariant.positionCount - 1)
    let visible = min(InspectVariant.positionCount, variant.window)
    #expect(result["visible_count"].integer == visible)
    let lists = result["lists"].elements
    #expect(lists.first?["name"].string == "token_embedding" && lists.first?["layer"] == .null)
    #expect(lists.last?["name"].string == "probabilities" && lists.last?["shape"].numbers == [10])
    let scores = lists.filter { $0["name"].string == "scores" }
    #expect(scores.count == (variant.keepsScores ? variant.layerCount : 0))
    #expect(scores.allSatisfy { $0["shape"].numbers == [2, Double(visible)] })

    let boundaries = try await workspace.document(.shapes, ["shapes", "run"])
    #expect(boundaries["tokens"].elements.map(\.string) == Array(repeating: "<|>", count: 8))
    #expect(boundaries["result"]["position"].integer == 6)
  }

  @Test("Backpropagation and central differences agree for each matrix", arguments: InspectVariant.all)
  func check(variant: InspectVariant) async throws {
    let result = try await variant.workspace().figures(.check, ["--elements", "3"])
    let matrices = result["matrices"].elements
    #expect(matrices.last?["name"].string == "scale")
    #expect(result["worst_relative_error"].number == matrices.map { $0["worst_relative_error"].number }.max())
    #expect(result["worst_relative_error"].number < 1e-6)
    for matrix in matrices {
      #expect(matrix["checked_count"].integer == min(3, matrix["element_count"].integer))
      #expect(
        agree(matrix["backpropagated"].number, matrix["difference"].number, size: 1, tolerance: 1e-9)
      )
    }
  }
}
