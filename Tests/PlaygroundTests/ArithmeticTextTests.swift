import Foundation
import Random
import TestSupport
import Testing

/// The sums that the page offers to train on.
@Suite("A little arithmetic")
struct ArithmeticTextTests {
  @Test("arithmetic.txt is drawn anew as data/README.md says, byte for byte")
  func drawnAnew() throws {
    var sums = (0..<100).flatMap { a in (0..<100).map { "\(a)+\($0)=\(a + $0)\n" } }
    var generator = MersenneTwister(seed: 1)
    generator.shuffle(&sums)
    #expect(try Data(contentsOf: dataFile("arithmetic.txt")) == Data(sums.prefix(3000).joined().utf8))
  }

  @Test("What the page looks at first is a line of it")
  func look() throws {
    let lines = try String(contentsOf: dataFile("arithmetic.txt"), encoding: .utf8).split(separator: "\n")
    let page = repository.appending(path: "Sources/Playground/Page/page.html")
    let look = try #require(
      String(contentsOf: page, encoding: .utf8).firstMatch(of: /value="arithmetic" data-look="([^"]*)"/)
    )
    #expect(lines.contains(look.1))
  }
}
