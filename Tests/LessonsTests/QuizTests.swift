import Foundation
import Lessons
import Testing

@Suite("The quiz")
struct QuizTests {
  @Test("It has some thirty questions, one or more on each lesson; every goal has two or more")
  func questions() {
    let items = Quiz(seed: 1).items
    #expect(items.count >= 30)
    let lessons = Set(Course.lessons.map(\.name))
    #expect(Set(items.map(\.lesson)) == lessons)
    for goal in CourseGoal.allCases { #expect(items.count { $0.goal == goal } >= 2, "\(goal)") }
    for item in items {
      guard case .choice(_, let choices) = item.question.answer else { continue }
      #expect(Set(choices.map(\.text)).count == choices.count)
    }
  }

  @Test(
    "A seed draws the same quiz again, another seed other numbers and another order; a lesson's questions stay the same"
  )
  func seeds() {
    let questions = Quiz(seed: 5).items.map(\.question)
    #expect(Quiz(seed: 5).items.map(\.question) == questions)
    #expect(Quiz(seed: 6).items.map(\.question) != questions)
    let scaling = Quiz(seed: 5).items.filter { $0.lesson == "scaling" }.map(\.question)
    #expect(!scaling.isEmpty)
    #expect(Quiz(seed: 5, lesson: "scaling").items.map(\.question) == scaling)
    #expect(Quiz(seed: 5, lesson: "nothing").items.isEmpty)
  }

  @Test("Whatever order its choices have, the same one is right")
  func order() {
    var texts: [String: Set<String>] = [:]
    var places: [String: Set<Int>] = [:]
    for seed in 0..<40 {
      for item in Quiz(seed: UInt64(seed)).items {
        guard case .choice(let right, let choices) = item.question.answer else { continue }
        texts[item.question.prompt.text, default: []].insert(choices[right].text)
        places[item.question.prompt.text, default: []].insert(right)
      }
    }
    #expect(texts.values.allSatisfy { $0.count == 1 })
    #expect(places.values.allSatisfy { $0.count > 1 })
  }

  /// The answer worked out from the numbers in the question, nil for a question that this does not know.
  private func expected(_ prompt: String) -> Double? {
    let numbers = prompt.matches(of: /−?\d+(\.\d+)?/).compactMap {
      Double($0.0.replacing("−", with: "-"))
    }
    func has(_ words: String) -> Bool { prompt.contains(words) }
    if has("Two keys have the scores") { return 10 * exp(numbers[0]) / (exp(numbers[0]) + 1) }
    if has("Three keys have the scores") { return exp(numbers[0]) / (exp(numbers[0]) + 2) }
    if has("standard deviation of q·k") { return numbers[2].squareRoot() }
    if has("print(s.grad)") {
      let vectors = prompt.matches(of: /\[(-?\d+), (-?\d+)\]/).map { [$0.1, $0.2].compactMap { Double($0) } }
      return vectors[0][0] * vectors[1][0] + vectors[0][1] * vectors[1][1]
    }
    if has("the query matrix has 64 × 64") { return 4096 }
    if has("By how many per cent") { return 100 * (1 - numbers[1] / numbers[0]) }
    if has("Which stored head") { return (numbers[3] / 4).rounded(.down) }
    if has("visible?") { return numbers[0] * (numbers[0] + 1) / 2 }
    if has("How many numbers does the cache take") { return 2 * numbers[0] * numbers[2] * numbers[3] }
    if has("How many pages are in use") { return numbers[0] / numbers[1] + numbers[2] }
    if has("How many products q·k") { return numbers[0] * numbers[1] * (numbers[1] + 1) / 2 }
    if has("does its cross-attention take the softmax?") { return numbers[0] }
    if has("lie in memory one after another") { return numbers[1] * numbers[2] }
    if has("−ln p(first)") { return -1 / (1 + exp(numbers[0])) }
    if has("x * x + x * 3") { return 2 * numbers[0] + 3 }
    if has("the same probability") { return log(numbers[0]) }
    if has("as the gradient forecasts it") { return numbers[0] * (numbers[2] - numbers[1]) }
    return nil
  }

  @Test("Numbers are those that the numbers in the question lead to", arguments: 0..<20)
  func numbers(seed: Int) throws {
    for item in Quiz(seed: UInt64(seed)).items {
      guard case .number(let number, let tolerance) = item.question.answer else { continue }
      let expected = try #require(self.expected(item.question.prompt.text), "\(item.question.prompt.text)")
      #expect(abs(number - expected) < 1e-12, "\(item.question.prompt.text)")
      // Rounded as the question asks, it counts as right; without rounding only where it is whole.
      #expect(tolerance > 0 || number == number.rounded())
    }
  }

  @Test("A goal stands when all its questions were answered rightly; what was skipped was not")
  func score() {
    let items = Quiz(seed: 1).items
    var score = QuizScore(of: Quiz(seed: 1))
    for item in items where item.goal != nil {
      score.note(item, item.goal == .scale ? nil : item.goal == .heads ? .wrong : .right)
    }
    let known = items.filter { $0.goal != nil && $0.goal != .scale && $0.goal != .heads }
    #expect(score.right == known.count)
    #expect(score.asked == items.count { $0.goal != nil })
    #expect(score.open == [.scale, .heads])
    #expect(score.standing == CourseGoal.allCases.filter { $0 != .scale && $0 != .heads })
    var partly = QuizScore(of: Quiz(seed: 1))
    let formula = items.filter { $0.goal == .formula }
    partly.note(formula[0], .right)
    // One of several questions is not enough.
    #expect(partly.standing.isEmpty && partly.open == [.formula])
    partly.note(formula[1], .wrong)
    #expect(partly.standing.isEmpty && partly.open == [.formula])
  }
}
