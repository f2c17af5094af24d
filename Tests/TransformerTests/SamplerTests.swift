import Foundation
import TestSupport
import Testing
import Transformer

@Suite("Sampler")
struct SamplerTests {
  let logits = [1.5, -0.3, 2.2, 0.4, 2.2, -1.1]

  func probabilities(_ logits: [Double], _ temperature: Double, topK: Int? = nil, topP: Double? = nil)
    -> [Double]
  {
    Sampler(.random(temperature: temperature, topK: topK, topP: topP)).probabilities(of: logits)
  }

  // `e = [math.exp((x - 2.2) / t) for x in logits]; [x / sum(e) for x in e]`
  static let known: [(temperature: Double, probabilities: [Double])] = [
    (
      1,
      [
        0.17857305597545126, 0.02951792761907324, 0.359601974951842, 0.05944180666182628, 0.359601974951842,
        0.0132632598399653,
      ]
    ),
    (
      0.5,
      [
        0.10806087231857495, 0.0029526252826450627, 0.4382084458434919, 0.011973485948287, 0.4382084458434919,
        0.0005961247635090231,
      ]
    ),
    (
      3.7,
      [
        0.18977529322313885, 0.11667055788096602, 0.22929970290452478, 0.14096947924804362,
        0.22929970290452478,
        0.09398526383880199,
      ]
    ),
  ]

  @Test("Known probabilities at three temperatures")
  func known() {
    for (temperature, expected) in Self.known {
      #expect(agree(probabilities(logits, temperature), expected, within: 1e-15))
    }
  }

  @Test(
    "Probabilities sum to 1, restricted or not",
    arguments: [nil, 1, 2, 5, 99],
    [nil, 0.01, 0.5, 0.9, 1]
  )
  func sum(topK: Int?, topP: Double?) {
    let probabilities = probabilities(logits, 0.8, topK: topK, topP: topP)
    #expect(agree(probabilities.reduce(0, +), 1, within: 1e-15))
    #expect(probabilities.allSatisfy { $0 >= 0 })
    let most = min(topK ?? logits.count, logits.count)
    let kept = probabilities.count { $0 > 0 }
    #expect(topP == nil || topP == 1 ? kept == most : (1...most).contains(kept))
  }

  @Test("A low temperature comes near to the likeliest, a high one near to all alike")
  func limits() {
    let cold = probabilities([1.5, 2.2, -0.3], 1e-3)
    #expect(agree(cold, [0, 1, 0], within: 1e-15))
    let hot = probabilities([1.5, 2.2, -0.3], 1e9)
    #expect(hot.allSatisfy { agree($0, 1.0 / 3, within: 1e-8) })
    #expect(probabilities([2.2, 2.2], 1e-3) == [0.5, 0.5])
  }

  @Test("Large logits neither overflow nor vanish together")
  func large() {
    #expect(probabilities([1000, -1000], 0.5) == [1, 0])
    #expect(probabilities([-1000, -1000], 0.5) == [0.5, 0.5])
  }

  @Test("Top-k keeps the k likeliest, of equals the first, and normalizes again")
  func topK() {
    let p = Self.known[0].probabilities
    #expect(probabilities(logits, 1, topK: 1) == [0, 0, 1, 0, 0, 0])
    #expect(probabilities(logits, 1, topK: 2) == [0, 0, 0.5, 0, 0.5, 0])
    let three = p[0] + p[2] + p[4]
    let expected: [Double] = [p[0] / three, 0, p[2] / three, 0, p[4] / three, 0]
    #expect(agree(probabilities(logits, 1, topK: 3), expected, within: 1e-15))
    #expect(agree(probabilities(logits, 1, topK: 6), p, within: 1e-15))
  }

  /// The probabilities 1/8, 1/2, 1/8 and 1/4 as logits.
  let halves = [0.125, 0.5, 0.125, 0.25].map { Foundation.log($0) }

  // 0.5 < 0.7 ≤ 0.5 + 0.25: two tokens. 0.75 < 0.8 ≤ 0.875: three, of the two equal ones the first.
  @Test("Top-p keeps the likeliest until they reach p, and normalizes again")
  func topP() {
    let expected: [(p: Double, probabilities: [Double])] = [
      (0.3, [0, 1, 0, 0]), (0.7, [0, 2.0 / 3, 0, 1.0 / 3]), (0.8, [1.0 / 7, 4.0 / 7, 0, 2.0 / 7]),
      (1, [0.125, 0.5, 0.125, 0.25]),
    ]
    for (p, expected) in expected {
      #expect(agree(probabilities(halves, 1, topP: p), expected, within: 1e-15))
    }
  }

  // After top-k the three left have 4/7, 2/7 and 1/7; 4/7 < 0.8 ≤ 6/7, so two stay, where p alone keeps three.
  @Test("Top-p counts shares of what top-k left")
  func both() {
    let expected: [Double] = [0, 2.0 / 3, 0, 1.0 / 3]
    #expect(agree(probabilities(halves, 1, topK: 3, topP: 0.8), expected, within: 1e-15))
  }

