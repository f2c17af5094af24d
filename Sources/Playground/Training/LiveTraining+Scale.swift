import Autograd
import Training
import Transformer

/// The factor of the raw scores that a reader has chosen.
struct ChosenScale: Equatable {
  /// s, nil for the training's own.
  var scale: Double?
  /// Whether the steps to come are made with it.
  var isTrained = false
}

/// Training has a scale of its own; whatever else looks at the model sees the chosen one.
extension LiveTraining {
  /// The scale of the settings.
  var ownScale: Double { session.model.configuration.scaleFactor }

  /// 1/√d, in which the page counts.
  var inverseRoot: Double { ScaleChoice.inverseRoot.factor(headWidth: session.model.configuration.keyWidth) }

  /// What the page looks at the model with.
  var lookedAtScale: Double { scaleChoice.scale ?? ownScale }

  /// What steps are made with.
  var trainingScale: Double { scaleChoice.isTrained ? lookedAtScale : ownScale }

  /// Computes something with another scale.
  func withScale<Result, Failure: Error>(
    _ scale: Double,
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    session.model.attentionScale.data = scale
    defer { session.model.attentionScale.data = lookedAtScale }
    return try body()
  }

  /// The model as it was trained: where that was with another scale than the settings', it has this one.
  var trainedConfiguration: GPTConfiguration {
    let configuration = session.model.configuration
    guard trainedScale != ownScale else { return configuration }
    var shape = configuration.shape
    shape.attention.scale = .number(trainedScale)
    // Whatever its scale, a model that there is has a possible shape.
    return (try? GPTConfiguration(vocabularySize: configuration.vocabularySize, shape: shape))
      ?? configuration
  }

  /// The multiples of 1/√d among which a reader can choose: 0 to 4, or farther where the training's own is not in the middle.
  var scaleRange: ClosedRange<Double> {
    let own = min((ownScale / inverseRoot).magnitude, Self.largestMultiple / 2)
    let end = max(4, (2 * own).rounded(.up))
    return (ownScale < 0 ? -end : 0)...end
  }

  private static let largestMultiple = 1e6
}
