#if !DEBUG && arch(x86_64) && canImport(TargetFeatures.avx512)
extension Lanes8 {
  @inlinable @inline(__always)
  package static func transpose(
    _ source: UnsafePointer<Double>,
    _ sourceStride: Int,
    into target: UnsafeMutablePointer<Double>,
    _ targetStride: Int
  ) {
    // Two halves of eight rows with four columns each become four rows of the result.
    for half in 0..<2 {
      let t = target + 4 * half &* targetStride
      let above = Lanes4.columns(source + 4 * half, sourceStride)
      let below = Lanes4.columns(source + (4 * half &+ 4 &* sourceStride), sourceStride)
      Lanes8(SIMD8(lowHalf: above.0, highHalf: below.0)).store(at: t)
      Lanes8(SIMD8(lowHalf: above.1, highHalf: below.1)).store(at: t + targetStride)
      Lanes8(SIMD8(lowHalf: above.2, highHalf: below.2)).store(at: t + 2 &* targetStride)
      Lanes8(SIMD8(lowHalf: above.3, highHalf: below.3)).store(at: t + 3 &* targetStride)
    }
  }
}
#endif

#if !DEBUG && arch(x86_64) && canImport(TargetFeatures.avx2)
extension Lanes4 {
  @inlinable @inline(__always)
  package static func transpose(
    _ source: UnsafePointer<Double>,
    _ sourceStride: Int,
    into target: UnsafeMutablePointer<Double>,
    _ targetStride: Int
  ) {
    let columns = columns(source, sourceStride)
    Lanes4(columns.0).store(at: target)
    Lanes4(columns.1).store(at: target + targetStride)
    Lanes4(columns.2).store(at: target + 2 &* targetStride)
    Lanes4(columns.3).store(at: target + 3 &* targetStride)
  }

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
}
#elseif !DEBUG
extension Lanes4 {
  @inlinable @inline(__always)
  package static func transpose(
    _ source: UnsafePointer<Double>,
    _ sourceStride: Int,
    into target: UnsafeMutablePointer<Double>,
    _ targetStride: Int
  ) {
    for row in stride(from: 0, to: 4, by: 2) {
      for column in stride(from: 0, to: 4, by: 2) {
        Lanes2.transpose(
          source + (row &* sourceStride &+ column),
          sourceStride,
          into: target + (column &* targetStride &+ row),
          targetStride
        )
      }
    }
  }
}
#endif

#if !DEBUG
extension Lanes2 {
  @inlinable @inline(__always)
  package static func transpose(
    _ source: UnsafePointer<Double>,
    _ sourceStride: Int,
    into target: UnsafeMutablePointer<Double>,
    _ targetStride: Int
  ) {
    let a = Lanes2(at: source).register
    let b = Lanes2(at: source + sourceStride).register
    Lanes2(SIMD2(a.x, b.x)).store(at: target)
    Lanes2(SIMD2(a.y, b.y)).store(at: target + targetStride)
  }
}

extension LaneVector where Number == Float {
  /// Blocks of four rows and columns, one after the other.
  @inlinable @inline(__always)
  package static func transpose(
    _ source: UnsafePointer<Float>,
    _ sourceStride: Int,
    into target: UnsafeMutablePointer<Float>,
    _ targetStride: Int
  ) {
    for row in stride(from: 0, to: width, by: 4) {
      for column in stride(from: 0, to: width, by: 4) {
        let s = source + (row &* sourceStride &+ column)
        let t = target + (column &* targetStride &+ row)
        let a = FloatLanes4(at: s).register
        let b = FloatLanes4(at: s + sourceStride).register
        let c = FloatLanes4(at: s + 2 &* sourceStride).register
        let d = FloatLanes4(at: s + 3 &* sourceStride).register
        FloatLanes4(SIMD4(a.x, b.x, c.x, d.x)).store(at: t)
        FloatLanes4(SIMD4(a.y, b.y, c.y, d.y)).store(at: t + targetStride)
        FloatLanes4(SIMD4(a.z, b.z, c.z, d.z)).store(at: t + 2 &* targetStride)
        FloatLanes4(SIMD4(a.w, b.w, c.w, d.w)).store(at: t + 3 &* targetStride)
      }
    }
  }
}
#endif
