import Basics

/// Pairs of elements turned in their plane, as rotary position embedding does.
///
/// A table holds cos θ and sin θ for each pair in turn: c₀ s₀ c₁ s₁ …; it begins again after `period` elements.
@usableFromInline
package enum Rotation {
  /// y₂ᵢ = c x₂ᵢ − s x₂ᵢ₊₁,   y₂ᵢ₊₁ = s x₂ᵢ + c x₂ᵢ₊₁.
  @inlinable
  package static func apply<Number: BinaryFloatingPoint>(
    _ table: UnsafePointer<Number>,
    to x: UnsafePointer<Number>,
    into y: UnsafeMutablePointer<Number>,
    count: Int,
    period: Int
  ) {
    for i in stride(from: 0, to: count, by: 2) {
      let cosine = table[i % period]
      let sine = table[i % period + 1]
      y[i] = cosine * x[i] - sine * x[i + 1]
      y[i + 1] = sine * x[i] + cosine * x[i + 1]
    }
  }

  /// Adds g turned the other way, which is what the transposed matrix does.
  @inlinable
  package static func addTransposed<Number: BinaryFloatingPoint>(
    _ table: UnsafePointer<Number>,
    of g: UnsafePointer<Number>,
    to gradient: UnsafeMutablePointer<Number>,
    count: Int,
    period: Int
  ) {
    for i in stride(from: 0, to: count, by: 2) {
      let cosine = table[i % period]
      let sine = table[i % period + 1]
      gradient[i] += cosine * g[i] + sine * g[i + 1]
      gradient[i + 1] += cosine * g[i + 1] - sine * g[i]
    }
  }

  @inline(__always)
  static func evaluate(_ record: Record, _ memory: TapeMemory) {
    apply(
      memory.b(record),
      to: memory.a(record),
      into: memory.y(record),
      count: Int(record.count),
      period: Int(record.length)
    )
  }

  @inline(__always)
  static func propagate(_ record: Record, _ memory: TapeMemory) {
    addTransposed(
      memory.b(record),
      of: memory.g(record),
      to: memory.gradA(record),
      count: Int(record.count),
      period: Int(record.length)
    )
  }

  static func localDerivatives(_ record: Record, of index: Int, _ memory: TapeMemory) -> [LocalDerivative] {
    let even = index / 2 * 2
    let pair = Int(record.first) + even
    let angle = Int(record.second) + even % Int(record.length)
    let (cosine, sine) = (memory.data[angle], memory.data[angle + 1])
    let (ofFirst, ofSecond) = index == even ? (cosine, -sine) : (sine, cosine)
    return [
      LocalDerivative(position: pair, derivative: ofFirst),
      LocalDerivative(position: pair + 1, derivative: ofSecond),
      LocalDerivative(position: angle, derivative: 0),
      LocalDerivative(position: angle + 1, derivative: 0),
    ]
  }
}

extension Vector {
  /// The vector with each pair of neighbouring elements turned by an angle.
  ///
  ///     y₂ᵢ = cos θᵢ x₂ᵢ − sin θᵢ x₂ᵢ₊₁,   y₂ᵢ₊₁ = sin θᵢ x₂ᵢ + cos θᵢ x₂ᵢ₊₁
  ///
  /// One operation, as many values as elements. The angles count as constants: no gradient reaches the table.
  ///
  /// - Parameter table: cos θ₀, sin θ₀, cos θ₁, sin θ₁, …; a shorter table than the vector is used again and again.
  public func rotated(by table: Vector) -> Vector {
    storage.check(self)
    storage.check(table)
    require(
      count % 2 == 0 && table.count % 2 == 0 && !table.isEmpty && count % table.count == 0,
      "a vector of \(count) values can't be turned by a table of \(table.count): pairs must fit"
    )
    let start = storage.pointee.append(
      .rotate,
      count: count,
      first: position,
      second: table.position,
      length: table.count
    )
    return Vector(storage, start, count: count)
  }
}
