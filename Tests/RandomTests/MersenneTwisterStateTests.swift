import Random
import Testing

@Suite("Mersenne Twister's state")
struct MersenneTwisterStateTests {
  /// A generator in the middle of its words with a spare Gaussian: five Gaussians and 700 words after seed 42.
  static func usedGenerator() -> MersenneTwister {
    var generator = MersenneTwister(seed: 42)
    for _ in 0..<5 { _ = generator.gaussian() }
    for _ in 0..<700 { _ = generator.nextWord() }
    return generator
  }

  // getstate() after r = random.Random(42), five r.gauss(0, 1) and 700 r.getrandbits(32).
  @Test("The state is what CPython's getstate() gives")
  func stateOfPython() throws {
    let state = Self.usedGenerator().state
    #expect(state.index == 88)
    #expect(state.words.count == 624)
    #expect(Array(state.words.prefix(3)) == [2_855_956_593, 2_685_291_548, 3_345_876_759])
    #expect(Array(state.words.suffix(3)) == [3_134_381_292, 295_506_872, 2_480_087_397])
    #expect(state.words.reduce(into: UInt64(0)) { $0 += UInt64($1) } == 1_321_250_478_297)
    let spare = try #require(state.spareGaussian)
    #expect(abs(spare - -0x1.7f52_8da9_25fa_4p+0) <= 4 * spare.ulp)
    var restored = try MersenneTwister(state)
    #expect(restored.unit() == 0x1.ecd1_4c3e_f27e_1p-1)
  }

  @Test("A generator made of a state goes on as the one it was read from")
  func roundTrip() throws {
    var generator = Self.usedGenerator()
    var restored = try MersenneTwister(generator.state)
    #expect(restored == generator)
    for _ in 0..<3 { #expect(restored.gaussian() == generator.gaussian()) }
    for _ in 0..<2000 { #expect(restored.nextWord() == generator.nextWord()) }
    #expect(restored.state == generator.state)
  }

  @Test("Reading the state, or copying the generator, leaves it as it was")
  func copiesAreApart() {
    let generator = Self.usedGenerator()
    var copy = generator
    _ = generator.state
    for _ in 0..<1000 { _ = copy.nextWord() }
    #expect(generator == Self.usedGenerator())
    #expect(copy != generator)
  }

  @Test("Both ends of the index are states", arguments: [0, 624])
  func indexAtItsEnds(index: Int) throws {
    var state = MersenneTwister(seed: 1).state
    state.index = index
    var generator = try MersenneTwister(state)
    _ = generator.nextWord()
    #expect(generator.state.index == 1)
  }

  @Test("A state that no generator can have is refused")
  func impossibleStates() {
    let good = MersenneTwister(seed: 1).state
    func refuses(_ error: MersenneTwister.StateError, _ change: (inout MersenneTwister.State) -> Void) {
      var state = good
      change(&state)
      #expect(throws: error) { try MersenneTwister(state) }
      #expect(!error.description.isEmpty)
    }
    refuses(.wordCount(0)) { $0.words = [] }
    refuses(.wordCount(623)) { $0.words.removeLast() }
    refuses(.wordCount(625)) { $0.words.append(0) }
    refuses(.index(-1)) { $0.index = -1 }
    refuses(.index(625)) { $0.index = 625 }
    refuses(.allZero) { $0.words = [0x7FFF_FFFF] + Array(repeating: 0, count: 623) }
    refuses(.spareGaussian) { $0.spareGaussian = .infinity }
    refuses(.spareGaussian) { $0.spareGaussian = .nan }
  }

  @Test("A state with one bit set draws numbers other than zero", arguments: [0, 1, 623])
  func oneBit(position: Int) throws {
    var words = [UInt32](repeating: 0, count: 624)
    words[position] = 0x8000_0000
    var generator = try MersenneTwister(.init(words: words, index: 624, spareGaussian: nil))
    var union: UInt32 = 0
    for _ in 0..<2000 { union |= generator.nextWord() }
    #expect(union != 0)
  }
}
