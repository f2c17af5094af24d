import Foundation
import Inspection
import TestSupport
import Testing

@Suite("Interventions as JSON")
struct InterventionEncodingTests {
  /// The document as a dictionary, with keys as the program writes them.
  static func object(_ value: some Encodable) throws -> [String: Any] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try #require(JSONSerialization.jsonObject(with: encoder.encode(value)) as? [String: Any])
  }

  @Test("An ablation has a loss and rows whose head and position are null where there is none")
  func ablation() throws {
    let ablation = Ablation(
      try Variant.all[0].model(),
      text: Variant.document,
      substitute: .number(0.5),
      isPairwise: true
    )
    let object = try Self.object(ablation)
    #expect(Set(object.keys) == ["substitute", "document_count", "token_count", "loss", "rows", "pairs"])
    #expect(object["substitute"] as? String == "0.5")
    #expect(agree(object["loss"] as? Double ?? .nan, ablation.loss, within: 1e-15))
    let rows = try #require(object["rows"] as? [[String: Any]])
    #expect(rows.count == ablation.rows.count)
    for (row, expected) in zip(rows, ablation.rows) {
      #expect(Set(row.keys) == ["kind", "layer", "head", "position", "ablated_loss", "change", "forecast"])
      #expect(row["kind"] as? String == expected.kind.rawValue)
      #expect(row["head"] as? Int == expected.head && (row["head"] is NSNull) == (expected.head == nil))
      #expect((row["position"] is NSNull) == (expected.kind != .position))
      #expect(agree(row["ablated_loss"] as? Double ?? .nan, expected.ablatedLoss, within: 1e-15))
    }
    let pairs = try #require(object["pairs"] as? [[String: Any]])
    #expect(Set(pairs[0].keys) == ["first", "second", "ablated_loss", "change", "sum"])
    #expect(pairs[0]["second"] as? [String: Int] == ["layer": 0, "head": 1])
  }

  @Test("A patching has both runs' values and a row for each activation")
  func patching() throws {
    let model = try Variant.all[0].model()
    let patching = try Patching(model, text: [2, 0, 1], from: [2, 0, 1], measure: .logitDifference(0, 1))
    let object = try Self.object(patching)
    #expect(Set(object.keys) == ["measure", "value", "source_value", "rows"])
    #expect(object["measure"] as? String == "logit_difference")
    let row = try #require((object["rows"] as? [[String: Any]])?.first)
    #expect(
      Set(row.keys)
        == [
          "layer", "head", "position", "patched_value", "change", "forecast", "normalized",
          "normalized_forecast",
        ]
    )
    #expect(row["normalized"] is NSNull)
  }
}
