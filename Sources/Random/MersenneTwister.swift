/// The Mersenne Twister MT19937, bit for bit as CPython's `random.Random(seed)` runs it.
///
/// The state is 624 words of 32 bits and a position in them; a word drawn is the next word of the state, tempered. When
/// all are used, the recurrence
///
///     xₖ₊₆₂₄ = xₖ₊₃₉₇ ⊕ (upper bit of xₖ | lower 31 bits of xₖ₊₁) A
///
/// makes the next 624. Its period is 2¹⁹⁹³⁷ − 1. It is good for experiments that must be repeated exactly, and useless
/// for secrets: 624 words give the whole future away.
///
/// Source: M. Matsumoto and T. Nishimura, "Mersenne Twister: A 623-dimensionally equidistributed uniform pseudo-random
/// number generator", ACM TOMACS 8(1), 1998; seeding is `init_by_array` of their 2002 revision.
public struct MersenneTwister: RandomNumberGenerator, Equatable, Sendable {
  /// How many words the state has.
  static let wordCount = 624

  /// How far ahead of a word stands the one it is mixed with.
  private static let middle = 397

  private var words: [UInt32]
  private var index: Int
  var spareGaussian: Double?

  /// Creates the generator that CPython's `random.Random(seed)` is.
  ///
  /// `init_by_array` gets the seed's 32-bit words, least significant first; zero is the one word 0.
  public init(seed: UInt64) {
    let low = UInt32(truncatingIfNeeded: seed)
    let high = UInt32(truncatingIfNeeded: seed >> 32)
    words = Self.words(fromKey: high == 0 ? [low] : [low, high])
    index = Self.wordCount
    spareGaussian = nil
  }

  /// Draws 32 random bits, one word of the generator.
  public mutating func nextWord() -> UInt32 {
    if index == Self.wordCount { makeNextWords() }
    var word = words[index]
    index += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  /// Draws 64 random bits, two words of the generator: the first drawn is the high half.
  ///
  /// `random()` in CPython takes its words in this order; `getrandbits(64)` takes them in the other, see ``bits(_:)``.
  public mutating func next() -> UInt64 {
    let high = UInt64(nextWord())
    return high << 32 | UInt64(nextWord())
  }

  private mutating func makeNextWords() {
    words.withUnsafeMutableBufferPointer { words in
      for k in 0..<Self.wordCount {
        let joined =
          (words[k] & 0x8000_0000) | (words[(k + 1) % Self.wordCount] & 0x7FFF_FFFF)
        let twisted = (joined >> 1) ^ (joined & 1 == 0 ? 0 : 0x9908_B0DF)
        words[k] = words[(k + Self.middle) % Self.wordCount] ^ twisted
      }
    }
    index = 0
  }

  /// `init_by_array` of the 2002 reference code.
  private static func words(fromKey key: [UInt32]) -> [UInt32] {
    var words = [UInt32](repeating: 0, count: wordCount)
    words[0] = 19_650_218
    for i in 1..<wordCount {
      words[i] = 1_812_433_253 &* (words[i - 1] ^ (words[i - 1] >> 30)) &+ UInt32(i)
    }

    var i = 1
    func advance() {
      i += 1
      if i == wordCount {
        words[0] = words[wordCount - 1]
        i = 1
      }
    }
    for step in 0..<wordCount {
      let mixed = (words[i - 1] ^ (words[i - 1] >> 30)) &* 1_664_525
      let j = step % key.count
      words[i] = (words[i] ^ mixed) &+ key[j] &+ UInt32(j)
      advance()
    }
    for _ in 0..<(wordCount - 1) {
      let mixed = (words[i - 1] ^ (words[i - 1] >> 30)) &* 1_566_083_941
      words[i] = (words[i] ^ mixed) &- UInt32(i)
      advance()
    }
    words[0] = 0x8000_0000
    return words
  }
}

extension MersenneTwister {
  /// All that decides what a generator draws from now on, as CPython's `getstate()` gives it.
  public struct State: Equatable, Sendable {
    /// The 624 words of the state.
    public var words: [UInt32]

    /// How many of the words are used up, 0 to 624; at 624 the next draw makes 624 new ones.
    public var index: Int

    /// The second value of the last pair that ``MersenneTwister/gaussian(mean:standardDeviation:)`` made, if it has
    /// not been given out yet: a standard normal number.
    public var spareGaussian: Double?

    /// Creates a state of its parts, unchecked; a generator made from it checks them.
    public init(words: [UInt32], index: Int, spareGaussian: Double?) {
      self.words = words
      self.index = index
      self.spareGaussian = spareGaussian
    }
  }

  /// Why a state cannot be that of a generator.
  public enum StateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There are not 624 words, but so many.
    case wordCount(Int)

    /// The index is not in 0...624, but this.
    case index(Int)

    /// All bits that count are zero, and so would every number drawn be.
    case allZero

    /// The spare Gaussian is infinite or not a number.
    case spareGaussian

    /// What is wrong, in a sentence.
    public var description: String {
      switch self {
      case .wordCount(let count): "the generator's state has not 624 words but \(count)"
      case .index(let index): "the generator's index is \(index), not in 0...624"
      case .allZero: "the generator's state is all zeros"
      case .spareGaussian: "the generator's spare Gaussian is not a finite number"
      }
    }
  }

  /// The state, from which ``init(_:)`` makes an equal generator.
  public var state: State {
    State(words: words, index: index, spareGaussian: spareGaussian)
  }

  /// Creates a generator that goes on where the one stood whose state this is.
  ///
  /// - Throws: ``StateError`` where no generator can have this state.
  public init(_ state: State) throws(StateError) {
    guard state.words.count == Self.wordCount else { throw .wordCount(state.words.count) }
    guard (0...Self.wordCount).contains(state.index) else { throw .index(state.index) }
    // The recurrence never reads the lower 31 bits of the first word.
    guard state.words[0] >> 31 != 0 || state.words.dropFirst().contains(where: { $0 != 0 }) else {
      throw .allZero
    }
    if let spare = state.spareGaussian, !spare.isFinite { throw .spareGaussian }
    words = state.words
    index = state.index
    spareGaussian = state.spareGaussian
  }
}
