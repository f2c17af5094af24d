import Testing

@testable import Arguments

@Suite("Did you mean")
struct SuggestionTests {
  // Distances worked by hand; the swap of neighbours counts once.
  @Test(
    "The distance counts insertions, deletions, replacements and swaps",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("train", "train", 0), ("trian", "train", 1),
      ("kitten", "sitting", 3), ("stps", "steps", 1), ("ca", "abc", 3), ("abcd", "badc", 2),
    ] as [(String, String, Int)]
  )
  func distance(first: String, second: String, expected: Int) {
    #expect(editDistance(Array(first), Array(second)) == expected)
    #expect(editDistance(Array(second), Array(first)) == expected)
  }

  let names = ["--steps", "--seed", "--samples", "--embedding", "--learning-rate", "--top-k", "--top-p"]

  @Test(
    "Only a close name is suggested",
    arguments: [
      ("--stpes", "--steps"), ("--STEPS", "--steps"), ("--embeding", "--embedding"),
      ("--learningrate", "--learning-rate"),
      ("--learn", "--learning-rate"), ("--sample", "--samples"), ("-seed", "--seed"),
    ]
  )
  func close(typed: String, expected: String) {
    #expect(closestName(to: typed, among: names) == expected)
  }

  @Test(
    "A far name, an ambiguous beginning and no letters suggest nothing",
    arguments: ["--velocity", "--", "--le", "x"]
  )
  func far(typed: String) {
    #expect(closestName(to: typed, among: names) == nil)
    #expect(suggestion(for: typed, among: names) == "")
  }

  @Test("Of names equally near the first is suggested")
  func ties() {
    #expect(closestName(to: "--top", among: names) == nil)
    #expect(closestName(to: "--top-q", among: names) == "--top-k")
  }
}
