#if arch(wasm32)
/// What the standard library and the engine ask of a C mathematics library, under its names.

/// eˣ.
@_cdecl("exp")
@used
func exp(_ x: Double) -> Double { exponential(x) }

/// ln x.
@_cdecl("log")
@used
func log(_ x: Double) -> Double { logarithm(x) }

/// xʸ.
@_cdecl("pow")
@used
func pow(_ x: Double, _ y: Double) -> Double { power(x, y) }

/// sin x.
@_cdecl("sin")
@used
func sin(_ x: Double) -> Double { sine(x) }

/// cos x.
@_cdecl("cos")
@used
func cos(_ x: Double) -> Double { cosine(x) }

/// The nearest whole number.
@_cdecl("round")
@used
func round(_ x: Double) -> Double { roundedAwayFromZero(x) }

/// a b + c, rounded once.
@_cdecl("fma")
@used
func fma(_ a: Double, _ b: Double, _ c: Double) -> Double { fusedMultiplyAdd(a, b, c) }

/// A product of 128 bits.
@_cdecl("__multi3")
@used
func multiply128(
  _ result: UnsafeMutablePointer<UInt64>,
  _ aLow: UInt64,
  _ aHigh: UInt64,
  _ bLow: UInt64,
  _ bHigh: UInt64
) {
  (result[0], result[1]) = multiplied((aLow, aHigh), (bLow, bHigh))
}

/// What `Double(_: String)` calls: where the number ends, or nil where there is none.
@_cdecl("_swift_stdlib_strtod_clocale")
@used
func readDecimal(
  _ text: UnsafePointer<UInt8>,
  _ result: UnsafeMutablePointer<Double>
) -> UnsafePointer<UInt8>? {
  guard let number = DecimalNumber(at: text) else { return nil }
  result.pointee = number.value
  return text + number.length
}
#endif
