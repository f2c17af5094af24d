import Autograd

/// A GPT that computes otherwise with the same parameters: both have one tape, one set of parameters and one kind of state.
///
/// What it does otherwise is up to it; all else is the model's.
public protocol GPTView: LanguageModel where State == GPT.State {
  /// The model whose parameters are used.
  var model: GPT { get }
}

extension GPTView {
  /// The tape on which the parameters stand.
  public var tape: Tape { model.tape }
  /// How many tokens the model can read.
  public var contextLength: Int { model.contextLength }
  /// All parameters as one run.
  public var parameterVector: Vector { model.parameterVector }
  /// The parameters' matrices with their names.
  public var namedParameters: [NamedMatrix] { model.namedParameters }

  /// The state before the first token.
  public func initialState() -> GPT.State { model.initialState() }

  /// A state that goes on by itself from where another one is.
  public func fork(_ state: GPT.State) -> GPT.State { model.fork(state) }

  /// Gives back what a state holds, when its text has ended.
  public func release(_ state: GPT.State) { model.release(state) }
}
