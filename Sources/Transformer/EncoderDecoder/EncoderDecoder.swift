import Attention
import Autograd
import Basics

/// An encoder that reads a source, and a decoder that writes a target with its attention on what was read.
///
///     encoder:  x = norm(wte[token] + encoder.wpe[position])   for all positions of the source
///               for each block:  x ← x + attention(norm(x)),  x ← x + feedForward(norm(x))
///     decoder:  x = norm(wte[token] + decoder.wpe[position])   for one position of the target after the other
///               for each block:  x ← x + selfAttention(norm(x)),  x ← x + crossAttention(norm(x)),
///                                x ← x + feedForward(norm(x))
///     logits = lm_head · x
///
/// The encoder's attention sees both ways, the decoder's the past alone. Cross-attention's queries come from the decoder,
/// and its keys and values from norm(x) of the encoder's last block; of each source they are computed once. It is built of
/// the parts of ``GPT``, and differs from the paper in what ``GPT`` differs from GPT-2 in, and in positions, which are learned.
///
/// Source: "Attention Is All You Need", Vaswani et al. 2017, section 3.1; pre-norm as in "On Layer Normalization in the
/// Transformer Architecture", Xiong et al. 2020.
public struct EncoderDecoder {
  /// The model's shape.
  public let configuration: EncoderDecoderConfiguration
  /// The tape on which the parameters stand.
  public let tape: Tape
  /// The factor of all attention scores, 1/√d.
  public let attentionScale: Value

  private let parameters: GPTParameters
  private let tokenEmbedding: Matrix
  private let sourcePositions: Matrix
  let targetPositions: Matrix
  let outputHead: Matrix
  let encoderBlocks: [EncoderBlock]
  let decoderBlocks: [DecoderBlock]

  /// Appends a model's parameters to `tape`.
  ///
  /// - Parameters:
  ///   - configuration: the model's shape.
  ///   - tape: where the parameters are appended.
  ///   - parameter: is asked for every parameter, in order.
  public init(_ configuration: EncoderDecoderConfiguration, on tape: Tape, parameter: () -> Double) {
    self.configuration = configuration
    self.tape = tape
    let parameters = GPTParameters(configuration.parameterShapes, on: tape, parameter)
    self.parameters = parameters
    attentionScale = tape.value(ScaleChoice.inverseRoot.factor(headWidth: configuration.headWidth))
    tokenEmbedding = parameters["wte"]
    sourcePositions = parameters["encoder.wpe"]
    targetPositions = parameters["decoder.wpe"]
    outputHead = parameters["lm_head"]
    let layout = HeadLayout(headCount: configuration.shape.headCount, headWidth: configuration.headWidth)
    func projection(_ name: String) -> Projection {
      .keysAndValues(
        layout: layout,
        query: parameters["\(name)_wq"],
        key: parameters["\(name)_wk"],
        value: parameters["\(name)_wv"],
        output: parameters["\(name)_wo"]
      )
    }
    func feedForward(_ block: String) -> FeedForward {
      FeedForward(
        choice: .relu,
        gate: nil,
        expansion: parameters["\(block).mlp_fc1"],
        contraction: parameters["\(block).mlp_fc2"]
      )
    }
    encoderBlocks = (0..<configuration.shape.layerCount).map { layer in
      EncoderBlock(
        attention: .cross(projection("encoder\(layer).attn"), mask: .full),
        feedForward: feedForward("encoder\(layer)")
      )
    }
    decoderBlocks = (0..<configuration.shape.layerCount).map { layer in
      DecoderBlock(
        selfAttention: MultiHeadAttention(projection("decoder\(layer).attn"), mask: .causal),
        crossAttention: .cross(projection("decoder\(layer).cross"), mask: .full),
        feedForward: feedForward("decoder\(layer)")
      )
    }
  }

  /// Reads a source, and gives the decoder that writes about it.
  ///
  /// - Parameter source: at least one token, and no more than the context length.
  public func decoder(reading source: [Input]) -> Decoder {
    require(
      (1...configuration.shape.contextLength).contains(source.count),
      "a source of \(source.count) tokens does not fit a model that reads 1 to \(configuration.shape.contextLength)"
    )
    var xs = source.enumerated().map { embedding($1, sourcePositions[$0]) }
    for block in encoderBlocks { xs = block(xs, scale: attentionScale) }
    let normalized = xs.map { $0.rmsNormalized() }
    return Decoder(
      model: self,
      sources: decoderBlocks.map { $0.crossAttention.projection.store(of: normalized) }
    )
  }

  /// norm(wte[token] + position).
  func embedding(_ token: Input, _ position: Vector) -> Vector {
    (tokenEmbedding[token] + position).rmsNormalized()
  }

  /// All parameters as one run.
  public var parameterVector: Vector { parameters.vector }
  /// The parameters' matrices with their names.
  public var namedParameters: [NamedMatrix] { parameters.named }
}
