import Autograd
import TestSupport
import Testing

@Suite("Softmax")
struct SoftmaxTests {
  let tape = Tape()

  // `e = [math.exp(x - 1.9) for x in [0.7, -2.3, 1.9]]; [x / sum(e) for x in e]`
  @Test("Known values")
  func known() {
    let expected = [0.22883797951525905, 0.011393172131290057, 0.7597688483534508]
    #expect(agree(tape.vector([0.7, -2.3, 1.9]).softmax().data, expected, within: 1e-15))
  }

  @Test(
    "It sums to 1",
    arguments: [[0.7], [0.7, -2.3, 1.9], Array(repeating: 5.5, count: 40), [1000, -1000, 30]]
  )
  func sum(scores: [Double]) {
    let probabilities = tape.vector(scores).softmax().data
    #expect(agree(probabilities.reduce(0, +), 1, within: 1e-15))
    #expect(probabilities.allSatisfy { $0 >= 0 && $0 <= 1 })
  }

  @Test("A shift of all scores changes nothing", arguments: [-700.0, -1.25, 3, 1e6])
  func shift(by amount: Double) {
    let scores = [0.75, -2.25, 1.5]
    let probabilities = tape.vector(scores).softmax().data
    // The scores are multiples of 1/4, so that the shift itself rounds nothing.
    #expect(tape.vector(scores.map { $0 + amount }).softmax().data == probabilities)
  }

  @Test("Scores of ±1000 neither overflow nor vanish together")
  func large() {
    let probabilities = tape.vector([1000, -1000, 999]).softmax().data
    #expect(agree(probabilities, [0.7310585786300049, 0, 0.2689414213699951], within: 1e-15))
    #expect(tape.vector([-1000, -1000]).softmax().data == [0.5, 0.5])
  }

  @Test("Its gradient is orthogonal to a shift: it sums to 0")
  func orthogonal() {
    let scores = tape.vector([0.7, -2.3, 1.9, 0.4])
    dot(scores.softmax(), tape.vector([3.1, -0.7, 0.2, 1.3])).backward()
    #expect(scores.grad.contains { $0.magnitude > 0.1 })
    #expect(scores.grad.reduce(0, +).magnitude < 1e-15)
  }

  @Test("Its gradient is wᵢ (gᵢ − Σⱼ wⱼ gⱼ)")
  func closedForm() {
    let scores = tape.vector([0.7, -2.3, 1.9, 0.4])
    let gradient = [3.1, -0.7, 0.2, 1.3]
    let probabilities = scores.softmax()
    dot(probabilities, tape.vector(gradient)).backward()
    let w = probabilities.data
    let mean = zip(w, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(agree(scores.grad, zip(w, gradient).map { $0 * ($1 - mean) }, within: 1e-15))
  }

  @Test("It takes six records and 3n + 3 nodes", arguments: [1, 2, 17])
  func size(count: Int) {
    let scores = tape.vector(Array(repeating: 0.7, count: count))
    _ = scores.softmax()
    #expect(tape.recordCount == 6)
    #expect(tape.valueCount - count == 3 * count + 3)
  }
}
