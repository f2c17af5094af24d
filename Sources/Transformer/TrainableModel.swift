import Autograd

/// A model that has a loss for every document: all that training asks of it.
///
/// A ``LanguageModel`` is one, whose documents are texts. A ``BackwardSpeller`` is another, whose documents say what is read
/// and what is to be written.
public protocol TrainableModel {
  /// The tape on which the parameters stand.
  var tape: Tape { get }
  /// How many tokens of a document are predicted at most.
  var contextLength: Int { get }
  /// All parameters as one run of leaves.
  var parameterVector: Vector { get }
  /// The parameters' matrices with their names, in the order in which they stand.
  var namedParameters: [NamedMatrix] { get }

  /// The loss on a document: the mean over the tokens that are predicted of their negative log-probability, in nats.
  ///
  /// Every token becomes one ``/Autograd/Input``, in order, and what is computed depends on a token only through it: the loss
  /// is recorded once for each length and repeated with other tokens. One less than the tokens are predicted.
  ///
  /// - Parameter tokens: at least two, and no more than the context length and one are read.
  func loss(of tokens: [Int]) -> Value

  /// Reads a document as ``loss(of:)`` does, and gives the first result that is not finite; nil where all are.
  ///
  /// Nothing stays on the tape.
  func firstNonFiniteResult(reading tokens: [Int]) -> NonFiniteResult?
}
