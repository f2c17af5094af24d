import Drawing
import Random
import Testing
import Training

@testable import Transformer
@testable import microgpt

@Suite("The listing of samples")
struct ListingTests {
  @Test("The columns of the likeliest tokens stand under one another, however wide the tokens are shown")
  func columns() throws {
    let tokenizer = try Tokenizer(unit: .scalars, vocabulary: ["\u{1B}", "a", "猫"].map { Array($0.utf8) })
    var listing = SampleListing(
      tokenizer: tokenizer,
      known: nil,
      showsChoices: true,
      style: .plain
    )
    listing.prompt = [tokenizer.boundary]
    let drawn = GeneratedToken(
      text: 0,
      position: 1,
      forgottenCount: 0,
      token: 0,
      probabilities: [0.1, 0.2, 0.3, 0.4],
      isLast: true
    )
    let lines = listing.entry(endingWith: drawn)
    let entry = try #require(lines)
    let rows = entry.split(separator: "\n").filter { $0.contains(" %") }
    #expect(rows.count == 4)
    let places = rows.map { row in displayWidth(of: String(row.prefix { $0 != "%" })) }
    #expect(Set(places).count == 1)
    #expect(rows.contains { $0.hasPrefix("   > \\u{1b}  10.0 % ") })
  }

  @Test("The five likeliest tokens are the first five of all in order")
  func likeliest() {
    var generator = MersenneTwister(seed: 1)
    for _ in 0..<200 {
      // Few different numbers, so that many are equal, and zeros among them.
      let numbers = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
        Double(generator.next(upperBound: UInt(4)))
      }
      let sorted = numbers.indices.filter { numbers[$0] > 0 }.sorted { (numbers[$1], $0) < (numbers[$0], $1) }
      #expect(SampleListing.likeliest(numbers) == Array(sorted.prefix(5)))
    }
  }

  @Test("Empty texts are neither new nor known, and counted by themselves")
  func emptyTexts() {
    #expect(KnownTexts.summary(new: 2, empty: 0, of: 6) == "2 of 6 are new")
    #expect(KnownTexts.summary(new: 1, empty: 3, of: 6) == "1 of 6 is new, 3 are empty")
    #expect(KnownTexts.summary(new: 0, empty: 1, of: 1) == "0 of 1 is new, 1 is empty")
  }
}
