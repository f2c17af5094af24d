import Autograd
import Basics
import Lanes

/// The rules of element-wise operations, for a vector of numbers at a time.
extension Lanes: RuleNumber {
  @usableFromInline @inline(__always)
  package func logarithm() -> Lanes { eachLane { ElementaryFunctions.log($0) } }
  @usableFromInline @inline(__always)
  package func power(_ exponent: Double) -> Lanes { eachLane { ElementaryFunctions.pow($0, exponent) } }
  @usableFromInline @inline(__always)
  package func rectified() -> Lanes { atLeast(Lanes(repeating: 0)) }
}
