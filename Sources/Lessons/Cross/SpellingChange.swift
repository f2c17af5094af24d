import Autograd
import Inspection
import Transformer

extension Spelling {
  /// What becomes of names when the cross-attention is changed and nothing is trained anew.
  public struct Change: Equatable, Sendable {
    /// What is changed.
    public let kind: Kind
    /// How many names are spelt right.
    public let score: SpellingScore
    /// What is written when the shown name is read.
    public let written: [Int]
  }
}

extension Spelling.Change {
  /// A change.
  public enum Kind: CaseIterable, Sendable {
    /// None.
    case none
    /// The encoder's outputs in the opposite order: keys and values together.
    case pairsReversed
    /// The values alone in the opposite order.
    case valuesReversed
    /// Zeros in place of what the cross-attention hands on.
    case switchedOff

    /// The change in a few words.
    var title: String {
      switch self {
      case .none: "as trained"
      case .pairsReversed: "outputs in reverse"
      case .valuesReversed: "values in reverse"
      case .switchedOff: "switched off"
      }
    }

    /// What takes a decoder's place.
    fileprivate func change(_ decoder: EncoderDecoder.Decoder) -> EncoderDecoder.Decoder {
      let places = Array(0..<decoder.sourceLength)
      return switch self {
      case .none, .switchedOff: decoder
      case .pairsReversed: decoder.rearranged(keys: places.reversed(), values: places.reversed())
      case .valuesReversed: decoder.rearranged(keys: places, values: places.reversed())
      }
    }
  }

  static func all(
    _ speller: BackwardSpeller,
    _ documents: [[Int]],
    shown: [Int]
  ) throws(NonFiniteResult) -> [Self] {
    var changes: [Self] = []
    for kind in Kind.allCases {
      changes.append(try Self(kind, speller, documents, shown: shown))
    }
    return changes
  }

  private init(
    _ kind: Kind,
    _ speller: BackwardSpeller,
    _ documents: [[Int]],
    shown: [Int]
  ) throws(NonFiniteResult) {
    // What a layer's W_o gives is all that its cross-attention hands on.
    let outputs = speller.namedParameters.filter { kind == .switchedOff && $0.name.hasSuffix("cross_wo") }
      .flatMap { Array($0.matrix.elements) }
    let kept = outputs.map { $0.data }
    for output in outputs { output.data = 0 }
    defer { for (output, number) in zip(outputs, kept) { output.data = number } }
    self.kind = kind
    score = try SpellingScore(speller, of: documents, changing: kind.change)
    written = try speller.spell(shown, changing: kind.change)
  }
}
