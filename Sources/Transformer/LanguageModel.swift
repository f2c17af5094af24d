import Autograd
import Basics

/// A model that reads tokens one after the other and says after each what may come next.
///
/// Training, sampling and evaluation need no more than this.
public protocol LanguageModel: TrainableModel {
  /// What the model keeps of the tokens it has read.
  associatedtype State

  /// The state before the first token.
  func initialState() -> State

  /// A state that goes on by itself from where another one is.
  func fork(_ state: State) -> State

  /// Gives back what a state holds, when its text has ended.
  func release(_ state: State)

  /// Reads one token and gives the logits of the next: one for each token of the vocabulary.
  ///
  /// What is computed must depend on the token only through what its ``/Autograd/Input`` chooses, and on nothing at random:
  /// it is recorded once for each position and repeated with other tokens.
  func logits(after token: Input, state: inout State) -> Vector

  /// The terms of a document's loss: the negative log-probability of each token that is predicted, in nats.
  ///
  /// Unless a model has its own way of reading a whole document, it reads one token after the other.
  ///
  /// - Parameter tokens: at least two; the first is read and not predicted.
  func tokenLosses(of tokens: [Int]) -> [Value]
}

extension LanguageModel {
  /// The loss on a document: the mean over its positions of the negative log-probability of the token that follows.
  ///
  ///     L = −(1/n) Σᵢ ln softmax(logitsᵢ)[tokenᵢ₊₁]
  ///
  /// in nats per token, each term computed as ``/Autograd/Vector/negativeLogProbability(of:)``. n is the number of tokens but
  /// one, or the context length where that is less: what lies beyond it is not read.
  ///
  /// - Parameter tokens: at least two; the first is read and not predicted.
  public func loss(of tokens: [Int]) -> Value {
    let losses = tokenLosses(of: tokens)
    return vector(of: losses).mean()
  }

  /// The terms of ``TrainableModel/loss(of:)``: the negative log-probability of each token that is predicted, in nats.
  public func tokenLosses(of tokens: [Int]) -> [Value] {
    require(tokens.count > 1, "a document of \(tokens.count) tokens has nothing to predict")
    return tokenLosses(of: tokens.prefix(contextLength + 1).map { tape.input($0) })
  }

  /// The same of tokens that stand on the tape already, no more than the context length and one.
  func tokenLosses(of inputs: [Input]) -> [Value] {
    var state = initialState()
    defer { release(state) }
    return zip(inputs, inputs.dropFirst()).map { token, next in
      logits(after: token, state: &state).negativeLogProbability(of: next)
    }
  }
}
