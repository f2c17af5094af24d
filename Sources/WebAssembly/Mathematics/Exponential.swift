/// eˣ, within one unit in the last place.
///
///     x = k ln 2 + r,  |r| ≤ ½ ln 2,   eʳ = 1 + r + r c / (2 − c),   c = r − r² P(r²)
///
/// Source: fdlibm 5.3, `e_exp.c` (Sun Microsystems 1993), whose polynomial P this is.
func exponential(_ x: Double) -> Double {
  if x.isNaN { return x }
  if x > 709.79 { return .infinity }
  if x < -745.2 { return 0 }
  let k = (x * 0x1.71547652b82fep0).rounded(.toNearestOrEven)
  // ln 2 in two parts, of which k times the first is exact.
  let high = x - k * 0x1.62e42feep-1
  let low = k * 0x1.a39ef35793c76p-33
  let r = high - low
  let t = r * r
  let polynomial =
    0x1.555555555553ep-3 + t
    * (-0x1.6c16c16bebd93p-9 + t
      * (0x1.1566aaf25de2cp-14 + t * (-0x1.bbd41c5d26bf1p-20 + t * 0x1.6376972bea4dp-25)))
  let c = r - t * polynomial
  return scaled(1 - ((low - (r * c) / (2 - c)) - high), byPowerOfTwo: k)
}

/// eˣ for |x| < 746 of 106 bits, rounded once.
func exponential(_ x: DoubleDouble) -> Double {
  let k = (x.high * 0x1.71547652b82fep0).rounded(.toNearestOrEven)
  // ln 2 in two parts, of which k times the first is exact.
  let r = x + DoubleDouble(-k * 0x1.62e42fefap-1) + DoubleDouble(product: -k, 0x1.cf79abc9e3b39p-40)
  return scaled(smallExponential(r).rounded, byPowerOfTwo: k)
}

/// eˣ for |x| ≤ ½, to some 100 bits: (e^(x/8))⁸, and that by Taylor's series.
func smallExponential(_ x: DoubleDouble) -> DoubleDouble {
  let eighth = DoubleDouble(x.high * 0.125, x.low * 0.125)
  var sum = DoubleDouble(1)
  for n in stride(from: 18.0, through: 1, by: -1) {
    sum = DoubleDouble(1) + eighth * sum / DoubleDouble(n)
  }
  let square = sum * sum
  let fourth = square * square
  return fourth * fourth
}
