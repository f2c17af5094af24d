import Attention
import Autograd
import Transformer

/// The loss over texts as a function of a gate for each part of a model: at 1 its substitute stands in its place.
struct AblationLoss {
  let gated: GatedLoss

  /// Appends gates and substitutes to the tape, which must stay as it is while losses are computed.
  init(_ model: GPT, _ parts: [ModelPart], _ substitute: Substitute, _ documents: [[Int]]) {
    let numbers = SubstituteNumbers(model, substitute, documents: documents)
    let gates = Gates(parts.count, on: model.tape)
    let interventions = parts.indices.map { index in
      let part = parts[index]
      let kept = gates.kept(index)
      if substitute == .zero { return part.intervention(.faded(kept: kept)) }
      // Leaves that all positions read, and not constants of each.
      let substitutes = part.activations.map { name in
        (name, model.tape.vector(numbers[name, part.layer, part.head]))
      }
      let replacement = Replacement { _, site in substitutes.first { $0.0 == site.name }?.1 }
      return part.intervention(replacement.mixed(kept: kept, put: gates.put(index)))
    }
    let intervention = interventions.reduce(Intervention()) { $0.followed(by: $1) }
    let model = GatedModel(base: IntervenedGPT(model, intervention), gates: gates)
    gated = GatedLoss(model, documents: documents)
  }
}
