import Testing

@testable import Playground

/// A playground in which a small text trains.
enum StartedPlayground {
  static let text = "anna\nbob\nclara\ndave\nemma\n"

  /// One that has made some steps of a training of 200, unless another number is given.
  static func make(_ values: [String: String] = [:], of count: Int = 200, steps: Int = 0) -> Playground {
    let playground = Playground()
    let all = ["text": text, "steps": "\(count)"].merging(values) { $1 }
    #expect(playground.answer(Request("start", all)).refusal == nil)
    #expect(playground.train(steps) == steps)
    return playground
  }

  /// Every loss that is kept, as text.
  static func losses(_ playground: Playground) -> [String] {
    playground.answer(Request("losses")).values.map { $0.text }
  }
}
