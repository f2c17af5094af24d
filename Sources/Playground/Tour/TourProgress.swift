import Drawing
import Lessons

/// What of the tour a reader has done.
///
/// Every request of the page passes here, so that a step is done when the thing itself is.
struct TourProgress {
  /// How many steps a reader watches.
  static let stepCount = 1000
  /// How many steps the second model makes, that with the future uncovered and that of the comparison.
  static let secondModelStepCount = 200

  /// How far the trainings are.
  struct State {
    /// The steps that the model has made.
    let stepsDone: Int
    /// How many it makes in all.
    let plannedSteps: Int
    /// The steps of the model with the future uncovered.
    let uncoveredSteps: Int
    /// The steps of the model that is compared.
    let rivalSteps: Int
    /// The right end of the scale's slider, as a multiple of 1/√d.
    let largestMultiple: Double
  }

  /// Whether there is a tour; nothing counts that was done before.
  private(set) var isBegun = false
  /// What was done.
  private(set) var done: [TourDeed] = []
  /// The names of the steps whose answer has been shown.
  private(set) var answered: [String] = []
  /// The last request of each kind, so that what a control has held before is not taken for what was done now.
  private var last: [Request] = []
  /// Where the slider of the scale stood, and ∂L/∂s there.
  private var scale: (multiple: Double, gradient: Double)?

  /// Begins the tour, or goes on with one of which so much is done, and the answers of so many steps have been shown.
  mutating func begin(done: String, answered: String) {
    isBegun = true
    for name in done.split(separator: " ") {
      if let deed = TourDeed(rawValue: String(name)), !self.done.contains(deed) { self.done.append(deed) }
    }
    let names = answered.split(separator: " ").map { String($0) }
    for step in TourStep.all where names.contains(step.name) { _ = noteAnswerShown(step) }
  }

  /// Whether all of a step is done.
  func isDone(_ step: TourStep) -> Bool { step.deeds.allSatisfy { done.contains($0.deed) } }

  /// How many steps are done.
  var doneCount: Int { TourStep.all.count { isDone($0) } }

  /// Notes that the answer of a step is shown; false where it has been before.
  mutating func noteAnswerShown(_ step: TourStep) -> Bool {
    guard !answered.contains(step.name) else { return false }
    answered.append(step.name)
    return true
  }

  /// Notes a request with its answer.
  ///
  /// - Returns: what was done just now, nothing before the tour has begun.
  mutating func note(_ request: Request, _ answer: Answer, in state: State) -> [TourDeed] {
    // What the pointer passes over is not chosen.
    guard answer.refusal == nil, request["pointed"] == nil else { return [] }
    let now =
      isBegun ? TourDeed.allCases.filter { !done.contains($0) && isDone($0, request, answer, state) } : []
    done += now
    if Self.remembered.contains(request.name) {
      last.removeAll { $0.name == request.name }
      last.append(request)
    }
    if request.name == "scale", let multiple = request.number("multiple"),
      let gradient = answer["scaleGradient"].flatMap({ Double($0) })
    {
      scale = (multiple, gradient)
    }
    return now
  }

  private static let remembered = ["attention", "start", "without", "film"]

  private func isDone(
    _ deed: TourDeed,
    _ request: Request,
    _ answer: Answer,
    _ state: State
  ) -> Bool {
    let last = last.first { $0.name == request.name }
    /// Whether a control holds another text than before.
    func isNew(_ control: String) -> Bool { request[control] != last?[control] }
    /// Whether a training has made so many steps, or all of them.
    func hasMade(_ made: Int, _ wanted: Int) -> Bool {
      state.plannedSteps > 0 && made >= min(wanted, state.plannedSteps)
    }
    switch deed {
    case .rewind: return request.name == "rewind" && state.plannedSteps > 0 && state.stepsDone == 0
    case .steps: return done.contains(.rewind) && hasMade(state.stepsDone, Self.stepCount)
    case .scores: return request.name == "attention" && request["cells"] == "scores" && isNew("cells")
    case .cell: return request.name == "attention" && request["cell"]?.isEmpty == false && isNew("cell")
    case .text: return request.name == "start" && last != nil && isNew("text")
    case .sharpen:
      guard request.name == "scale", request["is-chosen"] == "true" else { return false }
      return request.number("multiple").map { $0 >= state.largestMultiple } ?? false
    case .descend:
      guard request.name == "scale", let scale, let multiple = request.number("multiple") else {
        return false
      }
      let change = multiple - scale.multiple
      // A little, from 1/√d on: far away the gradient there says nothing.
      return (scale.multiple - 1).magnitude < 0.01 && change.magnitude <= 0.5 && change * scale.gradient < 0
    case .head:
      return request.name == "without"
        && request.values.keys.contains { $0.hasPrefix("head-") && last?[$0] == nil }
    case .weight:
      // Where a weight can't be changed, a sentence says so in place of the tables.
      guard request.name == "attention", isNew("weight") || isNew("cell"),
        case .group(let tables) = answer.markup.last(where: { $0.id == "attention-weight" })?.content
      else { return false }
      return !tables.isEmpty
    case .future:
      return request.name == "future-train"
        && hasMade(state.uncoveredSteps, Self.secondModelStepCount)
    case .cold: return isDrawn(request) { $0 <= 0.2 }
    case .hot: return isDrawn(request) { $0 >= 1.5 }
    case .walk:
      return request.name == "backward" && request["move"] != nil
        && answer["backwardStep"] == answer["backwardCount"]
    case .rival: return request.name == "compare-begin" && request["setting"] == "scale"
    case .race:
      return done.contains(.rival) && hasMade(state.rivalSteps, Self.secondModelStepCount)
    case .film:
      // A film of a training that began with a checkpoint begins there.
      let steps = answer["filmSteps"]?.split(separator: ",").map { String($0) } ?? []
      return request.name == "film" && isNew("step") && steps.count > 1 && request["step"] == steps.first
    case .save: return request.name == "save-checkpoint"
    }
  }

  private func isDrawn(_ request: Request, _ isWanted: (Double) -> Bool) -> Bool {
    guard request.name == "writing", request["move"] == "draw" || request["move"] == "finish",
      let temperature = request.number("temperature")
    else { return false }
    return isWanted(temperature)
  }
}
