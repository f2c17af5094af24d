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
  var training: LiveTraining? {
    didSet {
      // What was made of the training before is none of this one's.
      uncovered = nil
      filmFrames = []
      filmTraining = nil
      renewComparison()
    }
  }
  /// A second training beside it, nil unless the reader compares.
  var comparison: Comparison?
  /// Why the last comparison ended, where the reader did not end it.
  var comparisonEnd = ""
  /// The frames of the film that was asked for last, with what they were made of.
  var filmFrames: [(snapshot: SnapshotReel.Snapshot, frame: Film.Frame)] = []
  /// The text of these frames.
  var filmTokens: [Int] = []
  /// The training of these frames.
  var filmTraining: LiveTraining?
  /// The file that the next request is about.
  private(set) var attachment: [UInt8]?
  /// The file of the last answer.
  public private(set) var givenFile: [UInt8] = []
  /// What the elements of the page hold.
  private(set) var shown: [String: Markup] = [:]
  /// A second model that trains with the future uncovered, nil before it has begun.
  var uncovered: UncoveredTraining?
  /// What of the tour was done.
  var tour = TourProgress()

  /// A playground in which nothing has begun.
  public init() {}

  /// Makes up to so many steps.
  ///
  /// - Returns: how many it has made; fewer mean that there are no more to make.
  @discardableResult
  public func train(_ count: Int) -> Int {
    guard let training else { return 0 }
    return comparison?.train(training, count) ?? training.train(count)
  }

  /// Answers a request as the page writes it, in the form that the page reads.
  public func answer(to bytes: [UInt8]) -> [UInt8] {
    guard let request = Request(json: bytes) else {
      return Array(Answer(refusal: "the page asked for something that is no request").json.text.utf8)
    }
    return Array(answer(request).json.text.utf8)
  }

  /// Says which file the next request is about.
  public func attach(_ bytes: [UInt8]) { attachment = bytes }

  /// Answers a request.
  public func answer(_ request: Request) -> Answer {
    var answer = routed(request)
    noteTour(request, in: &answer)
    attachment = nil
    givenFile = answer.file?.bytes ?? []
    for (id, content) in answer.markup { shown[id] = content }
    return answer
  }

  private func routed(_ request: Request) -> Answer {
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
    case "compare": compare(request)
    case "compare-begin": beginComparison(request)
    case "compare-end": endComparison
    case "film": film(request)
    case "files": files
    case "settings": settingNames
    case "link": follow(request)
    case "open": open(request)
    case "save-checkpoint": saveCheckpoint
    case "save-settings": saveSettings(request)
    case "save-picture": savePicture(request)
    case "tour": beginTour(request)
    case "tour-answer": answerPrediction(request)
    default: Answer(refusal: "the playground has no '\(request.name)'")
    }
  }

  private var style: Answer {
    var answer = Answer()
    answer.set("style", Page.styleSheet)
    answer.set("limits", PageLimits.sentence)
    answer.set("textSize", PageLimits.textSize)
    return answer
  }
}
