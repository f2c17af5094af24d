import Testing

@testable import Playground

/// A playground in which a small text trains.
enum StartedPlayground {
  static let text = "anna\nbob\nclara\ndave\nemma\n"

  /// One that has made some steps of as many as there are settings for.
  static func make(_ values: [String: String] = [:], steps: Int = 0) -> Playground {
    let playground = Playground()
    let answer = playground.answer(Request("start", ["text": text, "steps": "200"].merging(values) { $1 }))
    #expect(answer.refusal == nil)
    playground.train(steps)
    return playground
  }

  /// Every loss that is kept, as text.
  static func losses(_ playground: Playground) -> [String] {
    playground.answer(Request("losses")).values.map { $0.text }
  }
}
