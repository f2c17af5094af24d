#if arch(x86_64) && canImport(TargetFeatures.avx2)
import _Builtin_intrinsics.intel
#elseif arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
import _Builtin_intrinsics.intel.sse2
#endif

/// The fastest multiply–adds there are in this build: in registers, with nothing read or written.
///
/// A time in microseconds says as much about the machine as about the program. How a step's multiply–adds per second
/// compare with this loop's, measured in the same run, can be compared between machines.
enum BareLoop {
  #if arch(x86_64) && canImport(TargetFeatures.avx512)
  private typealias Register = SIMD8<Double>
  #elseif arch(x86_64) && canImport(TargetFeatures.avx2)
  private typealias Register = SIMD4<Double>
  #else
  private typealias Register = SIMD2<Double>
  #endif

  /// a b + c, with the processor's own instructions: arithmetic of SIMD types works lane by lane and is put together again
  /// by the optimizer, but not always.
  @inline(__always)
  private static func multiplyAdd(_ a: Register, _ b: Register, _ c: Register) -> Register {
    #if arch(x86_64) && canImport(TargetFeatures.avx512)
    _mm512_fmadd_pd(a, b, c)
    #elseif arch(x86_64) && canImport(TargetFeatures.avx2)
    _mm256_fmadd_pd(a, b, c)
    #elseif arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    _mm_add_pd(_mm_mul_pd(a, b), c)
    #else
    c.addingProduct(a, b)
    #endif
  }

  /// How many numbers a vector of this build has.
  static var laneCount: Int { Register.scalarCount }

  /// How many sums go on at once, so that none waits for the one before: as many as there are registers for.
  private static let sumCount = 12
  private static let turnCount = 20_000

  /// How many multiply–adds it makes per microsecond, the best of several runs.
  static func multiplyAddsPerMicrosecond() -> Double {
    let factor = Double.random(in: 0.4...0.6)
    var sum = 0.0
    let time = (0..<50).map { _ in Stopwatch.microseconds { sum += run(factor) } }.min() ?? .nan
    precondition(sum.isFinite)
    return Double(turnCount * sumCount * Register.scalarCount) / time
  }

  /// Makes all multiply–adds and returns what depends on each of them, so that none can be left out.
  @inline(never)
  private static func run(_ factor: Double) -> Double {
    let factor = Register(repeating: factor)
    let term = Register(repeating: 1)
    var (a, b, c, d, e, f) = (term, term, term, term, term, term)
    var (g, h, i, j, k, l) = (term, term, term, term, term, term)
    for _ in 0..<turnCount {
      a = multiplyAdd(a, factor, term)
      b = multiplyAdd(b, factor, term)
      c = multiplyAdd(c, factor, term)
      d = multiplyAdd(d, factor, term)
      e = multiplyAdd(e, factor, term)
      f = multiplyAdd(f, factor, term)
      g = multiplyAdd(g, factor, term)
      h = multiplyAdd(h, factor, term)
      i = multiplyAdd(i, factor, term)
      j = multiplyAdd(j, factor, term)
      k = multiplyAdd(k, factor, term)
      l = multiplyAdd(l, factor, term)
    }
    return [a, b, c, d, e, f, g, h, i, j, k, l].reduce(0) { $0 + $1.sum() }
  }
}
