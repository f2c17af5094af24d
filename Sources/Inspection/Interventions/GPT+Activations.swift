import Attention
import Autograd
import Transformer

extension GPT {
  /// What activations are while a text is read, to be put into another pass.
  ///
  ///     let other = model.activations(of: [.z], reading: tokens)
  ///     let patched = try model.with(Intervention(.z, layer: 0, .numbers(on: model.tape) { other[$0] ?? [] }))
  ///
  /// - Parameters:
  ///   - names: which activations.
  ///   - tokens: as many as the model can read at most; all are read.
  ///   - intervention: what is changed on the way.
  /// - Returns: the numbers of every layer, head and position.
  public func activations(
    of names: [ActivationName],
    reading tokens: [Int],
    intervention: Intervention = Intervention()
  ) -> [Site: [Double]] {
    let mark = tape.mark
    defer { tape.rewind(to: mark) }
    var numbers: [Site: [Double]] = [:]
    let observer = Intervention.observing { activation, site in
      if names.contains(site.name) { numbers[site] = activation.data }
    }
    let observed = IntervenedGPT(self, intervention.followed(by: observer))
    tape.withoutRecording {
      var state = observed.initialState()
      defer { observed.release(state) }
      for token in tokens { _ = observed.logits(after: tape.input(token), state: &state) }
    }
    return numbers
  }

  /// How wide activations are at the first position, by name.
  var activationWidths: [ActivationName: Int] {
    var widths: [ActivationName: Int] = [:]
    let numbers = activations(of: Array(Set(sites.map { $0.name })), reading: [0])
    for (site, numbers) in numbers { widths[site.name] = numbers.count }
    return widths
  }
}
