/// What a value was computed by.
///
/// This table is the whole of the engine's mathematics. In it a and b are operands, c is a constant, y is the result and
/// g = ∂L/∂y its gradient; the last column is what ``Value/backward(seed:)`` adds to the gradients of the operands.
///
/// | operation | y | gradients |
/// |---|---|---|
/// | ``add`` | a + b | g to a, g to b |
/// | ``subtract`` | a − b | g to a, −g to b |
/// | ``multiply`` | a b | g b to a, g a to b |
/// | ``divide`` | a / b | g / b to a, −g y / b to b |
/// | ``addConstant`` | a + c | g |
/// | ``multiplyConstant`` | c a | c g |
/// | ``pow`` | aᶜ | c aᶜ⁻¹ g |
/// | ``exp`` | eᵃ | y g |
/// | ``log`` | ln a | g / a |
/// | ``sigmoid`` | 1 / (1 + e⁻ᵃ) | y (1 − y) g |
/// | ``relu`` | max(a, 0) | g where y is not 0, else 0 |
/// | ``copy`` | a | g |
/// | ``sum`` | Σᵢ aᵢ | g to every aᵢ |
/// | ``maximum`` | maxᵢ aᵢ | none: it counts as a constant |
/// | ``dot`` | Σᵢ aᵢ bᵢ | g bᵢ to aᵢ, g aᵢ to bᵢ |
/// | ``dots`` | yⱼ = Σᵢ aᵢ bⱼᵢ | Σⱼ gⱼ bⱼᵢ to aᵢ, gⱼ aᵢ to bⱼᵢ |
/// | ``weightedSum`` | yᵢ = Σⱼ aⱼ bⱼᵢ | Σᵢ gᵢ bⱼᵢ to aⱼ, gᵢ aⱼ to bⱼᵢ |
/// | ``matrixVector`` | yₒ = Σᵢ Aₒᵢ bᵢ | gₒ bᵢ to Aₒᵢ, Σₒ gₒ Aₒᵢ to bᵢ |
/// | ``gather`` | row t of A | g to that row |
/// | ``pick`` | element t of a | g to that element |
/// | ``rotate`` | pairs of a turned by angles | g turned back |
/// | ``flashAttention`` | Σⱼ wⱼ vⱼ with w = softmax(s a·kⱼ) | see ``flashAttention(query:keys:values:scale:tileSize:)`` |
public enum Operation: String, CaseIterable, Sendable, BitwiseCopyable {
  /// The sum of two values.
  case add
  /// The difference of two values.
  case subtract
  /// The product of two values.
  case multiply
  /// The quotient of two values.
  case divide
  /// A value plus a constant.
  case addConstant
  /// A value times a constant.
  case multiplyConstant
  /// A value to a constant power.
  case pow
  /// e to a value.
  case exp
  /// The natural logarithm of a value.
  case log
  /// The logistic function of a value.
  case sigmoid
  /// A value where it is positive, else 0.
  case relu
  /// The same number again, where a vector is assembled from parts.
  case copy
  /// The sum of a vector's elements.
  case sum
  /// The largest of a vector's elements, taken as a constant.
  case maximum
  /// The dot product of two vectors.
  case dot
  /// The dot products of one vector with several.
  case dots
  /// A sum of vectors, each times its weight.
  case weightedSum
  /// The product of a matrix and a vector.
  case matrixVector
  /// The row of a matrix that an input names.
  case gather
  /// The element of a vector that an input names.
  case pick
  /// Pairs of elements, each turned by an angle.
  case rotate
  /// Attention of one query in tiles, of which only the result is kept.
  case flashAttention
}

extension Operation: CustomStringConvertible {
  /// The operation's name, as in the table at ``Operation``.
  public var description: String { rawValue }
}
