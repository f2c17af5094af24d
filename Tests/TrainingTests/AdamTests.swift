import Autograd
import TestSupport
import Testing
import Training

@Suite("Adam")
struct AdamTests {
  // With η falling from 0.01 by a quarter each step, in Python:
  //
  //     m = 0.85 * m + (1 - 0.85) * g;  v = 0.99 * v + (1 - 0.99) * g ** 2
  //     p -= η * (m / (1 - 0.85 ** t)) / ((v / (1 - 0.99 ** t)) ** 0.5 + 1e-8)
  static let gradients = [[0.5, -1.25, 0.0], [0.25, 3.0, 1e-9], [-2.0, 0.125, -4e3], [0.0, 0.0, 1e-3]]
  static let parameters = [
    [0.6900000002, -2.29000000008, 1.9],
    [0.6830667162312246, -2.293411896852648, 1.899621430663349],
    [0.6853687591513703, -2.295247289688233, 1.9029710862642277],
    [0.6862830697147199, -2.295976259180319, 1.904301480487506],
  ]
  static let firstMoments = [-0.18184687500000005, 0.2259140625, -509.99984999989164]
  static let secondMoments = [0.04263831000000004, 0.10352460937500009, 158400.00000001016]

  @Test("Four steps over three parameters are those worked out in Python")
  func steps() {
    let tape = Tape()
    let parameters = tape.vector([0.7, -2.3, 1.9])
    var optimizer = Adam(parameterCount: 3)
    for (index, gradient) in Self.gradients.enumerated() {
      for (leaf, gradient) in zip(parameters, gradient) { leaf.grad = gradient }
      optimizer.update(parameters, step: index + 1, learningRate: 0.01 * (1 - Double(index) / 4))
      #expect(agree(parameters.data, Self.parameters[index], within: 1e-15))
      #expect(parameters.grad == [0, 0, 0])
    }
    #expect(agree(optimizer.firstMoments, Self.firstMoments, within: 1e-15))
    #expect(agree(optimizer.secondMoments, Self.secondMoments, within: 1e-15))
  }

  @Test("Going on from saved moments gives the same bits")
  func saved() {
    func run(stoppingAfter stop: Int?) -> [Double] {
      let tape = Tape()
      let leaves = tape.vector([0.7, -2.3, 1.9])
      var optimizer = Adam(parameterCount: 3)
      for (index, gradient) in Self.gradients.enumerated() {
        if index == stop {
          optimizer = Adam(firstMoments: optimizer.firstMoments, secondMoments: optimizer.secondMoments)
        }
        for (leaf, gradient) in zip(leaves, gradient) { leaf.grad = gradient }
        optimizer.update(leaves, step: index + 1, learningRate: 0.01)
      }
      return leaves.data
    }
    #expect(run(stoppingAfter: 2) == run(stoppingAfter: nil))
  }

  @Test("Moments below the smallest normal number neither move a parameter nor, on x86, stay")
  func subnormals() {
    let tape = Tape()
    // Two whole vectors of the widest lanes and three more.
    let count = 19
    let parameters = tape.vector((0..<count).map { Double($0) - 9 })
    let moments = (0..<count).map { $0 % 2 == 0 ? 3 * Double.leastNonzeroMagnitude : 0.5 }
    var optimizer = Adam(firstMoments: moments, secondMoments: moments)
    optimizer.update(parameters, step: 5_000, learningRate: 0.01)
    let kept = (0..<count).map { $0 % 2 == 0 ? 3 * Double.leastNonzeroMagnitude : 0.85 * 0.5 }
    #if arch(x86_64)
    #expect(agree(optimizer.firstMoments, kept.map { $0 < 0.1 ? 0 : $0 }, within: 0))
    #expect(optimizer.secondMoments.enumerated().allSatisfy { ($1 == 0) == ($0 % 2 == 0) })
    #else
    #expect(optimizer.firstMoments == kept)
    #endif
    for (index, parameter) in parameters.data.enumerated() {
      let start = Double(index) - 9
      #expect(index % 2 == 0 ? parameter == start : parameter < start)
    }
    // The setting is Adam's alone.
    #expect(moments.map { $0 * optimizer.firstMoments[1] / 0.425 }[0] > 0)
  }

  @Test(
    "The first step is the learning rate long against every gradient, however large it is",
    arguments: [1e-3, 1, 1e6]
  )
  func firstStep(size: Double) {
    let tape = Tape()
    let parameters = tape.vector([0, 0, 0])
    for (leaf, gradient) in zip(parameters, [size, -size, 0]) { leaf.grad = gradient }
    var optimizer = Adam(parameterCount: 3)
    optimizer.update(parameters, step: 1, learningRate: 0.25)
    #expect(parameters.data.map { ($0 * 1e4).rounded() / 1e4 } == [-0.25, 0.25, 0])
  }

  @Test("The norm is the Euclidean one, and scaling multiplies every gradient")
  func gradientNorm() {
    let tape = Tape()
    let v = tape.vector([0.7, -2.3, 1.9])
    #expect(v.gradientNorm == 0)
    for (leaf, gradient) in zip(v, [2.0, -3, 6]) { leaf.grad = gradient }
    #expect(v.gradientNorm == 7)
    v.scaleGradients(by: 0.5)
    #expect(v.grad == [1, -1.5, 3])
    #expect(v[1..<3].gradientNorm == 11.25.squareRoot())
  }

  @Test(
    "The norm is a number wherever it can be",
    arguments: [1e-300, 1e-200, 1e-150, 1, 1e150, 1e200, 3e307]
  )
  func extremeNorm(size: Double) {
    let tape = Tape()
    let v = tape.vector(Array(repeating: 0, count: 40))
    #expect(v.gradientNorm == 0)
    v[7].grad = 3 * size
    v[39].grad = -4 * size
    #expect(agree(v.gradientNorm / size, 5, within: 1e-15))
    v[8].grad = .nan
    #expect(!v.gradientNorm.isFinite)
    v[8].grad = .infinity
    #expect(!v.gradientNorm.isFinite)
  }
}
