import Autograd
import Inspection
import VisibleText

extension InspectedText {
  /// What the run's snapshots make of the text, up to the checkpoint, which is the last frame; nil where there are none.
  ///
  /// - Throws: ``Failure`` where a snapshot can't be read, or computes numbers that are not finite.
  func film() throws(Failure) -> Film? {
    let last = try run.loadCheckpoint()
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
