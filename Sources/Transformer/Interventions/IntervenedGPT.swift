import Attention
import Autograd

/// A GPT that computes with an intervention, to be sampled, evaluated and trained as any other model.
///
/// It is a view of the model: both have one tape and one set of parameters.
public struct IntervenedGPT: LanguageModel {
  /// The model without the intervention.
  public let model: GPT
  /// What is changed.
  public let intervention: Intervention

  /// The model with an intervention that it was checked for.
  package init(_ model: GPT, _ intervention: Intervention) {
    self.model = model
    self.intervention = intervention
  }

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

  /// Reads the next token and gives the logits of the one after it, computed with the intervention.
  public func logits(after token: Input, state: inout GPT.State) -> Vector {
    model.activations(after: token, state: &state, intervention: intervention) { _, _ in
      model.attentionScale
    }.logits
  }
}
