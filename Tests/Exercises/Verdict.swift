import Foundation

/// What an answer is worth.
enum Verdict: Equatable {
  case right
  /// What was asked, what came, and what it should have come near.
  case wrong(asked: String, got: String, expected: String)

  /// Numbers are right where each is near the expected one.
  init(_ got: [Double], near expected: [Double], asked: String) {
    let isNear =
      got.count == expected.count
      && zip(got, expected).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, abs($1)) }
    self = isNear ? .right : .wrong(asked: asked, got: shown(got), expected: shown(expected))
  }

  init(_ got: Double, near expected: Double, asked: String) {
    let verdict = Verdict([got], near: [expected], asked: asked)
    self = verdict == .right ? .right : .wrong(asked: asked, got: shown(got), expected: shown(expected))
  }

  init(_ got: [[Double]], near expected: [[Double]], asked: String) {
    let isNear =
      got.map(\.count) == expected.map(\.count)
      && Verdict(got.flatMap { $0 }, near: expected.flatMap { $0 }, asked: asked) == .right
    self = isNear ? .right : .wrong(asked: asked, got: shown(got), expected: shown(expected))
  }

  /// The first that is not right, of several.
  static func first(_ verdicts: some Sequence<Verdict>) -> Verdict {
    verdicts.first { $0 != .right } ?? .right
  }

  /// What is told to whoever answered; nil where nothing is wrong.
  var message: String? {
    guard case .wrong(let asked, let got, let expected) = self else { return nil }
    return "\(asked)\n  your answer:     \(got)\n  should be near:  \(expected)"
  }
}

/// A number with a few digits.
func shown(_ number: Double) -> String {
  number.isNaN
    ? "nan"
    : number == number.rounded() && abs(number) < 1e6 ? "\(Int(number))" : String(format: "%.5g", number)
}

func shown(_ vector: [Double]) -> String { "[" + vector.map { shown($0) }.joined(separator: ", ") + "]" }

func shown(_ vectors: [[Double]]) -> String { "[" + vectors.map { shown($0) }.joined(separator: ", ") + "]" }
