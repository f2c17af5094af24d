import Drawing
import Lessons
import Training
import VisibleText

/// The tour: steps through the panels, each with a prediction, ticked off when a reader has done what it asks for.
extension Playground {
  /// Begins the tour; one of which something is done already goes on.
  ///
  /// The controls `done` and `answered` hold what the last answer gave as `tourDone` and `tourAnswered`.
  func beginTour(_ request: Request) -> Answer {
    tour.begin(done: request["done"] ?? "", answered: request["answered"] ?? "")
    var answer = Answer()
    answer.show("tour-steps", .group(TourStep.all.map { $0.markup }))
    for deed in TourDeed.allCases where tour.done.contains(deed) { Self.tick(deed.rawValue, in: &answer) }
    for step in TourStep.all where tour.isDone(step) { finish(step, in: &answer) }
    setTour(in: &answer)
    return answer
  }

  /// Says whether the answer of a step is right, and why.
  func answerPrediction(_ request: Request) -> Answer {
    guard let step = TourStep.all.first(where: { $0.name == request["step"] }) else {
      return Answer(refusal: "the tour has no such step")
    }
    var answer = Answer()
    let verdict = step.question.verdict(on: request["answer"] ?? "")
    answer.show("tour-verdict-\(step.name)", step.verdict(verdict))
    if verdict != .unreadable { _ = tour.noteAnswerShown(step) }
    setTour(in: &answer)
    return answer
  }

  /// Ticks off what a request has done.
  func noteTour(_ request: Request, in answer: inout Answer) {
    let state = TourProgress.State(
      stepsDone: training?.stepsDone ?? 0,
      plannedSteps: training?.session.trainer.configuration.stepCount ?? 0,
      uncoveredSteps: uncovered?.stepsDone ?? 0,
      rivalSteps: comparison?.rival.stepsDone ?? 0,
      largestMultiple: training?.scaleRange.upperBound ?? .infinity
    )
    let deeds = tour.note(request, answer, in: state)
    guard !deeds.isEmpty else { return }
    for deed in deeds { Self.tick(deed.rawValue, in: &answer) }
    for step in TourStep.all
    where tour.isDone(step) && step.deeds.contains(where: { deeds.contains($0.deed) }) {
      finish(step, in: &answer)
      answer.set("tourNews", "Done: \(step.title). \(tourCount).")
    }
    setTour(in: &answer)
  }

  private var tourCount: String { "\(tour.doneCount) of \(TourStep.all.count) done" }

  private func setTour(in answer: inout Answer) {
    answer.set(
      "tourDone",
      TourDeed.allCases.filter { tour.done.contains($0) }.map { $0.rawValue }.joined(separator: " ")
    )
    answer.set("tourAnswered", tour.answered.joined(separator: " "))
    answer.set("tourCount", tourCount)
  }

  private static func tick(_ name: String, in answer: inout Answer) {
    answer.show("tour-tick-\(name)", .element("span", ["role": "img", "aria-label": "done"], "✓"))
  }

  /// Ticks a step off, and shows its answer where no prediction has shown it.
  private func finish(_ step: TourStep, in answer: inout Answer) {
    Self.tick("step-\(step.name)", in: &answer)
    if tour.noteAnswerShown(step) { answer.show("tour-verdict-\(step.name)", step.verdict(nil)) }
  }
}
