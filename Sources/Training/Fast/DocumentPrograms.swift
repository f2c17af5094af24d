import Autograd
import Basics
import Replay
import Transformer

/// The losses of documents as programs: one for each number of positions, and of documents that are read side by side.
///
/// Each is recorded when it is first needed.
final class DocumentPrograms<Model: TrainableModel> {
  private let model: Model
  private let precision: Precision
  /// The program of n positions and 2ᵏ documents at 4n + k.
  private var programs: [Program?] = []
  private var byteCount = 0
  /// Where the tape ended when they were recorded.
  private var mark: Tape.Mark

  /// How much memory all programs may take together; when they outgrow it, they are made anew as they are needed.
  private static var largestByteCount: Int { 256 << 20 }
  /// Beyond this many positions side by side, weights are not loaded less often and caches are outgrown.
  private static var largestPositionCount: Int { 64 }

  init(_ model: Model, _ precision: Precision) {
    self.model = model
    self.precision = precision
    mark = model.tape.mark
  }

  /// How many of `available` documents of one length to read side by side: a power of two.
  func documentCount(positions: Int, available: Int) -> Int {
    var count = 8
    while count > 1, count > available || count * positions > Self.largestPositionCount { count /= 2 }
    return count
  }

  /// The program whose results are the losses of `documents` documents with `positions` tokens to predict each.
  ///
  /// Its inputs are the tokens of the first document, one more than its positions, then those of the next.
  func program(positions: Int, documents: Int) -> Program {
    if model.tape.mark != mark { forget() }
    let index = 4 * positions + documents.trailingZeroBitCount
    while programs.count <= index { programs.append(nil) }
    if let program = programs[index] { return program }
    let tokens = Array(repeating: 0, count: positions + 1)
    let program = model.tape.program(differentiating: model.parameterVector, precision: precision) {
      (0..<documents).map { _ in model.loss(of: tokens) }
    }
    require(
      program.inputCount == documents * (positions + 1),
      "the model makes inputs of its own, which a program of its losses can't know"
    )
    if byteCount + program.byteCount > Self.largestByteCount { forget() }
    byteCount += program.byteCount
    programs[index] = program
    return program
  }

  /// A program works above everything on the tape, and only as long as nothing is appended or taken away.
  private func forget() {
    programs = Array(repeating: nil, count: programs.count)
    byteCount = 0
    mark = model.tape.mark
  }
}
