import Autograd
import Basics

/// The angles of rotary position embedding, as constants on a tape.
///
/// For position p and pair i the angle is
///
///     θ = p · base^(−2i / width)
///
/// Queries and keys are turned by the angles of their own positions; their dot product then depends on the distance of the
/// positions alone. Pairs are neighbouring elements, as in the paper.
///
/// Source: "RoFormer: Enhanced Transformer with Rotary Position Embedding", Su et al. 2021, equations 14 and 15.
public struct RotaryTable {
  /// How many elements are turned: a vector's width, or that of each head in it.
  public let width: Int
  private let angles: [Vector]

  /// Appends the cosines and sines for positions 0 to `positionCount` − 1: `width` numbers for each.
  ///
  /// - Parameters:
  ///   - width: how many elements are turned, an even number.
  ///   - base: the base of the wavelengths, 10,000 in the paper.
  ///   - positionCount: how many positions there are angles for.
  ///   - tape: where the cosines and sines are appended.
  public init(width: Int, base: Double, positionCount: Int, on tape: Tape) {
    require(width > 0 && width % 2 == 0, "\(width) elements do not make pairs")
    require(base > 0, "wavelengths to the base of \(base) make no sense")
    self.width = width
    angles = (0..<positionCount).map { position in
      tape.vector(
        (0..<width / 2).flatMap { pair in
          let frequency = ElementaryFunctions.pow(base, -2 * Double(pair) / Double(width))
          let angle = Double(position) * frequency
          return [ElementaryFunctions.cos(angle), ElementaryFunctions.sin(angle)]
        }
      )
    }
  }

  /// The vector turned by the angles of a position; one of several heads' widths is turned head by head.
  public func rotate(_ vector: Vector, at position: Int) -> Vector {
    require(
      angles.indices.contains(position),
      "the table has no angles for position \(position), only for 0..<\(angles.count)"
    )
    return vector.rotated(by: angles[position])
  }
}
