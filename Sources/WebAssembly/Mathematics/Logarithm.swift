/// ln x, within one unit in the last place.
///
///     x = 2ᵏ (1 + f),  √½ ≤ 1 + f < √2,   s = f / (2 + f),   ln (1 + f) = f − ½f² + s (½f² + R(s²))
///
/// Source: fdlibm 5.3, `e_log.c` (Sun Microsystems 1993), whose polynomial R this is.
func logarithm(_ x: Double) -> Double {
  if x.isNaN || x == .infinity { return x }
  if x == 0 { return -.infinity }
  if x < 0 { return .nan }
  let (k, f) = reduced(x)
  let s = f / (2 + f)
  let z = s * s
  let w = z * z
  let even = w * (0x1.999999997fa04p-2 + w * (0x1.c71c51d8e78afp-3 + w * 0x1.39a09d078c69fp-3))
  let odd =
    z
    * (0x1.5555555555593p-1 + w
      * (0x1.2492494229359p-2 + w * (0x1.7466496cb03dep-3 + w * 0x1.2f112df3e5244p-3)))
  let half = 0.5 * f * f
  return s * (half + (even + odd)) + k * 0x1.a39ef35793c76p-33 - half + f + k * 0x1.62e42feep-1
}

/// ln x for finite x > 0, to some 100 bits: the double nearby, and one step of Newton's from there.
///
///     y' = y + 2 (m − eʸ) / (m + eʸ),   x = 2ᵏ m
func preciseLogarithm(_ x: Double) -> DoubleDouble {
  let (k, f) = reduced(x)
  let m = 1 + f
  let near = logarithm(m)
  let power = smallExponential(DoubleDouble(near))
  let step = DoubleDouble(2) * ((DoubleDouble(m) + -power) / (DoubleDouble(m) + power))
  let ofPower = DoubleDouble(product: k, 0x1.62e42fefa39efp-1) + DoubleDouble(k * 0x1.abc9e3b39803fp-56)
  return ofPower + (DoubleDouble(near) + step)
}

/// k and f with x = 2ᵏ (1 + f) and √½ ≤ 1 + f < √2, for finite x > 0.
private func reduced(_ x: Double) -> (k: Double, f: Double) {
  let isTiny = x < 0x1p-1022
  let start: UInt64 = 0x3FE6_A09E_667F_3BCD  // √½
  let bits = (isTiny ? x * 0x1p54 : x).bitPattern &+ (0x3FF0_0000_0000_0000 - start)
  let k = Double(Int64(bits >> 52) - 1023) - (isTiny ? 54 : 0)
  let m = Double(bitPattern: (bits & 0xF_FFFF_FFFF_FFFF) &+ start)
  return (k, m - 1)
}
