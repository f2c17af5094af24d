import Autograd
import Foundation
import TestSupport
import Testing
import Transformer

/// What PyTorch's functions make of small models with each choice of norms and feed-forward parts, in 64-bit numbers;
/// `.ci/axes` writes it.
@Suite("Norms and feed-forward parts beside PyTorch's")
struct AxesFixtureTests {
  struct Fixture: Decodable {
    let document: [Int]
    let cases: [Case]

    struct Case: Decodable {
      let shape: Shape
      let losses: [Double]
      let gradients: [Gradient]
    }

    struct Shape: Decodable {
      let keyValueHeadCount: Int?
      let rotaryBase: Double?
      let feedForward: String?
      let hiddenWidth: Int?
      let norm: String?
      let finalNorm: Bool?
      let queryKeyNorm: Bool?
    }

    struct Gradient: Decodable {
      let name: String
      let numbers: [Double]
    }
  }

  static let recorded = Result {
    let url = Bundle.module.bundleURL.appending(components: "Fixtures", "axes.json")
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
  }

  @Test("Losses and all gradients are PyTorch's", arguments: 0..<8)
  func gradients(index: Int) throws {
    let fixture = try Self.recorded.get()
    #expect(fixture.cases.count == 8)
    let expected = fixture.cases[index]
    let variant = try Variant("\(expected.shape)", changing: { try Self.apply(expected.shape, to: &$0) })
    let model = try variant.model()
    #expect(agree(model.tokenLosses(of: fixture.document).map { $0.data }, expected.losses, within: 1e-13))
    model.loss(of: fixture.document).backward()
    #expect(model.namedParameters.map { $0.name } == expected.gradients.map { $0.name })
    for (named, gradient) in zip(model.namedParameters, expected.gradients) {
      #expect(agree(named.matrix.elements.grad, gradient.numbers, within: 1e-12), "\(named.name)")
    }
  }

  private static func apply(_ given: Fixture.Shape, to shape: inout GPTShape) throws {
    shape.attention.keyValueHeadCount = given.keyValueHeadCount
    if let base = given.rotaryBase { shape.attention.positions = .rotary(base: base) }
    if let word = given.feedForward { shape.feedForward = try #require(FeedForwardChoice(rawValue: word)) }
    shape.hiddenWidth = given.hiddenWidth
    if let word = given.norm { shape.norm = try #require(NormChoice(rawValue: word)) }
    shape.hasFinalNorm = given.finalNorm ?? false
    shape.attention.normalizesQueriesAndKeys = given.queryKeyNorm ?? false
  }
}
