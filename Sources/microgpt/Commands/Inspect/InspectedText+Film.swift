import Autograd
import Inspection
import Training
import VisibleText

extension InspectedText {
  /// What the run's snapshots make of the text, up to the checkpoint, which is the last frame; nil where there are none.
  ///
  /// - Parameter last: the run's last checkpoint, which the text's own may precede.
  /// - Throws: ``Failure`` where a snapshot can't be read, or computes numbers that are not finite.
  func film(upTo last: Checkpoint) throws(Failure) -> Film? {
    let end = checkpoint.state.stepsDone
    let steps = run.snapshotSteps(upTo: last)
    guard !steps.isEmpty else { return nil }
    var frames: [Film.Frame] = []
    let earlier = steps.filter { $0 < end }
    for (index, step) in earlier.enumerated() {
      SignsOfLife.progress(index + 1, of: earlier.count, "snapshot")
      let snapshot = try run.loadSnapshot(step: step, of: last)
      let model = snapshot.makeModel(on: Tape())
      try Self.check(model, reading: tokens, run)
      frames.append(model.withForwardPass(over: tokens) { Film.Frame(step: step, $0) })
    }
    frames.append(model.withForwardPass(over: tokens) { Film.Frame(step: end, $0) })
    return Film(frames: frames)
  }
}
