/// Which of a run's checkpoints a command looks at.
enum CheckpointChoice: Equatable, Sendable, CustomStringConvertible {
  /// The one that the run would go on from.
  case last
  /// The one of the lowest held-out loss.
  case best
  /// The snapshot of a step.
  case step(Int)

  init?(_ text: String) {
    if text == "last" {
      self = .last
    } else if text == "best" {
      self = .best
    } else if let step = Int(text), step >= 0, "\(step)" == text {
      self = .step(step)
    } else {
      return nil
    }
  }

  var description: String {
    switch self {
    case .last: "last"
    case .best: "best"
    case .step(let step): "\(step)"
    }
  }
}
