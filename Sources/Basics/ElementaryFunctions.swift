#if hasFeature(Embedded)
// An embedded build has no C module to import: the names are bound when the program is linked.
#elseif canImport(Darwin)
import Darwin
#elseif canImport(Android)
import Android
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(WASILibc)
import WASILibc
#elseif canImport(ucrt)
import ucrt
#endif

/// The five functions that the package takes from the platform's C mathematics library.
///
/// The standard library has `+ - * /` and `squareRoot()`, which IEEE 754 defines to the last bit, but none of
/// these. C libraries may differ in the last bit of a result, so two platforms agree closely but perhaps not exactly.
/// Everything that depends on the platform's mathematics stands in this file.
package enum ElementaryFunctions {
  /// eˣ.
  @inlinable @inline(__always)
  package static func exp(_ x: Double) -> Double {
    platformExp(x)
  }

  /// The natural logarithm of `x`: −∞ at zero, not a number below it.
  @inlinable @inline(__always)
  package static func log(_ x: Double) -> Double {
    platformLog(x)
  }

  /// `base` to the power `exponent`.
  @inlinable @inline(__always)
  package static func pow(_ base: Double, _ exponent: Double) -> Double {
    platformPow(base, exponent)
  }

  /// The sine of `x`, an angle in radians.
  @inlinable @inline(__always)
  package static func sin(_ x: Double) -> Double {
    platformSin(x)
  }

  /// The cosine of `x`, an angle in radians.
  @inlinable @inline(__always)
  package static func cos(_ x: Double) -> Double {
    platformCos(x)
  }
}

// Inside the enum the plain names mean its own functions, so each C function gets a second name out here.
#if hasFeature(Embedded)
@usableFromInline @_extern(c, "exp")
func platformExp(_ x: Double) -> Double
@usableFromInline @_extern(c, "log")
func platformLog(_ x: Double) -> Double
@usableFromInline @_extern(c, "pow")
func platformPow(_ base: Double, _ exponent: Double) -> Double
@usableFromInline @_extern(c, "sin")
func platformSin(_ x: Double) -> Double
@usableFromInline @_extern(c, "cos")
func platformCos(_ x: Double) -> Double
#else
@inlinable @inline(__always)
func platformExp(_ x: Double) -> Double { exp(x) }
@inlinable @inline(__always)
func platformLog(_ x: Double) -> Double { log(x) }
@inlinable @inline(__always)
func platformPow(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
@inlinable @inline(__always)
func platformSin(_ x: Double) -> Double { sin(x) }
@inlinable @inline(__always)
func platformCos(_ x: Double) -> Double { cos(x) }
#endif
