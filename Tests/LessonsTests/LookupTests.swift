import Foundation
import Lessons
import Testing

@Suite("Lesson lookup")
struct LookupTests {
  private let lookup = Lookup()

  @Test("No key equals the query; weights are softmax(q·k/T), the answer their average of the rain")
  func weights() {
    #expect(!Lookup.keys.contains(Lookup.query))
    for (temperature, attention) in zip(Lookup.temperatures, lookup.lookups) {
      let weights = PlainAttention.softmax(
        Lookup.keys.map { PlainAttention.dot(Lookup.query, $0) / temperature }
      )
      #expect(isNear(attention.pattern[0], weights))
      #expect(isNear(attention.outputs[0], [PlainAttention.dot(weights, Lookup.rain)]))
    }
  }

  @Test("Queries of many directions and three lengths get answers between the smallest and the largest value")
  func limits() throws {
    #expect(Lookup.rain.min() == 2 && Lookup.rain.max() == 14)
    #expect(try Lesson.lookup.questions[0].rightChoice == "only numbers between 2 and 14")
    var answers: [Double] = []
    for length in [0.1, 1, 20] {
      for angle in stride(from: 0, to: 2 * Double.pi, by: 0.1) {
        let query = [length * cos(angle), length * sin(angle)]
        answers +=
          WorkedAttention(
            queries: [query],
            keys: Lookup.keys,
            values: Lookup.rain.map { [$0] },
            scale: 1
          ).outputs[0]
      }
    }
    #expect(answers.allSatisfy { $0 > 2 && $0 < 14 })
    // The limits can't be narrower.
    #expect(answers.min()! < 2.01 && answers.max()! > 13.99)
  }

  @Test("With T near 0 the answer is the best key's value, with a large T the mean")
  func extremes() throws {
    func answer(_ temperature: Double) -> Double {
      PlainAttention.dot(
        PlainAttention.softmax(Lookup.keys.map { PlainAttention.dot(Lookup.query, $0) / temperature }),
        Lookup.rain
      )
    }
    #expect(abs(answer(0.002) - 4) < 1e-9)
    #expect(abs(answer(1e9) - 7) < 1e-6)
    let questions = try Lesson.lookup.questions
    #expect(questions[1].rightChoice == "4, the value of the key that fits best")
    #expect(questions[2].verdict(on: "7") == .right && questions[2].verdict(on: "4.7") == .wrong)
  }

  @Test("The slope is that of central differences; it vanishes where the lookup is hard")
  func slopes() {
    for (temperature, slope) in zip(Lookup.temperatures, lookup.slopes) {
      func answer(_ east: Double) -> Double {
        let scores = Lookup.keys.map { PlainAttention.dot([east, Lookup.query[1]], $0) / temperature }
        return PlainAttention.dot(PlainAttention.softmax(scores), Lookup.rain)
      }
      let step = 1e-5 * temperature
      let difference = (answer(Lookup.query[0] + step) - answer(Lookup.query[0] - step)) / (2 * step)
      #expect(abs(slope - difference) < 1e-6)
    }
    #expect(abs(lookup.slopes[3]) < 0.0005 && lookup.lookups[3].pattern[0][0]! > 0.995)
    #expect(lookup.slopes[..<3].allSatisfy { abs($0) > 0.2 })
  }

  @Test(
    "With weights of three decimals the answer is another one; at T = 0.1 it is below the best key's value"
  )
  func printed() throws {
    func answer(_ temperature: Double, _ round: (Double) -> Double) -> Double {
      let scores = Lookup.keys.map { PlainAttention.dot(Lookup.query, $0) / temperature }
      return PlainAttention.dot(PlainAttention.softmax(scores).map(round), Lookup.rain)
    }
    let text = try Lesson.lookup.text().replacing("\n", with: " ")
    let rounded = String(format: "%.3f", answer(1) { ($0 * 1000).rounded() / 1000 })
    let exact = String(format: "%.3f", answer(1) { $0 })
    #expect(rounded != exact)
    #expect(text.contains("0.109·14 = \(rounded) mm") && text.contains("\(exact) mm where the weights"))
    #expect(answer(0.1) { $0 } < 4)
    #expect(text.contains("falls below 4, to \(String(format: "%.3f", answer(0.1) { $0 })) at T = 0.1"))
    let weights = lookup.lookups[2].pattern[0].map { $0 ?? 0 }
    #expect(weights[1] > 0.1 && weights[2] + weights[3] < 0.001)
  }

  @Test("Values that are wider than the keys have no say in the weights")
  func values() {
    let wide = WorkedAttention(
      queries: [Lookup.query],
      keys: Lookup.keys,
      values: (0..<4).map { [1, 2, Double($0)] },
      scale: 1
    )
    #expect(wide.pattern == lookup.lookups[1].pattern)
  }

  @Test("A softmax on paper and the kernel's agree")
  func softmax() {
    let scores = [0.3, -1.2, 2]
    let worked = WorkedSoftmax(of: scores, temperature: 0.5)
    #expect(isNear(worked.exponentials, scores.map { exp($0 / 0.5) }))
    #expect(isNear([worked.sum], [scores.reduce(0) { $0 + exp($1 / 0.5) }]))
    #expect(isNear(worked.weights, PlainAttention.softmax(scores.map { $0 / 0.5 })))
  }
}
