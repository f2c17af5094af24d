/// A question to the learner, with its answer and the reason for it.
public struct Question: Equatable, Sendable {
  /// What kind of answer is asked for.
  public enum Answer: Equatable, Sendable {
    /// One of several, counted from 0.
    case choice(Int, of: [Prose])
    /// A number, which may be off by a tolerance.
    case number(Double, tolerance: Double)
  }

  /// What is asked.
  public let prompt: Prose
  /// The answer.
  public let answer: Answer
  /// Why that is the answer.
  public let reason: Prose

  /// A question with several answers of which one is right.
  ///
  /// - Parameters:
  ///   - prompt: what is asked.
  ///   - choices: two to eight answers; common wrong notions among them.
  ///   - right: which is right, counted from 0.
  ///   - reason: why it is, and why the others are not.
  public init(_ prompt: Prose, _ choices: [Prose], right: Int, reason: Prose) {
    precondition((2...8).contains(choices.count) && choices.indices.contains(right), "no such choice")
    self.prompt = prompt
    answer = .choice(right, of: choices)
    self.reason = reason
  }

  /// A question for a number.
  ///
  /// - Parameters:
  ///   - prompt: what is asked; it says how many decimals are wanted.
  ///   - number: the answer.
  ///   - tolerance: how far off an answer may be and still be right.
  ///   - reason: how it is computed.
  public init(_ prompt: Prose, number: Double, tolerance: Double, reason: Prose) {
    precondition(number.isFinite && tolerance >= 0, "no answer can be near \(number)")
    self.prompt = prompt
    answer = .number(number, tolerance: tolerance)
    self.reason = reason
  }

  /// What an answer is worth.
  public enum Verdict: Equatable, Sendable {
    /// It is right.
    case right
    /// It is not.
    case wrong
    /// It is no answer to this question.
    case unreadable
  }

  /// Judges what the learner typed: the letter of a choice, or a number with a point or a comma before its decimals; a sign of
  /// per cent after it changes nothing.
  public func verdict(on text: String) -> Verdict {
    let typed = text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ")" }).joined()
    switch answer {
    case .choice(let right, let choices):
      guard
        let index = choices.indices.first(where: {
          [Self.letter($0), Self.letter($0, isCapital: true)].contains(typed)
        })
      else { return .unreadable }
      return index == right ? .right : .wrong
    case .number(let number, let tolerance):
      let digits = typed.last == "%" ? typed.dropLast() : typed[...]
      let plain = String(digits.map { $0 == "," ? "." : $0 == "−" ? "-" : $0 })
      guard let given = Double(plain), given.isFinite else { return .unreadable }
      // An answer at the edge may lie beyond it by a rounding.
      return (given - number).magnitude <= tolerance + 1e-12 * number.magnitude ? .right : .wrong
    }
  }

  /// The letter of a choice: a, b, c.
  public static func letter(_ choice: Int) -> String { letter(choice, isCapital: false) }

  private static func letter(_ choice: Int, isCapital: Bool) -> String {
    String(UnicodeScalar(UInt8(ascii: isCapital ? "A" : "a") + UInt8(choice)))
  }
}
