import Foundation
import Lessons
import Testing

@Suite("Lesson backward")
struct BackwardTests {
  private let way: WayBack

  init() throws { way = try WayBack() }

  private static let query = [2.0, 1]
  private static let keys = [[1.0, 0], [1, 2], [-1, 2]]
  private static let values = [[1.0, 0], [2, 0], [0, 2]]

  /// −ln p(first token) of a head, as it is written on paper.
  private static func loss(
    _ query: [Double] = query,
    _ keys: [[Double]] = keys,
    scale: Double = 1 / 2.0.squareRoot()
  ) -> Double {
    loss(scores: keys.map { scale * PlainAttention.dot(query, $0) })
  }

  private static func loss(scores: [Double], values: [[Double]] = values) -> Double {
    loss(weights: PlainAttention.softmax(scores), values: values)
  }

  private static func loss(weights: [Double], values: [[Double]] = values) -> Double {
    -log(PlainAttention.softmax(PlainAttention.average(values, weights))[0])
  }

  /// The derivative of a function at a place by a central difference.
  private static func slope(at place: Double, _ function: (Double) -> Double) -> Double {
    (function(place + 1e-5) - function(place - 1e-5)) / 2e-5
  }

  private static func slopes(_ numbers: [Double], _ function: ([Double]) -> Double) -> [Double] {
    numbers.indices.map { index in
      slope(at: numbers[index]) { number in
        var changed = numbers
        changed[index] = number
        return function(changed)
      }
    }
  }

  private let error = 1e-9

  @Test("Forward: scores, weights, output and loss are those of the formula")
  func forward() {
    let scores = [2, 4, 0].map { $0 / 2.0.squareRoot() }
    #expect(way.head.products.data == [2, 4, 0])
    #expect(isNear(way.head.scores.data, scores))
    #expect(isNear(way.head.pattern.data, PlainAttention.softmax(scores)))
    #expect(isNear([way.head.loss], [Self.loss()]))
  }

  @Test(
    "By hand and on the tape, gradients are the slopes of the plain loss: of weights, scores, query, keys, scale"
  )
  func gradients() {
    let weights = Self.slopes(way.head.pattern.data) { Self.loss(weights: $0) }
    let scores = Self.slopes(way.head.scores.data) { Self.loss(scores: $0) }
    let query = Self.slopes(Self.query) { Self.loss($0) }
    let scale = Self.slope(at: way.head.scale) { Self.loss(scale: $0) }
    for (hand, tape, slopes) in [
      (way.hand.pattern, way.head.pattern.gradient, weights),
      (way.hand.scores, way.head.scores.gradient, scores),
      (way.hand.query, way.head.query.gradient, query),
      ([way.hand.scale], [way.head.scaleGradient], [scale]),
    ] {
      #expect(isNear(hand, slopes, within: error) && isNear(tape, slopes, within: error))
      #expect(isNear(hand, tape))
    }
    for key in 0..<3 {
      let slopes = Self.slopes(Self.keys[key]) { changed in
        var keys = Self.keys
        keys[key] = changed
        return Self.loss(Self.query, keys)
      }
      #expect(isNear(way.hand.keys[key], slopes, within: error))
      #expect(isNear(way.head.keys[key].gradient, way.hand.keys[key]))
    }
    #expect(way.handError < 1e-15 && way.differenceError < 1e-9)
  }

  @Test("The softmax's derivatives w(j) (δ − w(i)) are its slopes, score by score and weight by weight")
  func softmax() {
    for score in 0..<3 {
      for weight in 0..<3 {
        let slope = Self.slopes(way.head.scores.data) { PlainAttention.softmax($0)[weight] }[score]
        #expect(abs(way.hand.softmax[score][weight] - slope) < error)
      }
      #expect(abs(way.hand.softmax[score].reduce(0, +)) < 1e-15)
    }
  }

