extension Lanes {
  /// Transposes a square block of as many rows and columns as a vector has lanes, in registers.
  @inline(__always)
  static func transpose(
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
      let s = source + 4 * half
      let t = target + 4 * half &* targetStride
      let (a0, a1, a2, a3) = transposed(s, sourceStride)
      let (b0, b1, b2, b3) = transposed(s + 4 &* sourceStride, sourceStride)
      Lanes(lowHalf: a0, highHalf: b0).store(at: t)
      Lanes(lowHalf: a1, highHalf: b1).store(at: t + targetStride)
      Lanes(lowHalf: a2, highHalf: b2).store(at: t + 2 &* targetStride)
      Lanes(lowHalf: a3, highHalf: b3).store(at: t + 3 &* targetStride)
    }
    #elseif arch(x86_64) && canImport(TargetFeatures.avx2)
    let (a0, a1, a2, a3) = transposed(source, sourceStride)
    a0.store(at: target)
    a1.store(at: target + targetStride)
    a2.store(at: target + 2 &* targetStride)
    a3.store(at: target + 3 &* targetStride)
    #else
    let a = Lanes(at: source)
    let b = Lanes(at: source + sourceStride)
    Lanes(a.x, b.x).store(at: target)
    Lanes(a.y, b.y).store(at: target + targetStride)
    #endif
  }

  #if !DEBUG && arch(x86_64) && canImport(TargetFeatures.avx2)
  /// The four columns of four rows of four numbers.
  @inline(__always)
  private static func transposed(
    _ source: UnsafePointer<Double>,
    _ stride: Int
  ) -> (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>) {
    let rows = UnsafeRawPointer(source)
    let bytes = stride &* MemoryLayout<Double>.stride
    let a = rows.loadUnaligned(as: SIMD4<Double>.self)
    let b = rows.loadUnaligned(fromByteOffset: bytes, as: SIMD4<Double>.self)
    let c = rows.loadUnaligned(fromByteOffset: 2 &* bytes, as: SIMD4<Double>.self)
    let d = rows.loadUnaligned(fromByteOffset: 3 &* bytes, as: SIMD4<Double>.self)
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
