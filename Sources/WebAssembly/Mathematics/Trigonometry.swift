/// sin x for |x| < 2³⁰, within one unit in the last place.
func sine(_ x: Double) -> Double { x == 0 ? x : sine(x, quarterTurns: 0) }

/// cos x for |x| < 2³⁰, within one unit in the last place.
func cosine(_ x: Double) -> Double { sine(x, quarterTurns: 1) }

/// sin (x + n π/2): sine and cosine of what is left of x beyond the nearest multiple of π/2.
///
/// Source: fdlibm 5.3, `k_sin.c` and `k_cos.c` (Sun Microsystems 1993), whose polynomials these are.
private func sine(_ x: Double, quarterTurns: Int) -> Double {
  guard x.magnitude < 0x1p30 else { return .nan }
  let k = (x * 0x1.45f306dc9c883p-1).rounded(.toNearestOrEven)
  // π/2 in three parts.
  let rest =
    DoubleDouble(x) + DoubleDouble(product: -k, 0x1.921fb54442d18p0)
    + DoubleDouble(product: -k, 0x1.1a62633145c07p-54) + DoubleDouble(k * 0x1.f1976b7ed8fbcp-110)
  let quadrant = (Int(k) + quarterTurns) & 3
  let result = quadrant & 1 == 0 ? smallSine(rest) : smallCosine(rest)
  return quadrant & 2 == 0 ? result : -result
}

/// sin x for |x| ≤ π/4.
private func smallSine(_ x: DoubleDouble) -> Double {
  let z = x.high * x.high
  let w = z * z
  let v = z * x.high
  let near = 0x1.111111110f8a6p-7 + z * (-0x1.a01a019c161d5p-13 + z * 0x1.71de357b1fe7dp-19)
  let polynomial = near + z * w * (-0x1.ae5e68a2b9cebp-26 + z * 0x1.5d93a5acfd57cp-33)
  return x.high - ((z * (0.5 * x.low - v * polynomial) - x.low) + v * 0x1.5555555555549p-3)
}

/// cos x for |x| ≤ π/4.
private func smallCosine(_ x: DoubleDouble) -> Double {
  let z = x.high * x.high
  let w = z * z
  let near = z * (0x1.555555555554cp-5 + z * (-0x1.6c16c16c15177p-10 + z * 0x1.a01a019cb159p-16))
  let far = w * w * (-0x1.27e4f809c52adp-22 + z * (0x1.1ee9ebdb4b1c4p-29 + z * -0x1.8fae9be8838d4p-37))
  let half = 0.5 * z
  let first = 1 - half
  return first + (((1 - first) - half) + (z * (near + far) - x.high * x.low))
}
