import Autograd

/// Neighbouring operations that are executed as one, row by row, because their numbers fit the processor's registers.
///
/// Every intermediate value is still computed and kept, and so is every gradient; only reading them back from memory for the
/// next operation is saved.
enum Pattern: UInt8 {
  /// An operation by itself.
  case single
  /// maximum, subtract, exp, sum, pow(−1), multiply: w = exp(a − max a) / Σ exp(a − max a).
  case softmax
  /// maximum, subtract, exp, sum, log, pick, subtract: y = ln Σ exp(a − max a) − (aₜ − max a).
  case logProbability
  /// dot, multiplyConstant, addConstant, pow(−½), multiply: y = x (c x·x + ε)^−½.
  case normalization

  /// What it is called.
  var name: String {
    switch self {
    case .single: "single"
    case .softmax: "softmax"
    case .logProbability: "negative log-probability"
    case .normalization: "normalization"
    }
  }

  /// How many operations it takes.
  var count: Int {
    switch self {
    case .single: 1
    case .softmax: 6
    case .logProbability: 7
    case .normalization: 5
    }
  }
}

/// Which operations of a recording are executed together: the first pass of planning.
struct Fusion {
  /// The pattern that begins at each operation, which says nothing where a pattern goes on.
  private(set) var patterns: [Pattern]
  /// How many operations before each its pattern began.
  private(set) var offsets: [UInt8]

  private let recording: Recording

  init(_ recording: Recording, _ uses: Uses) {
    self.recording = recording
    patterns = Array(repeating: .single, count: recording.records.count)
    offsets = Array(repeating: 0, count: recording.records.count)
    var index = 0
    while index < recording.records.count {
      let pattern: Pattern =
        Self.isSoftmax(index, recording, uses)
        ? .softmax
        : Self.isLogProbability(index, recording, uses)
          ? .logProbability : Self.isNormalization(index, recording, uses) ? .normalization : .single
      patterns[index] = pattern
      for offset in 1..<max(pattern.count, 1) where pattern != .single {
        offsets[index + offset] = UInt8(offset)
      }
      index += pattern.count
    }
  }

  private static func isSoftmax(_ index: Int, _ recording: Recording, _ uses: Uses) -> Bool {
    let r = recording.records
    guard index + 5 < r.count, isSumOfExponentials(r[index...index + 3]) else { return false }
    let (exponential, sum) = (r[index + 2], r[index + 3])
    let (inverse, quotient) = (r[index + 4], r[index + 5])
    return inverse.operation == .pow && inverse.constant == -1 && inverse.readsAll(of: sum)
      && quotient.operation == .multiply && quotient.secondStride == 0 && quotient.readsAll(of: exponential)
      && quotient.second == inverse.result
      && uses.are([1, 1, 2, 1, 1], from: index)
  }

  private static func isLogProbability(_ index: Int, _ recording: Recording, _ uses: Uses) -> Bool {
    let r = recording.records
    guard index + 6 < r.count, isSumOfExponentials(r[index...index + 3]) else { return false }
    let (difference, sum) = (r[index + 1], r[index + 3])
    let (logarithm, choice, loss) = (r[index + 4], r[index + 5], r[index + 6])
    return logarithm.operation == .log && logarithm.readsAll(of: sum)
      && choice.operation == .pick && choice.first == difference.result && choice.length == difference.count
      && loss.operation == .subtract && loss.readsAll(of: logarithm) && loss.second == choice.result
      && uses.are([1, 2, 1, 1, 1, 1], from: index)
  }

  /// Whether four operations are the maximum of a vector, its distances from there, their exponentials and the sum of those.
  private static func isSumOfExponentials(_ records: Slice<UnsafeBufferPointer<Record>>) -> Bool {
    let r = records.startIndex
    let (maximum, difference) = (records[r], records[r + 1])
    let (exponential, sum) = (records[r + 2], records[r + 3])
    return maximum.operation == .maximum
      && difference.operation == .subtract && difference.secondStride == 0 && difference.firstStride == 1
      && difference.first == maximum.first && difference.count == maximum.length
      && difference.second == maximum.result
      && exponential.operation == .exp && exponential.readsAll(of: difference)
      && sum.operation == .sum && sum.first == exponential.result && sum.length == exponential.count
  }

  private static func isNormalization(_ index: Int, _ recording: Recording, _ uses: Uses) -> Bool {
    let r = recording.records
    guard r[index].operation == .dot, r[index].first == r[index].second, index + 4 < r.count else {
      return false
    }
    let (square, mean, sum) = (r[index], r[index + 1], r[index + 2])
    let (inverse, product) = (r[index + 3], r[index + 4])
    return mean.operation == .multiplyConstant && mean.readsAll(of: square)
      && sum.operation == .addConstant && sum.readsAll(of: mean)
      && inverse.operation == .pow && inverse.constant == -0.5 && inverse.readsAll(of: sum)
      && product.operation == .multiply && product.secondStride == 0 && product.firstStride == 1
      && product.first == square.first && product.count == square.length && product.second == inverse.result
      && uses.are([1, 1, 1, 1], from: index)
  }
}

extension Record {
  /// Whether the first operand is everything that the other operation gave.
  fileprivate func readsAll(of other: Record) -> Bool {
    firstStride == 1 && first == other.result && count == other.count
  }
}

extension Fusion: CustomStringConvertible {
  /// A line for each pattern with the operations it takes, and one for each operation by itself.
  var description: String {
    recording.records.indices.filter { offsets[$0] == 0 }.map { index in
      let names = (index..<index + patterns[index].count).map { recording.name(of: $0) }
      return patterns[index] == .single
        ? names[0] : "\(patterns[index].name): \(names.joined(separator: ", "))"
    }.joined(separator: "\n")
  }
}
