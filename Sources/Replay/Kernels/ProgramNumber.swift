import Autograd
import Basics
import Lanes

/// A type of numbers in which programs compute: `Double` or `Float`.
protocol ProgramNumber: LaneNumber where Lanes: RuleNumber {
  /// Its name.
  static var precision: Precision { get }
}

extension Double: ProgramNumber {
  static var precision: Precision { .double }
}
extension Float: ProgramNumber {
  static var precision: Precision { .single }
}

extension Double.Lanes: RuleNumber {}
extension Float.Lanes: RuleNumber {}

/// The rules of element-wise operations, for a vector of numbers at a time.
///
/// Logarithms and powers are those of the C library for `Double`, rounded to the type.
extension LaneVector {
  @usableFromInline @inline(__always)
  package init(constant: Double) { self.init(repeating: Number(constant)) }
  @usableFromInline @inline(__always)
  package func logarithm() -> Self { eachLane { Number(ElementaryFunctions.log(Double($0))) } }
  @usableFromInline @inline(__always)
  package func power(_ exponent: Double) -> Self {
    eachLane { Number(ElementaryFunctions.pow(Double($0), exponent)) }
  }
  @usableFromInline @inline(__always)
  package func rectified() -> Self { atLeast(Self(repeating: 0)) }
}