  @Test(
    "Greedy takes the likeliest, of equals the first, shows the model's probabilities, and draws no random number"
  )
  func greedy() {
    let sampler = Sampler(.greedy)
    let probabilities = sampler.probabilities(of: logits)
    #expect(probabilities == Sampler(.random(temperature: 1)).probabilities(of: logits))
    var generator = CountingGenerator()
    #expect(sampler.draw(from: probabilities, using: &generator) == 2)
    #expect(sampler.draw(from: [0.2, 0.4, 0, 0.4], using: &generator) == 1)
    #expect(generator.count == 0)
  }

  @Test("A draw takes one random number, and the first token whose cumulative probability exceeds it")
  func draw() {
    let sampler = Sampler(.random(temperature: 1))
    let words: [(UInt64, Int)] = [(0, 1), (.max / 4, 1), (.max / 4 * 2 + (1 << 60), 3), (.max, 3)]
    for (word, token) in words {
      var generator = CountingGenerator(word: word)
      #expect(sampler.draw(from: [0, 0.5, 0, 0.5], using: &generator) == token)
      #expect(generator.count == 1)
    }
    // Exactly on the border the next token is taken, and one without probability never.
    var border = CountingGenerator(word: 1 << 63)
    #expect(sampler.draw(from: [0, 0.5, 0, 0.5], using: &border) == 3)
  }

  // `torch.softmax(RepetitionPenaltyLogitsProcessor(p)(ids, logits) / t, -1)` of transformers 5.24 with ids 5, 2, 1, 2: logits
  // on both sides of 0, and a token that was read twice.
  static let penalized: [(penalty: Double, temperature: Double, probabilities: [Double])] = [
    (
      1.3, 1,
      [
        0.20994571492919264, 0.031716878911798196, 0.25446331730377925, 0.06988485764624844,
        0.42277875186048663, 0.011210479348494774,
      ]
    ),
    (
      2, 0.7,
      [
        0.21999302700575768, 0.010952807875989, 0.12423404906549376, 0.04570315254467939,
        0.5980030476974514, 0.001113915810628782,
      ]
    ),
    (
      0.5, 1,
      [
        0.04578428811633131, 0.008792868349007704, 0.8320903078626699, 0.015240265601628313,
        0.09219823415387055, 0.005894035916492162,
      ]
    ),
  ]

  @Test("The repetition penalty is that of the transformers library, before the temperature")
  func repetitionPenalty() {
    for (penalty, temperature, expected) in Self.penalized {
      let sampler = Sampler(.random(temperature: temperature), repetitionPenalty: penalty)
      #expect(agree(sampler.probabilities(of: logits, after: [5, 2, 1, 2]), expected, within: 1e-15))
      #expect(sampler.probabilities(of: logits) == probabilities(logits, temperature))
    }
    let neutral = Sampler(.random(temperature: 0.8), repetitionPenalty: 1)
    #expect(neutral.probabilities(of: logits, after: [5, 2, 1, 2]) == probabilities(logits, 0.8))
    // Of the two likeliest, 2 and 4, the greedy choice takes the one that was not read.
    let greedy = Sampler(.greedy, repetitionPenalty: 1.3)
    var generator = CountingGenerator()
    #expect(greedy.draw(from: greedy.probabilities(of: logits, after: [2]), using: &generator) == 4)
    // top-k ranks what the penalty has left: 4 and 0.
    let both = Sampler(.random(temperature: 1, topK: 2), repetitionPenalty: 2)
    let kept = both.probabilities(of: logits, after: [2])
    #expect(kept.indices.filter { kept[$0] > 0 } == [0, 4])
  }

  @Test(
    "The largest and the least penalty leave probabilities, the largest logits too",
    arguments: [1e308, .greatestFiniteMagnitude, 1e-308, .leastNonzeroMagnitude] as [Double],
    [
      [50, 20, -3], [-50, -20, -3], [0, 0, 0], [.greatestFiniteMagnitude, 0, -.greatestFiniteMagnitude],
    ] as [[Double]]
  )
  func extremePenalty(penalty: Double, logits: [Double]) {
    for read in [[], [0], [0, 1], [0, 1, 2]] {
      for choice in [
        Sampler.Choice.greedy, .random(temperature: 0.5), .random(temperature: 1e-300, topP: 0.9),
      ] {
        let probabilities = Sampler(choice, repetitionPenalty: penalty).probabilities(of: logits, after: read)
        #expect(probabilities.allSatisfy { $0 >= 0 && $0 <= 1 }, "\(probabilities)")
        #expect(agree(probabilities.reduce(0, +), 1, within: 1e-15))
      }
    }
    // A token that was read goes below all others, or above them, as the sign of the logit and the penalty say.
    if logits[0] == 50 || logits[0] == -50 {
      let probabilities = Sampler(.greedy, repetitionPenalty: penalty).probabilities(of: logits, after: [0])
      #expect((probabilities[0] == 1) == (penalty < 1 && logits[0] > 0), "\(probabilities)")
    }
  }

  @Test("Probabilities need not sum to 1 to be drawn from")
  func unnormalized() {
    var generator = CountingGenerator(word: 1 << 63)
    #expect(Sampler(.random(temperature: 1)).draw(from: [3, 2, 1], using: &generator) == 1)
  }
}

/// Gives the same word for ever and counts how often.
private struct CountingGenerator: RandomNumberGenerator {
  var word: UInt64 = 0
  var count = 0

  mutating func next() -> UInt64 {
    count += 1
    return word
  }
}
