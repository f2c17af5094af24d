import Foundation
import Lessons
import Testing

@Suite("Lesson flash")
struct FlashTests {
  private let online = OnlineSoftmax()

  @Test("After each key, l and o are the sums of all terms so far, relative to the largest score so far")
  func steps() {
    for (index, step) in online.steps.enumerated() {
      let scores = OnlineSoftmax.scores.prefix(index + 1)
      let largest = scores.max()!
      let weights = scores.map { exp($0 - largest) }
      let output = zip(weights, OnlineSoftmax.values).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(step.maximum == largest)
      #expect(abs(step.sum - weights.reduce(0, +)) < 1e-15)
      #expect(abs(step.output - output) < 1e-13)
    }
    #expect(online.steps[0].correction == 0 && online.steps[2].correction == 1)
    #expect(abs(online.steps[3].correction - exp(-2)) < 1e-16)
  }

  @Test("o/l is what both kernels give")
  func result() {
    let last = online.steps[3]
    let weights = OnlineSoftmax.scores.map { exp($0) }
    let expected =
      zip(weights, OnlineSoftmax.values).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    for output in [last.output / last.sum, online.softmaxOutput, online.flashOutput] {
      #expect(abs(output - expected) < 1e-13)
    }
    #expect(online.exponentialOfLargeScore == .infinity)
  }

  @Test("The text counts the bytes of a key and of flash; its multiplications are a few more")
  func claims() throws {
    let text = try Lesson.flash.text().replacing("\n", with: " ")
    #expect(
      text.contains("5·16 + 2·4 = 88 bytes a key") && text.contains("17 numbers, 272 bytes. 64 more bytes")
    )
    #expect(try Lesson.flash.questions.last?.rightChoice == "a few more")
  }

  @Test("l and o are both corrected by exp(3 − 5) where the maximum rises from 3 to 5")
  func correction() throws {
    let factor = String(format: "%.3f", exp(-2.0))
    let question = try #require(Lesson.flash.questions.first)
    #expect(question.rightChoice == "both must be multiplied by exp(3 − 5) = \(factor)")
    let (before, after) = (online.steps[2], online.steps[3])
    #expect(abs(after.sum - (before.sum * exp(-2) + 1)) < 1e-15)
    #expect(abs(after.output - (before.output * exp(-2) + 40)) < 1e-13)
  }

  @Test("For each further key softmax keeps 5 numbers more and flash none; both multiply as much, and agree")
  func memory() {
    // A number with its gradient takes 16 bytes, and an operand 4 in each of two lists.
    for (first, second) in zip(online.memory, online.memory.dropFirst()) {
      let keys = second.keyCount - first.keyCount
      #expect(second.softmax - first.softmax == keys * (5 * 16 + 2 * 4))
      #expect(second.flash == first.flash)
    }
    // Flash: the output and one number more; an operation takes 32 bytes, and 8 operands 4 each.
    #expect(online.memory[0].flash == 17 * 16 + 32 + 8 * 4)
    for memory in online.memory {
      #expect(memory.softmaxWork == 2 * 16 * memory.keyCount)
      #expect(memory.flashWork == memory.softmaxWork)
      var corrections = 0
      for _ in stride(from: 0, to: memory.keyCount, by: OnlineSoftmax.tileSize) { corrections += 1 + 16 }
      #expect(memory.corrections == corrections)
      #expect(Double(corrections) < 0.04 * Double(memory.flashWork))
      #expect(memory.difference < 1e-14 && memory.gradientDifference < 1e-13)
    }
  }
}
