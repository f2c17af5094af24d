import Drawing
import Formats
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

/// The engine behind the page: a training, and what there is to be seen and changed of it.
///
/// Everything that the page asks for is a ``Request``, everything that it shows an ``Answer``; the page itself holds controls
/// and computes nothing. So all of it can be tried without a browser:
///
///     let playground = Playground()
///     _ = playground.answer(Request("start", ["text": "anna\nbob\n", "steps": "100"]))
///     playground.train(100)
///     print(playground.answer(Request("progress"))["smoothedLoss"]!)
public final class Playground {
  /// The training, nil before the first start.
  var training: LiveTraining?
  /// A second model that trains with the future uncovered, nil before it has begun.
  var uncovered: UncoveredTraining?

  /// A playground in which nothing has begun.
  public init() {}

  /// Makes up to so many steps.
  ///
  /// - Returns: how many it has made; fewer mean that there are no more to make.
  @discardableResult
  public func train(_ count: Int) -> Int { training?.train(count) ?? 0 }

  /// Answers a request as the page writes it, in the form that the page reads.
  public func answer(to bytes: [UInt8]) -> [UInt8] {
    guard let request = Request(json: bytes) else {
      return Array(Answer(refusal: "the page asked for something that is no request").json.text.utf8)
    }
    return Array(answer(request).json.text.utf8)
  }

  /// Answers a request.
  public func answer(_ request: Request) -> Answer {
    switch request.name {
    case "style": style
    case "start": start(request)
    case "rewind": rewind()
    case "learning-rate": changeLearningRate(request)
    case "progress": progress(request)
    case "losses": losses
    case "attention": attention(request)
    case "without": without(request)
    case "future": future(request)
    case "future-train": trainUncovered(request)
    case "scale": scale(request)
    case "writing": writing(request)
    case "backward": backward(request)
    default: Answer(refusal: "the playground has no '\(request.name)'")
    }
  }

  private var style: Answer {
    var answer = Answer()
    answer.set("style", Page.styleSheet)
    answer.set("limits", PageLimits.sentence)
    return answer
  }
}
