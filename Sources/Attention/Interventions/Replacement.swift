import Autograd
import Basics

/// What stands in the place of an activation.
public struct Replacement {
  /// Gives what others read from then on, as long as the activation and on its tape; or nil, and nothing is replaced.
  public let apply: (_ activation: Vector, _ site: Site) -> Vector?

  /// A replacement of one's own.
  public init(apply: @escaping (_ activation: Vector, _ site: Site) -> Vector?) { self.apply = apply }

  /// One number for every element: 0 switches off.
  public static func constant(_ number: Double, on tape: Tape) -> Replacement {
    Replacement { activation, _ in tape.vector(Array(repeating: number, count: activation.count)) }
  }

  /// The numbers that are given for a site, such as their mean or what they were in another pass.
  public static func numbers(on tape: Tape, _ numbers: @escaping (Site) -> [Double]) -> Replacement {
    Replacement { activation, site in
      let numbers = numbers(site)
      require(
        numbers.count == activation.count,
        "\(numbers.count) numbers can't stand in the place of the \(activation.count) of \(site.name)"
      )
      return tape.vector(numbers)
    }
  }

  /// A mixture of the activation a and the replacement a′, by two leaves.
  ///
  ///     a k + a′ g
  ///
  /// With k = 1 and g = 0 it is a, with k = 0 and g = 1 it is a′: to the last bit, but for the sign of a zero, if all numbers
  /// are finite. With k = 1 − ε and g = ε it goes a part of the way, and at ε = 0
  ///
  ///     ∂L/∂g − ∂L/∂k = Σ ∂L/∂a (a′ − a)
  ///
  /// is the first-order forecast of the change of L.
  ///
  /// - Parameters:
  ///   - kept: k.
  ///   - put: g.
  public func mixed(kept: Value, put: Value) -> Replacement {
    Replacement { activation, site in apply(activation, site).map { activation * kept + $0 * put } }
  }

  /// The mixture with zeros: a k.
  public static func faded(kept: Value) -> Replacement {
    Replacement { activation, _ in activation * kept }
  }
}
