import Inspection
import Pictures
import Transformer

/// What `sample --json` prints.
struct SampleFigures: Encodable {
  private struct Choice: Encodable {
    let token: Int
    let label: String
    let probability: Double
  }

  private struct Token: Encodable {
    let token: Int
    let label: String
    let probability: Double
    @ExplicitNull var choices: [Choice]?
  }

  private struct Text: Encodable {
    let prompt, text: String
    let tokens: [Token]
    let isEnded: Bool
    let forgottenCount: Int
    @ExplicitNull var mark: String?
  }

  private let length: Int
  private let isGreedy: Bool
  @ExplicitNull private var temperature: Double?
  @ExplicitNull private var topK: Int?
  @ExplicitNull private var topP: Double?
  private let repetitionPenalty: Double
  @ExplicitNull private var seed: UInt64?
  private var texts: [Text] = []

  init(_ sampler: Sampler, length: Int, seed: UInt64?) {
    self.length = length
    self.seed = seed
    repetitionPenalty = sampler.repetitionPenalty
    isGreedy = sampler.choice == .greedy
    var (temperature, topK, topP): (Double?, Int?, Double?) = (nil, nil, nil)
    if case .random(let t, let k, let p) = sampler.choice { (temperature, topK, topP) = (t, k, p) }
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
  }

  /// Adds a text, once it has ended.
  ///
  /// - Parameters:
  ///   - prompt: the boundary, and the tokens that the text was to begin with.
  ///   - drawn: at least one token.
  ///   - known: the texts that count as known; nil where nothing is to be marked.
  ///   - givesChoices: whether each token stands beside the likeliest.
  mutating func add(
    _ drawn: [GeneratedToken],
    after prompt: [Int],
    _ tokenizer: Tokenizer,
    known: KnownTexts?,
    givesChoices: Bool
  ) {
    let bytes = tokenizer.decodeBytes(prompt + drawn.map(\.token))
    texts.append(
      Text(
        prompt: tokenizer.decode(prompt),
        text: String(decoding: bytes, as: UTF8.self),
        tokens: drawn.map { Self.token($0, tokenizer, givesChoices: givesChoices) },
        isEnded: drawn.last?.token == tokenizer.boundary,
        forgottenCount: drawn.last?.forgottenCount ?? 0,
        mark: known?.mark(of: bytes).rawValue
      )
    )
  }

  private static func token(_ drawn: GeneratedToken, _ tokenizer: Tokenizer, givesChoices: Bool) -> Token {
    func choice(_ token: Int) -> Choice {
      Choice(token: token, label: tokenizer.label(token), probability: drawn.probabilities[token])
    }
    return Token(
      token: drawn.token,
      label: tokenizer.label(drawn.token),
      probability: drawn.probabilities[drawn.token],
      choices: givesChoices ? SampleListing.likeliest(drawn.probabilities).map(choice) : nil
    )
  }
}
