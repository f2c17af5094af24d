import Autograd
import Basics

extension Tape {
  /// Records a computation as a program, and takes it off the tape again.
  ///
  /// - Parameters:
  ///   - leaves: for which gradients are wanted; nil for all gradients of everything. What leads to none of them is mostly
  ///     left out, and what other gradients are afterwards means nothing.
  ///   - body: the computation. What of it depends on data must be an ``Input``, made within, or a leaf, made before;
  ///     everything else, and what is computed with recording off, is as it was when it was recorded. It gives the values
  ///     from which ``Program/backward(seed:)`` shall go, such as the losses of documents.
  public func program(differentiating leaves: Vector? = nil, _ body: () -> [Value]) -> Program {
    program(differentiating: leaves, precision: .double, body)
  }

  /// The same for any precision: only a ``SeparateWorkspace`` runs programs of single precision.
  package func program(
    differentiating leaves: Vector?,
    precision: Precision,
    _ body: () -> [Value]
  ) -> Program {
    require(isRecording, "a program can't be made of what is not recorded")
    let mark = mark
    defer { rewind(to: mark) }
    let results = body()
    // What the body gave, and what it left of the tape.
    storage.check(mark)
    for result in results { storage.check(result) }
    if let leaves { storage.check(leaves) }
    return Program(
      self,
      from: mark,
      results: results,
      differentiating: leaves.map { $0.position..<$0.position + $0.count },
      precision: precision
    )
  }
}
