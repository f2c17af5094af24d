import Basics
import Testing

/// Expected values are CPython's `math` functions; the last bit is the C library's own affair.
@Suite("Elementary functions")
struct ElementaryFunctionsTests {
  func agrees(_ result: Double, _ expected: Double) -> Bool {
    abs(result - expected) <= 2 * expected.ulp
  }

  @Test("Each name is bound to its own function")
  func knownValues() {
    #expect(agrees(ElementaryFunctions.exp(0.7), 2.0137527074704766))
    #expect(agrees(ElementaryFunctions.log(0.7), -0.35667494393873245))
    #expect(agrees(ElementaryFunctions.pow(0.7, 2.3), 0.44027648647741346))
    #expect(agrees(ElementaryFunctions.sin(0.7), 0.644217687237691))
    #expect(agrees(ElementaryFunctions.cos(0.7), 0.7648421872844885))
  }

  @Test("The edges are IEEE 754's")
  func edges() {
    #expect(ElementaryFunctions.log(0) == -.infinity)
    #expect(ElementaryFunctions.log(-1).isNaN)
    #expect(ElementaryFunctions.exp(-.infinity) == 0)
    #expect(ElementaryFunctions.exp(1000) == .infinity)
    #expect(ElementaryFunctions.pow(0, 0) == 1)
    #expect(ElementaryFunctions.pow(-2, 3) == -8)
  }
}
