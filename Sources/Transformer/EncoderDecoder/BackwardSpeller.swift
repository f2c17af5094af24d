import Autograd
import Basics
import Random

/// An encoder–decoder that is to write backward what it reads.
///
///     document  | e m m a |          | is the boundary
///     source      e m m a |          what the encoder reads
///     target    | a m m e |          what the decoder writes, each token predicted from those before it and the source
///
/// A document says both, so any text of lines is one to train on, and the length of a document is all that decides what is
/// computed.
public struct BackwardSpeller: TrainableModel {
  /// The model that reads and writes.
  public let model: EncoderDecoder

  /// A speller whose parameters are the model's.
  public init(_ model: EncoderDecoder) { self.model = model }

  /// The tape on which the parameters stand.
  public var tape: Tape { model.tape }
  /// How many tokens of a document are predicted at most.
  public var contextLength: Int { model.configuration.shape.contextLength }
  /// All parameters as one run.
  public var parameterVector: Vector { model.parameterVector }
  /// The parameters' matrices with their names.
  public var namedParameters: [NamedMatrix] { model.namedParameters }

  /// The mean negative log-probability of the letters, last to first, and of the boundary after them, in nats.
  ///
  /// - Parameter tokens: the boundary, the letters, the boundary; no more than the context length and one.
  public func loss(of tokens: [Int]) -> Value {
    let (decoder, target) = read(tokens)
    return vector(of: decoder.tokenLosses(of: target)).mean()
  }

  /// The decoder for a document, and what it is to write.
  public func read(_ tokens: [Int]) -> (decoder: EncoderDecoder.Decoder, target: [Input]) {
    require(
      (2...contextLength + 1).contains(tokens.count),
      "a document of \(tokens.count) tokens can't be spelt by a model of 2 to \(contextLength + 1)"
    )
    let inputs = tokens.map { tape.input($0) }
    let letters = inputs[1..<inputs.count - 1]
    let decoder = model.decoder(reading: Array(inputs.dropFirst()))
    return (decoder, [inputs[0]] + letters.reversed() + [inputs[inputs.count - 1]])
  }

  /// What the model writes when it is given a document: always the likeliest token, until it writes the boundary.
  ///
  /// Nothing stays on the tape.
  ///
  /// - Parameters:
  ///   - tokens: the boundary, the letters, the boundary.
  ///   - change: what takes the decoder's place.
  /// - Returns: the tokens written, without the boundary.
  /// - Throws: ``NonFiniteResult`` where the model gives no probabilities.
  public func spell(
    _ tokens: [Int],
    changing change: (EncoderDecoder.Decoder) -> EncoderDecoder.Decoder = { $0 }
  ) throws(NonFiniteResult) -> [Int] {
    let start = tape.mark
    defer { tape.rewind(to: start) }
    let decoder = change(read(tokens).decoder)
    // What the encoder computes is not looked at where texts are generated.
    if mayOverflow, let value = tape.firstNonFiniteResult(after: start) {
      throw nonFiniteResult(value, position: 0)
    }
    // The likeliest token needs no random number.
    var generator = MersenneTwister(seed: 0)
    return try decoder.generate(
      1,
      continuing: [tokens[0]],
      until: tokens[0],
      sampler: Sampler(.greedy),
      using: &generator
    )[0]
  }

  /// Reads a document, and gives the first result that is not finite; nil where all are.
  public func firstNonFiniteResult(reading tokens: [Int]) -> NonFiniteResult? {
    let start = tape.mark
    defer { tape.rewind(to: start) }
    let (decoder, target) = read(tokens)
    if let value = tape.firstNonFiniteResult(after: start) { return nonFiniteResult(value, position: 0) }
    return decoder.firstNonFiniteResult(reading: target.map { $0.index })
  }
}
