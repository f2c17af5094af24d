import Autograd
import TestSupport
import Testing

@testable import Transformer

@Suite("RMSNorm")
struct RMSNormTests {
  let tape = Tape()

  // `[v / math.sqrt((0.7**2 + 2.3**2 + 1.9**2) / 3 + 1e-5) for v in (0.7, -2.3, 1.9)]`
  @Test("Known values")
  func known() {
    let expected = [0.3956627612123206, -1.3000347868404818, 1.0739417804334415]
    #expect(agree(tape.vector([0.7, -2.3, 1.9]).rmsNormalized().data, expected, within: 1e-15))
    #expect(tape.vector([0, 0]).rmsNormalized().data == [0, 0])
  }

  @Test("The mean square of the result is 1 where the input is far from 0")
  func meanSquare() {
    let normalized = tape.vector([70, -230, 190]).rmsNormalized()
    #expect(agree(dot(normalized, normalized).data / 3, 1, within: 1e-8))
  }

  @Test("It takes five records and n + 4 nodes", arguments: [1, 6])
  func size(count: Int) {
    _ = tape.vector(Array(repeating: 0.7, count: count)).rmsNormalized()
    #expect(tape.recordCount == 5)
    #expect(tape.valueCount == count + count + 4)
  }
}
