import Foundation
import Lessons
import Testing

/// Each exercise as it stands in `Exercises.swift`.
@Suite("Your answers", .serialized)
struct YourAnswers {
  @Test("dotProduct", .answered(.dotProduct)) func dotProduct() { Check.dotProduct.expectRight() }
  @Test("softmax", .answered(.softmax)) func softmax() { Check.softmax.expectRight() }
  @Test("scores", .answered(.scores)) func scores() { Check.scores.expectRight() }
  @Test("weightedSum", .answered(.weightedSum)) func weightedSum() { Check.weightedSum.expectRight() }
  @Test("attention", .answered(.attention)) func attention() { Check.attention.expectRight() }
  @Test("storedHead", .answered(.storedHead)) func storedHead() { Check.storedHead.expectRight() }
  @Test("causalWeights", .answered(.causalWeights)) func causalWeights() { Check.causalWeights.expectRight() }
  @Test("cachedAttention", .answered(.cachedAttention))
  func cachedAttention() { Check.cachedAttention.expectRight() }
  @Test("reorderedOutputs", .answered(.reorderedOutputs))
  func reorderedOutputs() { Check.reorderedOutputs.expectRight() }
  @Test("onlineSoftmax", .answered(.onlineSoftmax)) func onlineSoftmax() { Check.onlineSoftmax.expectRight() }
  @Test("softmaxGradient", .answered(.softmaxGradient))
  func softmaxGradient() { Check.softmaxGradient.expectRight() }
  @Test("scaleGradient", .answered(.scaleGradient)) func scaleGradient() { Check.scaleGradient.expectRight() }
  @Test("scaleGradientOnTape", .answered(.scaleGradientOnTape))
  func scaleGradientOnTape() { Check.scaleGradientOnTape.expectRight() }
  @Test("attentionOnTape", .answered(.attentionOnTape))
  func attentionOnTape() { Check.attentionOnTape.expectRight() }
}

/// What shows that the checks can be trusted.
@Suite("The checks")
struct AnswerKey {
  @Test("Every solution is right")
  func solutions() {
    for check in Check.all { #expect(check.verdict(.solutions) == .right, "\(check.name)") }
  }

  @Test("Every typical mistake is caught, and told the value that it should have come near")
  func mistakes() throws {
    let checks = Check.all
    for mistake in Exercises.mistakes {
      for check in checks where check.name != mistake.exercise {
        #expect(check.verdict(mistake.answers) == .right, "\(mistake.description) spoils \(check.name)")
      }
      let check = try #require(checks.first { $0.name == mistake.exercise })
      let verdict = try #require(check.verdict(mistake.answers))
      guard case .wrong(_, let got, let expected) = verdict else {
        Issue.record("\(mistake.exercise) takes this for right: \(mistake.description)")
        continue
      }
      #expect(got != expected, "\(mistake.description)")
      #expect(verdict.message?.contains(expected) == true)
    }
    // No exercise is without one.
    #expect(Set(Exercises.mistakes.map(\.exercise)) == Set(checks.map(\.name)))
  }

  @Test("Every exercise has a question, a lesson of the course, and a test of your answer")
  func questions() throws {
    let tests = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let names = Mirror(reflecting: Exercises()).children.compactMap(\.label)
    #expect(names == Check.all.map(\.name))
    for name in names {
      let question = try #require(Question(name))
      #expect(question.text.count > 40)
      #expect(tests.contains("func \(name)() { Check.\(name).expectRight() }"))
      #expect(Course.lessons.contains { $0.name == question.lesson }, "\(name)")
    }
  }
}
