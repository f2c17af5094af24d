import Autograd

/// What an intervention does in one layer at one position; without one, nothing.
///
/// The model passes every activation that can be replaced through it: `hook(.z, output, head: 2)`.
public struct Hook {
  private let intervention: Intervention?
  private let layer: Int?
  private let position: Int

  /// Nothing is changed.
  public static var none: Hook { Hook(nil, position: 0) }

  /// An intervention, or nil, where a model computes what belongs to a position, outside the blocks or in a layer.
  public init(_ intervention: Intervention?, layer: Int? = nil, position: Int) {
    self.intervention = intervention
    self.layer = layer
    self.position = position
  }

  /// The same intervention in a layer.
  public func inLayer(_ layer: Int) -> Hook { Hook(intervention, layer: layer, position: position) }

  /// The activation, or what takes its place.
  public func callAsFunction(_ name: ActivationName, _ activation: Vector, head: Int? = nil) -> Vector {
    replaced(name, activation, head: head) ?? activation
  }

  /// What is visible of stored positions that the mask shows.
  func visible(_ positions: [Int]) -> [Int] {
    guard let intervention else { return positions }
    return intervention.hidings.reduce(positions) { visible, hiding in
      let layerOfHiding = hiding.target.layer
      return layerOfHiding == nil || layerOfHiding == layer ? hiding.visible(visible, position) : visible
    }
  }

  /// What is stored of the position: key and value, or a latent that is both.
  func callAsFunction(_ entry: StoredPosition) -> StoredPosition {
    guard intervention != nil else { return entry }
    guard entry.isLatent else {
      return StoredPosition(key: self(.key, entry.key), value: self(.value, entry.value))
    }
    guard let latent = replaced(.latent, entry.key) else { return entry }
    return StoredPosition(key: latent, value: latent[offsets: 0..<entry.value.count])
  }

  /// What a head computed, computed anew from its first replaced step on.
  ///
  /// A kernel that keeps no pattern can't have its scores or its pattern replaced.
  func callAsFunction(_ head: HeadActivations, head index: Int) -> HeadActivations {
    guard intervention != nil else { return head }
    var scores = head.scores
    var pattern = head.pattern
    var output = head.output
    if let kept = pattern {
      let newScores = scores.flatMap { replaced(.scores, $0, head: index) }
      let renewed = newScores?.softmax()
      if let newPattern = replaced(.pattern, renewed ?? kept, head: index) ?? renewed {
        scores = newScores ?? scores
        pattern = newPattern
        output = weightedSum(newPattern, head.values)
      }
    }
    return HeadActivations(
      head.query,
      head.keys,
      head.values,
      head.scale,
      scores: scores,
      pattern: pattern,
      output: self(.z, output, head: index)
    )
  }

  /// What takes an activation's place, or nil where nothing does.
  private func replaced(_ name: ActivationName, _ activation: Vector, head: Int? = nil) -> Vector? {
    guard let intervention else { return nil }
    let site = Site(name, layer: layer, head: head, position: position)
    var replaced: Vector?
    for change in intervention.changes where change.concerns(site) {
      replaced = change.replacement.apply(replaced ?? activation, site) ?? replaced
    }
    return replaced
  }
}
