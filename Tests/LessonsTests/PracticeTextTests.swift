import Foundation
import Lessons
import TestSupport
import Testing

/// The texts on which attention matters, drawn anew as `data/README.md` says.
@Suite("Texts to practise on")
struct PracticeTextTests {
  @Test(
    "One generator draws palindromes.txt and then echoes.txt, byte for byte",
    arguments: PracticeText.allCases
  )
  func drawnAnew(text: PracticeText) throws {
    #expect(try Data(contentsOf: dataFile("\(text).txt")) == Data(text.bytes))
  }
}
