import Autograd
import Testing

/// Where a function has a kink, an end or a special value.
///
/// Expected values are CPython's `math` and IEEE 754's rules.
@Suite("Kinks and ends")
struct EdgeTests {
  let tape = Tape()

  func derivative(at x: Double, _ function: (Value) -> Value) -> (data: Double, grad: Double) {
    let leaf = tape.value(x)
    let result = function(leaf)
    result.backward()
    return (result.data, leaf.grad)
  }

  @Test(
    "relu passes what is positive and its gradient, and nothing else",
    arguments: [
      (-1.7, 0, 0), (-0x1p-1074, 0, 0), (-0.0, 0, 0), (0, 0, 0), (0x1p-1074, 0x1p-1074, 1), (1.7, 1.7, 1),
      (.infinity, .infinity, 1), (-.infinity, 0, 0),
    ] as [(Double, Double, Double)]
  )
  func relu(x: Double, expected: Double, slope: Double) {
    let result = derivative(at: x) { $0.relu() }
    #expect(result.data == expected)
    #expect(result.grad == slope)
  }

  @Test("relu does not hide what is not a number")
  func reluOfNaN() {
    #expect(tape.value(.nan).relu().data.isNaN)
    #expect(tape.vector([0.7, .nan]).relu().data[1].isNaN)
  }

  @Test(
    "Powers at 0 are C's",
    arguments: [
      (0, 1, 0), (1, 0, 1), (2, 0, 0), (3, 0, 0), (0.5, 0, .infinity), (-1, .infinity, -.infinity),
      (-0.5, .infinity, -.infinity),
    ] as [(Double, Double, Double)]
  )
  func powersOfZero(exponent: Double, expected: Double, slope: Double) {
    let result = derivative(at: 0) { $0.pow(exponent) }
    #expect(result.data == expected)
    #expect(result.grad == slope)
  }

  @Test("A negative number has whole powers and no others")
  func powersOfNegatives() {
    #expect(tape.value(-1.5).pow(3).data == -3.375)
    #expect(tape.value(-1.5).pow(-2).data == 1 / 2.25)
    for exponent in [0.5, -0.5, 2.7] {
      #expect(tape.value(-1.5).pow(exponent).data.isNaN)
    }
  }

  @Test("The two powers with ways of their own agree with square root and quotient to the last bit")
  func specialPowers() {
    for x in [1e-300, 0.3, 1.7, 3, 1e300] {
      #expect(tape.value(x).pow(-1).data == 1 / x)
      #expect(tape.value(x).pow(-0.5).data == 1 / x.squareRoot())
    }
  }

  @Test("log is −∞ at 0 and not a number below; exp is 0 and ∞ at its ends")
  func ends() {
    #expect(tape.value(0).log().data == -.infinity)
    #expect(tape.value(-1.7).log().data.isNaN)
    #expect(tape.value(-800).exp().data == 0)
    #expect(tape.value(800).exp().data == .infinity)
  }

  @Test("Runs without elements have the sum 0 and the dot product 0")
  func empty() {
    let nothing = tape.vector([])
    #expect(nothing.sum().data == 0)
    #expect(dot(nothing, nothing).data == 0)
    #expect(dots(tape.vector([0.7]), []).data == [])
    let after = tape.value(1.7) * 2
    #expect(after.parents.map(\.localDerivative) == [2])
    #expect((nothing + 1).data == [])
  }
}
