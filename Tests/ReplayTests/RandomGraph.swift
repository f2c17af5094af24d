import Autograd

/// Sixty operations on vectors that earlier ones gave, chosen at random: operands are shared, overlap, and are both operands
/// of one operation.
struct RandomGraph {
  let leaves: Vector

  private let tape: Tape
  private let matrices: [Matrix]
  private let choices: [(kind: Int, first: Int, second: Int, third: Int)]

  /// A graph on leaves that it puts on a tape, the same for the same seed.
  init(_ tape: Tape, seed: Int) {
    self.tape = tape
    var random = SplitMix(state: UInt64(seed))
    func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    leaves = tape.vector((0..<12).map { 0.3 + 0.05 * Double($0) })
    matrices = (1...12).map { tape.matrix(rows: 1 + $0 % 5, columns: $0, counting(from: -0.2)) }
    choices = (0..<60).map { _ in (below(16), below(1_000_000), below(1_000_000), below(1_000_000)) }
  }

  /// Records it, and gives two results.
  func compute() -> [Value] {
    var vectors = [leaves]
    for (kind, first, second, third) in choices {
      let x = vectors[first % vectors.count]
      let y = vectors[second % vectors.count]
      let width = min(x.count, y.count, 1 + third % 12)
      let a = x[
        offsets: (third / 12) % (x.count - width + 1)..<(third / 12) % (x.count - width + 1) + width
      ]
      let b = y[
        offsets: (third / 144) % (y.count - width + 1)..<(third / 144) % (y.count - width + 1) + width
      ]
      switch kind {
      case 0: vectors.append(a * b * 0.5)
      case 1: vectors.append(a - b)
      case 2: vectors.append(vector(of: [dot(a, b), dot(b, a), dot(a, a)]) * 0.1)
      case 3: vectors.append(a.softmax())
      case 4: vectors.append(concatenate([a, b]))
      case 5: vectors.append(a * (dot(b, b) + 1).pow(-0.7))
      case 6: vectors.append((a + b).relu())
      case 7: vectors.append(weightedSum(vector(of: [a[a.startIndex], b[b.startIndex]]), [a, b]) * 0.3)
      case 8: vectors.append(dots(a, [b, a, b]) * 0.2)
      case 9: vectors.append(matrices[width - 1] * a * 0.2)
      case 10: vectors.append(a[a.startIndex] * b * 0.4)
      case 11: vectors.append(b / (a[a.startIndex] * a[a.startIndex] + 2.0))
      case 12: vectors.append(matrices[width - 1][tape.input(third % matrices[width - 1].rows)] - a)
      case 13:
        let made = tape.matrix(rows: 3, columns: width, counting(from: 0.05))
        vectors.append(made.elements.exp()[offsets: 0..<width] * (made * a).sum() * 0.02)
      case 14:
        let losses = [a, b, a].map { $0.negativeLogProbability(of: tape.input(third % width)) }
        vectors.append(vector(of: losses) * 0.1)
      default: vectors.append(a * (dot(a, a) / Double(width) + 1e-5).pow(-0.5))
      }
    }
    let last = vectors[vectors.count - 1]
    return [concatenate(vectors).sum(), dot(last, last)]
  }
}

/// Numbers that grow by a tenth.
func counting(from start: Double) -> () -> Double {
  var number = start
  return {
    defer { number += 0.1 }
    return number
  }
}

/// A small generator, for choices that differ from test to test.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
