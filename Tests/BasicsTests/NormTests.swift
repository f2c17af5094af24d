import Basics
import Testing

@Suite("The norm")
struct NormTests {
  @Test("It is a number wherever it can be", arguments: [1e-300, 1e-200, 1, 1e200, 3e307])
  func sizes(size: Double) {
    #expect(abs(norm([3 * size, -4 * size, 0]) / size - 5) <= 2 * 5.0.ulp)
    #expect(norm([size, .infinity]) == .infinity)
    #expect(norm([size, .nan]).isNaN)
    #expect(norm([0, 0]) == 0 && norm([]) == 0)
  }
}
