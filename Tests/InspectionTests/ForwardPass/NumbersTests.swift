import TestSupport
import Testing

@testable import Inspection

/// Figures of patterns that are almost all on one key, where 1 − w has lost its digits.
@Suite("Numbers of patterns")
struct NumbersTests {
  /// A pattern as the weights of all keys but the leading one, which gets what they leave.
  struct Known: Sendable, CustomTestStringConvertible {
    let others: [Double]
    /// √Σᵢⱼ Jᵢⱼ² with Jᵢⱼ = wᵢ (δᵢⱼ − wⱼ), in Python's fractions and then 600 digits.
    let jacobianNorm: Double
    /// −Σ w ln w in 600 digits.
    let entropy: Double

    var pattern: [Double] { [1 - others.reduce(0, +)] + others }
    var testDescription: String { "\(others)" }
  }

  static let known = [
    Known(others: [0.3, 0.2], jacobianNorm: 0.45210618221829263, entropy: 1.0296530140645734),
    Known(others: [0.25, 0.25, 0.25], jacobianNorm: 0.4330127018922193, entropy: 1.3862943611198906),
    Known(others: [0.499999999], jacobianNorm: 0.5, entropy: 0.6931471805599453),
    Known(others: [1e-3, 2e-5], jacobianNorm: 0.002008332666881819, entropy: 0.008143630467712085),
    Known(
      others: [1e-9, 3e-12, 2e-20],
      jacobianNorm: 2.001508429162873e-09,
      entropy: 2.180586306385236e-08
    ),
    Known(others: [1e-17], jacobianNorm: 2e-17, entropy: 4.0143946580898777e-16),
    Known(others: [1e-200, 2e-200], jacobianNorm: 4.898979485566356e-200, entropy: 1.3831647614353074e-197),
  ]

  @Test("The Jacobian's norm has all its digits however steep the pattern, in any order", arguments: known)
  func jacobianNorm(known: Known) {
    for pattern in [known.pattern, known.pattern.reversed(), [0] + known.pattern + [0]] {
      #expect((softmaxJacobianNorm(pattern) / known.jacobianNorm - 1).magnitude < 1e-14)
    }
  }

  @Test("The entropy has all its digits however steep the pattern, in any order", arguments: known)
  func entropyOfSteep(known: Known) {
    for pattern in [known.pattern, known.pattern.reversed(), [0] + known.pattern + [0]] {
      #expect((entropy(pattern) / known.entropy - 1).magnitude < 1e-14)
    }
  }

  @Test("One key, or all weight on one, has no entropy and no Jacobian")
  func single() {
    for pattern in [[1.0], [0, 1, 0]] {
      #expect(softmaxJacobianNorm(pattern) == 0)
      #expect(entropy(pattern) == 0)
    }
  }

  @Test("An even pattern of n keys has entropy ln n and norm √(n − 1) / n", arguments: [2, 3, 16, 1000])
  func even(count: Int) {
    let pattern = Array(repeating: 1 / Double(count), count: count)
    #expect(
      agree(softmaxJacobianNorm(pattern), Double(count - 1).squareRoot() / Double(count), within: 1e-14)
    )
    #expect(agree(entropy(pattern), -entropyTerm(count), within: 1e-13))
  }

  /// ln(1/n), by products of the primes' logarithms.
  private func entropyTerm(_ count: Int) -> Double {
    let (two, three, five) = (0.6931471805599453, 1.0986122886681098, 1.6094379124341003)
    switch count {
    case 2: return -two
    case 3: return -three
    case 16: return -4 * two
    default: return -3 * (two + five)
    }
  }
}
