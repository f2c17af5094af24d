import Attention
import Autograd

/// A GPT that computes with an intervention, to be sampled, evaluated and trained as any other model.
///
/// It is a view of the model: both have one tape and one set of parameters.
public struct IntervenedGPT: GPTView {
  /// The model without the intervention.
  public let model: GPT
  /// What is changed.
  public let intervention: Intervention

  /// The model with an intervention that it was checked for.
  package init(_ model: GPT, _ intervention: Intervention) {
    self.model = model
    self.intervention = intervention
  }

  /// Reads the next token and gives the logits of the one after it, computed with the intervention.
  public func logits(after token: Input, state: inout GPT.State) -> Vector {
    model.activations(after: token, state: &state, intervention: intervention) { _, _ in
      model.attentionScale
    }.logits
  }
}
