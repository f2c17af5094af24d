import Testing
import Transformer

@Suite("Choices of attention that do not go together")
struct AttentionChoicesErrorTests {
  func expect(
    _ expected: AttentionChoicesError,
    _ text: String,
    heads: Int = 4,
    width: Int = 8,
    context: Int = 6,
    _ change: (inout AttentionChoices) throws -> Void
  ) {
    #expect(throws: GPTConfigurationError.attention(expected)) {
      try AttentionChoicesTests.configuration(heads: heads, width: width, context: context, change)
    }
    #expect(GPTConfigurationError.attention(expected).description == text)
  }

  @Test("Stored heads must divide the heads", arguments: [3, 8, 0, -1, Int.min, Int.max])
  func storedHeads(count: Int) {
    expect(
      .headsNotShared(queryHeads: 4, keyValueHeads: count),
      """
      4 heads can't share \(count) stored ones evenly; the number of stored heads must divide the number of heads
      """
    ) { $0.keyValueHeadCount = count }
  }

  @Test("Latents and stored heads exclude each other, even one")
  func latentWithHeads() {
    expect(
      .latentWithKeyValueHeads,
      "latent attention stores one latent for all heads; choose either a latent or a number of stored heads"
    ) {
      $0.latentWidth = 3
      $0.keyValueHeadCount = 1
    }
  }

  @Test("A latent is narrower than keys and values together, and not empty")
  func latentWidth() throws {
    for width in [16, 17, Int.max] {
      expect(
        .latentTooWide(latent: width, rotaryKey: 0, keysAndValues: 16),
        """
        a latent of width \(width) would store no less than the 16 numbers of keys and values; choose a width below 16
        """
      ) { $0.latentWidth = width }
    }
    for width in [14, 15] {
      expect(
        .latentTooWide(latent: width, rotaryKey: 2, keysAndValues: 16),
        """
        a latent of width \(width) with a rotary key of width 2 would store no less than the 16 numbers of keys and \
        values; choose a width below 14
        """
      ) {
        $0.latentWidth = width
        $0.positions = .rotary(base: 10_000)
      }
    }
    for width in [0, -1, Int.min] {
      expect(
        .latentNotPositive(width),
        "a latent of width \(width) holds nothing; choose a width of at least 1"
      ) { $0.latentWidth = width }
    }
    #expect(try AttentionChoicesTests.configuration { $0.latentWidth = 15 }.cachedNumberCount == 30)
  }

  @Test("Rotation needs pairs in each head, but for latents, which have their own")
  func oddHeads() throws {
    expect(
      .oddHeadWidth(3),
      "rotary positions turn pairs of elements, and a head of width 3 has an odd one; choose an even width",
      heads: 2,
      width: 6
    ) { $0.positions = .rotary(base: 10) }
    _ = try AttentionChoicesTests.configuration(heads: 2, width: 6) {
      $0.positions = .rotary(base: 10)
      $0.latentWidth = 2
    }
  }

  @Test("Latents leave no place for a norm of queries and keys")
  func latentWithNorm() throws {
    expect(
      .latentWithQueryKeyNorm,
      "latent attention stores latents and no keys that could be normalized; choose either a latent or the query–key norm"
    ) {
      $0.latentWidth = 3
      $0.normalizesQueriesAndKeys = true
    }
    _ = try AttentionChoicesTests.configuration { $0.normalizesQueriesAndKeys = true }
  }

  @Test("A page that no sequence can fill is refused")
  func pages() throws {
    for size in [7, Int.max] {
      expect(
        .pageLargerThanContext(pageSize: size, contextLength: 6),
        "a page of \(size) positions is never full in a context of 6; choose one of at most 6"
      ) { $0.store = .paged(pageSize: size) }
    }
    _ = try AttentionChoicesTests.configuration { $0.store = .paged(pageSize: 6) }
  }

  // Position p is the first to have forgotten all of the first n when p = n + size − 1.
  @Test("A store that forgets all that the mask shows is refused, and one that never does is not")
  func blind() throws {
    for (mask, size, position) in [("global:1", 1, 1), ("global:1", 3, 3), ("global:3", 3, 5)] {
      let choice = try #require(MaskChoice(mask))
      expect(
        .blindQuery(position: position, mask: choice, store: .rolling(size: size)),
        """
        under the mask \(mask) the query at position \(position) sees nothing of what the store rolling:\(size) still \
        keeps; choose another mask or store
        """
      ) {
        $0.mask = choice
        $0.store = .rolling(size: size)
      }
    }
    for (mask, size) in [("global:3", 4), ("global:1", 6), ("global:1+window:1", 1), ("strided:4", 2)] {
      let choice = try #require(MaskChoice(mask))
      _ = try AttentionChoicesTests.configuration {
        $0.mask = choice
        $0.store = .rolling(size: size)
      }
    }
  }

  @Test("The most parameters count as many as the variant has")
  func size() throws {
    // 10 C² for queries, output and feed-forward part and 3 r C for latents of r = 2 C − 1, beside 4 C: 16 C² + C.
    func latent(_ width: Int) throws -> GPTConfiguration {
      var choices = AttentionChoices()
      choices.latentWidth = 2 * min(width, 1 << 40) - 1
      choices.kernel = .flash(tileSize: 16)
      return try GPTConfiguration(
        vocabularySize: 1,
        embeddingWidth: width,
        headCount: 1,
        contextLength: 2,
        attention: choices
      )
    }
    // The positive root of 16 C² + C = 2²⁴ is 1023.97.
    #expect(try latent(1023).parameterCount == 16 * 1023 * 1023 + 1023)
    #expect(throws: GPTConfigurationError.tooManyParameters) { try latent(1024) }
    for width in [1 << 20, 1 << 40, Int.max] {
      #expect(throws: GPTConfigurationError.tooManyParameters) { try latent(width) }
    }
    // With one stored head of 1 there are hardly more than 10 C².
    var choices = AttentionChoices()
    choices.keyValueHeadCount = 1
    #expect(
      try GPTConfiguration(
        vocabularySize: 1,
        embeddingWidth: 1280,
        headCount: 1280,
        contextLength: 2,
        attention: choices
      ).parameterCount == 10 * 1280 * 1280 + 2 * 1280 + 4 * 1280
    )
  }

  @Test("Flash allows a longer context than softmax, and wide latents for each of many heads a shorter one")
  func context() throws {
    func configuration(_ context: Int, latent: Int?, _ kernel: KernelChoice) throws {
      var choices = AttentionChoices()
      choices.kernel = kernel
      choices.latentWidth = latent
      _ = try GPTConfiguration(
        vocabularySize: 5,
        embeddingWidth: 512,
        headCount: 512,
        contextLength: context,
        attention: choices
      )
    }
    try configuration(4000, latent: nil, .flash(tileSize: 16))
    #expect(throws: GPTConfigurationError.self) { try configuration(4000, latent: nil, .softmax) }
    // 4000 positions, 512 heads, and a query and an output of 1000 elements each are 4 · 10⁹ values.
    #expect(throws: GPTConfigurationError.self) {
      try configuration(4000, latent: 1000, .flash(tileSize: 16))
    }
  }
}
