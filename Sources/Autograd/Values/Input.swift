/// A whole number on a ``Tape`` that chooses what an operation reads: the row of an embedding, the target of a loss.
///
/// It is data, like the numbers, and not part of the graph's shape. It has no gradient.
public struct Input {
  #if DEBUG
  unowned let tape: Tape
  #else
  unowned(unsafe) let tape: Tape
  #endif
  let position: Int

  /// The number.
  public var index: Int {
    tape.check(self)
    return Int(tape.inputs.base[position])
  }
}
