import Foundation
import Lessons
import TestSupport
import Testing

/// The texts that lessons train on: drawn anew as `data/README.md` says, and the names.
@Suite("Texts to practise on")
struct PracticeTextTests {
  @Test(
    "They are the files of data/, byte for byte: one generator draws palindromes.txt and then echoes.txt",
    arguments: PracticeText.allCases
  )
  func drawnAnew(text: PracticeText) throws {
    #expect(try Data(contentsOf: dataFile("\(text).txt")) == Data(text.bytes))
  }
}
