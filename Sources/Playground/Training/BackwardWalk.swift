import Inspection

/// Where a reader stands on the way from the loss back to a score.
struct BackwardWalk {
  /// The text and the score that were asked for, as they were typed.
  private var question: [String?] = []
  /// The score that the way leads to: the same while the model trains on, whatever it attends to by then.
  private(set) var target: Subgraph.Target?
  /// The step, counted from 1.
  private(set) var step = 1

  /// Goes to the first step of another way where something else is asked for.
  mutating func ask(_ question: [String?], _ target: () -> Subgraph.Target) {
    guard self.question != question || self.target == nil else { return }
    self.question = question
    self.target = target()
    step = 1
  }

  /// Makes a move on a way of so many steps; at its ends there is none.
  mutating func move(_ move: String?, count: Int) {
    switch move {
    case "first": step = 1
    case "back": step -= 1
    case "forward": step += 1
    case "last": step = count
    default: break
    }
    step = max(1, min(step, count))
  }
}
