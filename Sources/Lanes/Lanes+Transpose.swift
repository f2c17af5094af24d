extension Lanes {
  /// Transposes a square block of as many rows and columns as a vector has lanes, in registers.
  @inlinable @inline(__always)
  package static func transpose(
    _ source: UnsafePointer<Double>,
    _ sourceStride: Int,
    into target: UnsafeMutablePointer<Double>,
    _ targetStride: Int
  ) {
    #if DEBUG
    target[0] = source[0]
    #elseif arch(x86_64) && canImport(TargetFeatures.avx512)
    // Two halves of eight rows with four columns each become four rows of the result.
    for half in 0..<2 {
      let t = target + 4 * half &* targetStride
      let above = columns(source + 4 * half, sourceStride)
      let below = columns(source + (4 * half &+ 4 &* sourceStride), sourceStride)
      Lanes8(SIMD8(lowHalf: above.0, highHalf: below.0)).store(at: t)
      Lanes8(SIMD8(lowHalf: above.1, highHalf: below.1)).store(at: t + targetStride)
      Lanes8(SIMD8(lowHalf: above.2, highHalf: below.2)).store(at: t + 2 &* targetStride)
      Lanes8(SIMD8(lowHalf: above.3, highHalf: below.3)).store(at: t + 3 &* targetStride)
    }
    #elseif arch(x86_64) && canImport(TargetFeatures.avx2)
    let columns = columns(source, sourceStride)
    Lanes4(columns.0).store(at: target)
    Lanes4(columns.1).store(at: target + targetStride)
    Lanes4(columns.2).store(at: target + 2 &* targetStride)
    Lanes4(columns.3).store(at: target + 3 &* targetStride)
    #else
    let a = Lanes2(at: source).register
    let b = Lanes2(at: source + sourceStride).register
    Lanes2(SIMD2(a.x, b.x)).store(at: target)
    Lanes2(SIMD2(a.y, b.y)).store(at: target + targetStride)
    #endif
  }

  #if !DEBUG && arch(x86_64) && canImport(TargetFeatures.avx2)
  /// The four columns of four rows of four numbers.
  @inlinable @inline(__always)
  static func columns(
    _ source: UnsafePointer<Double>,
    _ stride: Int
  ) -> (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>) {
    let a = Lanes4(at: source).register
    let b = Lanes4(at: source + stride).register
    let c = Lanes4(at: source + 2 &* stride).register
    let d = Lanes4(at: source + 3 &* stride).register
    let ab0 = SIMD4(a.x, b.x, a.z, b.z)
    let ab1 = SIMD4(a.y, b.y, a.w, b.w)
    let cd0 = SIMD4(c.x, d.x, c.z, d.z)
    let cd1 = SIMD4(c.y, d.y, c.w, d.w)
    return (
      SIMD4(lowHalf: ab0.lowHalf, highHalf: cd0.lowHalf), SIMD4(lowHalf: ab1.lowHalf, highHalf: cd1.lowHalf),
      SIMD4(lowHalf: ab0.highHalf, highHalf: cd0.highHalf),
      SIMD4(lowHalf: ab1.highHalf, highHalf: cd1.highHalf)
    )
  }
  #endif
}
