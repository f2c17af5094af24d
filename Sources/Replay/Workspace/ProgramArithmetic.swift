import Autograd

/// In which numbers programs compute, and what computes in them.
///
/// Whoever names only ``double`` is compiled without the kernels of the other.
public struct ProgramArithmetic: Sendable {
  /// Its name.
  public let precision: Precision
  /// Makes memory for the programs of a tape.
  package let makeWorkspace: @Sendable (Tape) -> SeparateWorkspace
  /// Adds a range of the gradients of shards, in the order of the shards, to those of `target`.
  package let add:
    @Sendable (
      _ shards: ArraySlice<ShardGradients>, _ range: Range<Int>, _ target: UnsafeMutablePointer<Double>
    )
      -> Void

  /// Arithmetic in numbers of 64 bits, those of a tape.
  public static var double: ProgramArithmetic {
    ProgramArithmetic(
      precision: .double,
      makeWorkspace: { SeparateWorkspace(SeparateMemory<Double>($0)) },
      add: { SeparateMemory<Double>.add($0, $1, to: $2) }
    )
  }
  /// Arithmetic in numbers of 32 bits.
  public static var single: ProgramArithmetic {
    ProgramArithmetic(
      precision: .single,
      makeWorkspace: { SeparateWorkspace(SeparateMemory<Float>($0)) },
      add: { SeparateMemory<Float>.add($0, $1, to: $2) }
    )
  }
}
