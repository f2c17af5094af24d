import Random
import Testing

@Suite("Mersenne Twister")
struct MersenneTwisterTests {
  @Test("Words are CPython's, across many refills of the state", arguments: KnownValues.all)
  func words(known: KnownValues) {
    var generator = MersenneTwister(seed: known.seed)
    var drawn: [UInt32] = []
    for _ in 0..<10_000 { drawn.append(generator.nextWord()) }
    #expect(Array(drawn.prefix(4)) == known.words)
    #expect(drawn.last == known.word10000)
  }

  @Test("The first word drawn is the high half of next()", arguments: KnownValues.all)
  func next(known: KnownValues) {
    var generator = MersenneTwister(seed: known.seed)
    #expect(generator.next() == UInt64(known.words[0]) << 32 | UInt64(known.words[1]))
    #expect(generator.next() == UInt64(known.words[2]) << 32 | UInt64(known.words[3]))
  }

  @Test("unit() and nextUnit() are CPython's random()", arguments: KnownValues.all)
  func unit(known: KnownValues) {
    var generator = MersenneTwister(seed: known.seed)
    var other = generator
    #expect(known.units.map { _ in generator.unit() } == known.units)
    #expect(known.units.map { _ in other.nextUnit() } == known.units)
    #expect(generator == other)
  }

  // The C library's log, sin and cos may differ in the last bit between platforms.
  @Test("gaussian() is CPython's gauss, to the last bits of the C library", arguments: KnownValues.all)
  func gaussian(known: KnownValues) {
    var generator = MersenneTwister(seed: known.seed)
    for expected in known.gaussians {
      #expect(abs(generator.gaussian() - expected) <= 4 * expected.ulp)
    }
  }

  // r = random.Random(7); [r.gauss(3, 0.5).hex() for _ in range(3)]
  @Test("Mean and standard deviation shift and stretch both numbers of a pair")
  func gaussianWithMean() {
    var generator = MersenneTwister(seed: 7)
    for expected in [0x1.6f9f_a848_5b4b_fp+1, 0x1.a0bb_4b3d_19be_5p+1, 0x1.7187_a3f3_a05a_cp+1] {
      let drawn = generator.gaussian(mean: 3, standardDeviation: 0.5)
      #expect(abs(drawn - expected) <= 4 * expected.ulp)
    }
  }

  @Test("A pair of Gaussians costs two random() and leaves nothing behind")
  func gaussianCost() {
    var generator = MersenneTwister(seed: 42)
    var other = generator
    _ = generator.gaussian()
    #expect(generator.state.spareGaussian != nil)
    _ = generator.gaussian()
    for _ in 0..<4 { _ = other.nextWord() }
    #expect(generator == other)
  }

  @Test("bits(k) is CPython's getrandbits(k)", arguments: KnownValues.all)
  func bits(known: KnownValues) {
    var generator = MersenneTwister(seed: known.seed)
    #expect(KnownValues.bitCounts.map { generator.bits($0) } == known.bits)
  }

  @Test("bits(0) is 0 and draws nothing")
  func noBits() {
    var generator = MersenneTwister(seed: 42)
    #expect(generator.bits(0) == 0)
    #expect(generator == MersenneTwister(seed: 42))
  }

  @Test("below(n) is CPython's _randbelow(n)", arguments: KnownValues.all)
  func below(known: KnownValues) {
    var generator = MersenneTwister(seed: known.seed)
    #expect(KnownValues.bounds.map { generator.below($0) } == known.below)
  }

  @Test("shuffle is CPython's random.shuffle", arguments: KnownValues.all)
  func shuffle(known: KnownValues) {
    var generator = MersenneTwister(seed: known.seed)
    var elements = Array(0..<20)
    generator.shuffle(&elements)
    #expect(elements == known.shuffled)
  }

  @Test("Shuffling nothing or one element draws nothing", arguments: [0, 1])
  func shuffleOfFew(count: Int) {
    var generator = MersenneTwister(seed: 42)
    var elements = Array(0..<count)
    generator.shuffle(&elements)
    #expect(elements == Array(0..<count))
    #expect(generator == MersenneTwister(seed: 42))
  }

  @Test("Every number stays in its range, and every value of a small range comes up")
  func ranges() {
    var generator = MersenneTwister(seed: 3)
    var seen: [Int: Set<UInt64>] = [:]
    for _ in 0..<2000 {
      #expect((0..<1).contains(generator.unit()))
      for count in 1...4 { seen[count, default: []].insert(generator.bits(count)) }
      for bound in 5...7 { seen[bound, default: []].insert(UInt64(generator.below(bound))) }
    }
    for count in 1...4 { #expect(seen[count] == Set(0..<(1 << UInt64(count)))) }
    for bound in 5...7 { #expect(seen[bound] == Set(0..<UInt64(bound))) }
  }

  @Test("The high word of a seed counts")
  func seedsOfTwoWords() {
    var low = MersenneTwister(seed: 5)
    var both = MersenneTwister(seed: 5 + 1 << 32)
    #expect(low.nextWord() != both.nextWord())
  }
}
