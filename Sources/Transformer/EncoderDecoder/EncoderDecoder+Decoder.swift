import Attention
import Autograd
import Basics

extension EncoderDecoder {
  /// The decoder for one source: a language model, which can be sampled like any other.
  ///
  /// What it read stands on the tape and must stay there as long as it is used.
  public struct Decoder: LanguageModel {
    /// The model whose decoder it is.
    public let model: EncoderDecoder
    /// The source's keys and values, for the cross-attention of each block.
    let sources: [ListStore]

    /// The tape on which the parameters stand.
    public var tape: Tape { model.tape }
    /// How many tokens the target may have.
    public var contextLength: Int { model.configuration.shape.contextLength }
    /// All parameters as one run, the encoder's among them.
    public var parameterVector: Vector { model.parameterVector }
    /// The parameters' matrices with their names.
    public var namedParameters: [NamedMatrix] { model.namedParameters }
    /// How many tokens the source has.
    public var sourceLength: Int { sources[0].count }

    /// The decoder whose cross-attention finds the source's keys and values at other places.
    ///
    /// Where both are moved alike, each key keeps its value, and what is computed changes by rounding alone: attention is a sum
    /// over such pairs.
    ///
    /// - Parameters:
    ///   - keys: for each place the one whose key comes there.
    ///   - values: the same for the values.
    public func rearranged(keys: [Int], values: [Int]) -> Decoder {
      require(
        [keys, values].allSatisfy { $0.sorted() == Array(0..<sourceLength) },
        "\(keys) and \(values) are no two orders of a source of \(sourceLength)"
      )
      let moved = sources.map { source in
        let store = ListStore()
        for (key, value) in zip(keys, values) {
          store.append(StoredPosition(key: source[key].key, value: source[value].value))
        }
        return store
      }
      return Decoder(model: model, sources: moved)
    }

    /// What is kept of the tokens that are written: the keys and values for the self-attention of each block.
    public struct State {
      let stores: [ListStore]
    }

    /// The state before the first token.
    public func initialState() -> State { State(stores: sources.map { _ in ListStore() }) }
    /// A state that goes on by itself from where another one is.
    public func fork(_ state: State) -> State { State(stores: state.stores.map { $0.fork() }) }
    /// Gives back what a state holds, when its text has ended.
    public func release(_ state: State) {
      for store in state.stores { store.release() }
    }

    /// Reads the next token of the target and gives the logits of the one after it.
    public func logits(after token: Input, state: inout State) -> Vector {
      activations(after: token, state: &state).logits
    }

    /// Reads the next token of the target and gives what each block computed, and the logits of the token after it.
    public func activations(after token: Input, state: inout State) -> DecoderActivations {
      let position = state.stores[0].count
      require(
        position < contextLength,
        "the decoder writes \(contextLength) tokens, and \(position) are written"
      )
      var x = model.embedding(token, model.targetPositions[position])
      var blocks: [DecoderBlockActivations] = []
      for (layer, block) in model.decoderBlocks.enumerated() {
        let activations = block(
          x,
          at: position,
          in: state.stores[layer],
          reading: sources[layer],
          scale: model.attentionScale
        )
        blocks.append(activations)
        x = activations.output
      }
      return DecoderActivations(blocks: blocks, logits: model.outputHead * x)
    }
  }
}

/// Everything that is read off a decoder for one position of the target.
public struct DecoderActivations {
  /// What each block computed, in their order.
  public let blocks: [DecoderBlockActivations]
  /// lm_head · x, one for each token of the vocabulary.
  public let logits: Vector
}
