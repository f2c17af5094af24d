import Attention
import Autograd
import Drawing
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

/// How the training came to what the model is.
extension Playground {
  /// The frames of a text: what each snapshot, and the model as it is, makes of it.
  ///
  /// The control `step` says which of them is shown large, the last one at or before that step; the newest where it is empty.
  func film(_ request: Request) -> Answer {
    do {
      let reading = try reading(request)
      let training = reading.training
      let snapshots = training.snapshotsToNow
      let wanted = request.integer("step") ?? .max
      let index = snapshots.lastIndex { $0.step <= wanted } ?? 0
      let film = try film(of: reading, snapshots)
      var answer = Answer()
      answer.set("filmSteps", snapshots.map { "\($0.step)" }.joined(separator: ","))
      answer.set("filmStep", snapshots[index].step)
      answer.set("filmLoss", film.frames[index].loss)
      answer.set("filmNote", Self.note(on: snapshots, index, of: training))
      let model = snapshots[index].makeModel(training.session.model.configuration)
      let patterns = Self.patterns(of: reading, by: model, head: request["head"])
      answer.show("film-head", patterns.choice.options)
      answer.show("film-maps", patterns.figures)
      answer.show("film-charts", Self.charts(film, width: request.chartWidth))
      answer.show(
        "film-strips",
        request["strips"] == nil
          ? .empty : Self.strips(film, labels: reading.labels, width: request.chartWidth)
      )
      return answer
    } catch { return Answer(refusal: error.message) }
  }

  /// Which scale a picture is computed with, where that is not a matter of course.
  private static func note(on snapshots: [SnapshotReel.Snapshot], _ index: Int, of training: LiveTraining)
    -> String
  {
    let others = snapshots.map { $0.scale } + [training.lookedAtScale]
    guard others.contains(where: { $0 != training.ownScale }) else { return "" }
    let picture = "This picture is computed with \(scaleWords(snapshots[index].scale)), which"
    if training.stepsDone == 0 { return picture + " the first step will be made with." }
    let step = snapshots[index].step == 0 ? "the first" : "its"
    return picture + " \(step) step was made with. The chosen s has no part in it."
  }

  private func film(of reading: Reading, _ snapshots: [SnapshotReel.Snapshot]) throws(Refusal) -> Film {
    if filmTokens != reading.tokens || filmTraining !== reading.training {
      filmFrames = []
      filmTokens = reading.tokens
      filmTraining = reading.training
    }
    var frames: [(snapshot: SnapshotReel.Snapshot, frame: Film.Frame)] = []
    for snapshot in snapshots {
      // Only what has come since the last time is computed.
      if let known = filmFrames.first(where: { $0.snapshot === snapshot }) {
        frames.append(known)
        continue
      }
      let model = snapshot.makeModel(reading.training.session.model.configuration)
      frames.append(
        (snapshot, model.withForwardPass(over: reading.tokens) { Film.Frame(step: snapshot.step, $0) })
      )
    }
    filmFrames = frames
    return Film(frames: frames.map { $0.frame })
  }

  private static func charts(_ film: Film, width: Double) -> Markup {
    .group([
      Figure.scrolling(
        film.lossChart.svg(palette: .page, width: width, height: 200),
        label: film.lossChart.title,
        isChart: true
      ),
      Figure.scrolling(film.roles.svg(palette: .page), label: film.roles.title),
    ])
  }

  private static func strips(_ film: Film, labels: [String], width: Double) -> Markup {
    .group([
      Figure.scrolling(
        film.scaleGradientChart.svg(palette: .page, width: width, height: 240),
        label: film.scaleGradientChart.title,
        isChart: true
      ),
      Figure.scrolling(film.patterns(labels: labels).svg(palette: .page), label: "Patterns over the steps"),
      film.roleTable.figure(caption: film.roles.title),
    ])
  }
}

extension SnapshotReel.Snapshot {
  /// The model with these weights and their scale, on a tape of its own: nothing of the training is touched.
  func makeModel(_ configuration: GPTConfiguration) -> GPT {
    var rest = parameters[...]
    let model = GPT(configuration, on: Tape()) { rest.removeFirst() }
    model.attentionScale.data = scale
    return model
  }
}
