import Inspection
import Testing
import Transformer

@Suite("Store statistics")
struct StoreStatisticsTests {
  /// 2 layers, each with 2 stored heads of width 2: 2 · (4 + 4) = 16 numbers, 128 bytes, for each position.
  static let bytes = 128

  func model(_ change: (inout AttentionChoices) -> Void = { _ in }) throws -> GPTConfiguration {
    var choices = AttentionChoices()
    change(&choices)
    return try GPTConfiguration(
      vocabularySize: 5,
      layerCount: 2,
      embeddingWidth: 4,
      headCount: 2,
      contextLength: 16,
      attention: choices
    )
  }

  @Test(
    "Lists hold every position of every sequence",
    arguments: [([5], 5), ([3, 7, 7], 17), ([1, 1, 1, 1], 4), ([], 0)]
  )
  func lists(lengths: [Int], positions: Int) throws {
    let statistics = StoreStatistics(listsOfLengths: lengths, in: try model())
    #expect(statistics.positionCount == positions)
    #expect(statistics.pageCount == nil)
    #expect(statistics.sharedPageCount == nil)
    #expect(statistics.byteCount == positions * Self.bytes)
  }

  struct Known: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lengths: [Int]
    let beginning, pageSize: Int
    let positions, pages, shared: Int
  }

  static let known = [
    // Each: 4 of the beginning's 5 on one common page; its own copy of the fifth with what follows, up to 8 and up to 7.
    Known(
      testDescription: "a beginning that ends within a page",
      lengths: [8, 7],
      beginning: 5,
      pageSize: 4,
      positions: 4 + 4 + 3,
      pages: 3,
      shared: 1
    ),
    // The beginning fills two pages; 9 more positions of the third take 1, those of the second 1, the first none.
    Known(
      testDescription: "a beginning that ends on a page's border",
      lengths: [8, 9, 12],
      beginning: 8,
      pageSize: 4,
      positions: 8 + 1 + 4,
      pages: 4,
      shared: 2
    ),
    // Those that add nothing share the page that is half full; the one that writes has a copy.
    Known(
      testDescription: "sequences that end with the beginning",
      lengths: [6, 6, 7],
      beginning: 6,
      pageSize: 4,
      positions: 4 + 2 + 3,
      pages: 3,
      shared: 2
    ),
    Known(
      testDescription: "one sequence shares nothing",
      lengths: [10],
      beginning: 5,
      pageSize: 4,
      positions: 10,
      pages: 3,
      shared: 0
    ),
    Known(
      testDescription: "pages of one position",
      lengths: [5, 4, 7],
      beginning: 3,
      pageSize: 1,
      positions: 3 + 2 + 1 + 4,
      pages: 10,
      shared: 3
    ),
    Known(
      testDescription: "pages larger than any sequence",
      lengths: [5, 4, 3],
      beginning: 3,
      pageSize: 100,
      positions: 5 + 4 + 3,
      pages: 3,
      shared: 0
    ),
    Known(
      testDescription: "no common beginning",
      lengths: [5, 8],
      beginning: 0,
      pageSize: 4,
      positions: 13,
      pages: 4,
      shared: 0
    ),
    Known(
      testDescription: "no sequences",
      lengths: [],
      beginning: 5,
      pageSize: 4,
      positions: 0,
      pages: 0,
      shared: 0
    ),
  ]

  @Test("Pages are as many as by hand, and take their room whether full or not", arguments: known)
  func pages(known: Known) throws {
    let statistics = StoreStatistics(
      pagesForLengths: known.lengths,
      beginning: known.beginning,
      pageSize: known.pageSize,
      in: try model()
    )
    #expect(statistics.positionCount == known.positions)
    #expect(statistics.pageCount == known.pages)
    #expect(statistics.sharedPageCount == known.shared)
    #expect(statistics.byteCount == known.pages * known.pageSize * Self.bytes)
  }

  // 16 numbers for each position as they are; a stored head fewer, 8; latents of 3 and a rotary pair, 2 · (3 + 2).
  @Test("Bytes count what the model's choices store")
  func choices() throws {
    for (model, numbers) in [
      (try model(), 16), (try model { $0.keyValueHeadCount = 1 }, 8),
      (
        try model {
          $0.latentWidth = 3
          $0.positions = .rotary(base: 10)
        }, 10
      ),
    ] {
      #expect(StoreStatistics(listsOfLengths: [3, 4], in: model).byteCount == 7 * numbers * 8)
      let paged = StoreStatistics(pagesForLengths: [3, 4], beginning: 2, pageSize: 2, in: model)
      #expect(paged.byteCount == 3 * 2 * numbers * 8)
    }
  }
}
