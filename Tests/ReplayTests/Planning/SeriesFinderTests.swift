import Testing

@testable import Replay

/// The series of vectors that operations read.
@Suite("Series")
struct SeriesFinderTests {
  /// A list of vectors at one distance from each other.
  struct EvenList {
    let first: Int32
    let distance: Int32
    let count: Int
  }

  /// Lists that grow by one, are a window, jump, begin within a series, go on where it is uneven, and are of one vector.
  static let lists: [EvenList] =
    (1...40).map { EvenList(first: 100, distance: 8, count: $0) }
    + (1...20).map { EvenList(first: 100 + 8 * Int32($0), distance: 8, count: 16) }
    + [
      EvenList(first: 100, distance: 16, count: 12), EvenList(first: 100, distance: 8, count: 60),
      EvenList(first: 5_000, distance: 3, count: 1), EvenList(first: 5_004, distance: 3, count: 2),
      EvenList(first: 5_000, distance: 4, count: 4), EvenList(first: 5_000, distance: 7, count: 3),
      EvenList(first: 108, distance: -8, count: 2), EvenList(first: 100, distance: 8, count: 61),
    ]

  @Test("Lists whose distance is told are divided as those that are compared vector by vector")
  func distances() {
    var told = SeriesFinder()
    var compared = SeriesFinder()
    for list in Self.lists {
      func position(_ index: Int) -> Int32 { list.first + Int32(index) * list.distance }
      told.append(count: list.count, width: 4, distance: list.distance, position)
      compared.append(count: list.count, width: 4, position)
    }
    func runs(_ finder: SeriesFinder) -> [[Int32]] { finder.runs.map { [$0.series, $0.start, $0.count] } }
    #expect(runs(told) == runs(compared))
    #expect(told.series.map(\.positions) == compared.series.map(\.positions))
    // Every list is what its runs name.
    let named = told.runs.flatMap { run in
      told.series[Int(run.series)].positions[Int(run.start)..<Int(run.start + run.count)]
    }
    #expect(
      named
        == Self.lists.flatMap { list in (0..<list.count).map { list.first + Int32($0) * list.distance } }
    )
    // The forty lists that grow are one run each.
    #expect(runs(told).prefix(40) == (1...40).map { [0, 0, $0] }[...])
  }
}
