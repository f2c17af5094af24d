import Attention
import Autograd

extension GPT {
  /// Every activation of the first position that can be replaced, in the order of computation; others have the same.
  public var sites: [Site] {
    let mark = tape.mark
    defer { tape.rewind(to: mark) }
    var state = initialState()
    defer { release(state) }
    var sites: [Site] = []
    let intervention = Intervention.observing { sites.append($1) }
    _ = tape.withoutRecording {
      activations(after: tape.input(0), state: &state, intervention: intervention) { _, _ in attentionScale }
    }
    return sites
  }

  /// Makes sure that the model has all that an intervention changes.
  ///
  /// - Throws: ``InterventionError`` for the first change of what the model does not have.
  public func check(_ intervention: Intervention) throws(InterventionError) {
    let sites = sites
    for target in intervention.targets {
      if let layer = target.layer, !(0..<configuration.layerCount).contains(layer) {
        throw .noSuchLayer(layer, layerCount: configuration.layerCount)
      }
      if let head = target.head, !(0..<configuration.headCount).contains(head) {
        throw .noSuchHead(head, headCount: configuration.headCount)
      }
      if let position = target.positions?.first(where: { !(0..<contextLength).contains($0) }) {
        throw .noSuchPosition(position, contextLength: contextLength)
      }
      if let name = target.name, !sites.contains(where: { target.concerns($0) }) {
        throw .noSuchActivation(name, layer: target.layer, head: target.head)
      }
    }
  }

  /// The model with an intervention in every forward pass, on the same tape and with the same parameters.
  ///
  /// - Throws: ``InterventionError`` where the model lacks what is changed.
  public func with(_ intervention: Intervention) throws(InterventionError) -> IntervenedGPT {
    try check(intervention)
    return IntervenedGPT(self, intervention)
  }

  /// The model with every query seeing only its own position: whatever is better without is due to attention.
  public var seeingOnlyItself: IntervenedGPT { IntervenedGPT(self, .seeingOnlyItself) }
}