  @Test(
    "Score 1 should fall though a larger weight of key 1 would help; its own term alone has the other sign"
  )
  func ownWeight() throws {
    let (g, scores) = (way.hand.pattern, way.hand.scores)
    let own = g[0] * way.hand.softmax[0][0]
    #expect(g[0] < 0 && own < 0 && scores[0] > 0)
    #expect(scores[1] < 0 && scores[2] > 0 && abs(scores.reduce(0, +)) < 1e-15)
    // Key 2 pulls twice as strongly; key 3 is farthest from the mean, and not first by gradient.
    #expect(abs(g[1] - 2 * g[0]) < 1e-15 && g[2] > 0)
    let mean = PlainAttention.dot(way.head.pattern.data, g)
    #expect(abs(g[2] - mean) > abs(g[1] - mean) && abs(scores[2]) < abs(scores[1]))
    #expect(abs(way.hand.output.reduce(0, +)) < 1e-15)
    // How much farther key 3 is from the mean than key 1, and how much larger its gradient is.
    let weights = PlainAttention.softmax([2, 4, 0].map { $0 / 2.0.squareRoot() })
    let text = try Lesson.backward.text().replacing("\n", with: " ")
    let distances = String(format: "%.2f", (g[2] - mean) / (g[0] - mean))
    let gradients = String(format: "%.2f", weights[2] * (g[2] - mean) / (weights[0] * (g[0] - mean)))
    #expect(
      text.contains(
        "of key 3 is \(distances) times that of key 1, and its gradient is just \(gradients) times"
      )
    )
    // What key 1 would gain comes from key 2 for the most part.
    #expect(-way.hand.softmax[0][1] > -10 * way.hand.softmax[0][2])
  }

  @Test("A larger scale would help; terms to the scale and to the query add up")
  func fanOut() {
    #expect(way.hand.scale < 0 && Self.loss(scale: way.head.scale + 0.1) < way.head.loss)
    #expect(isNear([way.hand.scaleTerms.reduce(0, +)], [way.head.scaleGradient]))
    for index in 0..<2 {
      #expect(
        isNear([way.hand.queryTerms.reduce(0) { $0 + $1[index] }], [way.head.query.gradient[index]])
      )
    }
  }

  @Test("Small moves change the loss as forecast, a large one by less: it ends above the loss of key 2 alone")
  func moves() {
    let gradient = way.head.query.gradient
    for (rate, loss) in zip(WayBack.rates, way.movedLosses) {
      let query = zip(Self.query, gradient).map { $0 - rate * $1 }
      #expect(isNear([loss], [Self.loss(query)], within: 1e-12))
      #expect(loss < way.head.loss && loss - way.head.loss > way.forecast(rate))
    }
    #expect(abs((way.movedLosses[0] - way.head.loss) / way.forecast(0.1) - 1) < 0.01)
    let large = way.forecast(100)
    #expect(way.head.loss + large < 0 && way.movedLosses[3] - way.head.loss > large / 2)
    #expect(isNear([way.lowestLoss], [log(1 + exp(-2))]) && way.movedLosses[3] > way.lowestLoss)
  }

  @Test("The largest move gives key 2 nearly all weight, as the question says")
  func farthest() throws {
    let query = zip(Self.query, way.head.query.gradient).map { $0 - 100 * $1 }
    let products = Self.keys.map { PlainAttention.dot(query, $0) }
    let weights = PlainAttention.softmax(products.map { $0 / 2.0.squareRoot() })
    #expect(isNear(way.farHead.pattern.data, weights, within: 1e-12) && weights[1] > way.head.pattern.data[1])
    let question = try #require(Lesson.backward.questions.last)
    let shown = query.map { String(format: "%.1f", $0) }.joined(separator: ", ")
    #expect(question.prompt.text.contains("the query becomes (\(shown))"))
    #expect(question.reason.text.contains("still more weight, \(String(format: "%.3f", weights[1])),"))
  }

  @Test("Ten times the keys and a tenth of the query: the same loss, ten times the gradient")
  func rescaled() {
    #expect(isNear([way.rescaled.loss], [way.head.loss]))
    #expect(isNear(way.rescaled.query.gradient, way.head.query.gradient.map { 10 * $0 }))
  }

  @Test("A gradient of exactly 0 where every larger change makes the loss larger")
  func flat() {
    #expect(way.flat.scores.gradient == [0, 0] && way.flat.scores.data == [0, 0])
    let values = [[0.0, 1, -1], [0, -1, 1]]
    for (change, loss) in zip([-2.0, 2], way.flatLosses) {
      #expect(isNear([loss], [Self.loss(scores: [change, 0], values: values)]))
      #expect(loss > way.flat.loss + 0.1)
    }
    for change in stride(from: -8.0, through: 8, by: 0.5) where change != 0 {
      #expect(Self.loss(scores: [change, 0], values: values) > log(3))
    }
  }

  @Test(
    "In the model the way begins at the loss of one of four positions and ends at the score of a saturated softmax"
  )
  func model() throws {
    let loss = try #require(way.model.steps.first { $0.list.hasPrefix("loss") })
    #expect(loss.results.map(\.gradient) == [0.25])
    #expect(way.model.steps.contains { $0.list.hasPrefix("layer0.scores") })
    #expect(way.modelWeight > 0.95)
    let pattern = try #require(way.model.steps.first { $0.list.hasPrefix("layer0.pattern") })
    let arrived = pattern.results.reduce(0) { $0 + $1.gradient * $1.gradient }.squareRoot()
    #expect(abs(way.model.score.gradient) < arrived / 10)
  }

  @Test("The answers that count as right are these")
  func claims() throws {
    let questions = try Lesson.backward.questions
    #expect(
      questions.map(\.rightChoice) == [
        "positive: a larger score of key 1 would make the loss larger", nil,
        "negative: a larger scale would make the loss smaller", "fall, but by less",
      ]
    )
    // From the two numbers that are shown.
    #expect(questions[1].shortAnswer.text == "0.027")
    #expect(questions[1].verdict(on: "0.027") == .right && questions[1].verdict(on: "-0.027") == .wrong)
  }
}
