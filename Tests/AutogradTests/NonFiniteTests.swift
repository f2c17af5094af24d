import Autograd
import Testing

@Suite("First result that is not finite")
struct NonFiniteTests {
  let tape = Tape()

  @Test("It is the first, also within a run, and not what follows from it")
  func first() {
    let v = tape.vector([0.7, 0, -2.3])
    _ = v * 2
    let logarithms = v.log()
    _ = logarithms.sum() + 1
    #expect(tape.firstNonFiniteResult == logarithms[1])
    #expect(tape.firstNonFiniteResult.map { "\($0)" } == "v7 = log(v1) = -inf, gradient 0.0")
  }

  @Test("There is none on a tape of finite numbers, and leaves do not count")
  func none() {
    let v = tape.vector([0.7, .nan])
    _ = v[0] * 2
    #expect(tape.firstNonFiniteResult == nil)
    let sum = v.sum()
    #expect(tape.firstNonFiniteResult == sum)
  }
}
