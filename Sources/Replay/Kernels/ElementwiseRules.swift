import Autograd
import Basics
import Lanes

/// An operation on one operand and a constant, a vector at a time: a line of the table at ``Operation`` each.
protocol UnaryRule {
  /// y from a and the constant c.
  static func result(_ a: Lanes, _ c: Double) -> Lanes
  /// What is added to ∂L/∂a, where g = ∂L/∂y.
  static func contribution(_ g: Lanes, _ a: Lanes, _ y: Lanes, _ c: Double) -> Lanes
}

/// An operation on two operands, a vector at a time.
protocol BinaryRule {
  /// y from a and b.
  static func result(_ a: Lanes, _ b: Lanes) -> Lanes
  /// What is added to ∂L/∂a, where g = ∂L/∂y.
  static func contributionToFirst(_ g: Lanes, _ a: Lanes, _ b: Lanes, _ y: Lanes) -> Lanes
  /// What is added to ∂L/∂b.
  static func contributionToSecond(_ g: Lanes, _ a: Lanes, _ b: Lanes, _ y: Lanes) -> Lanes
}

enum AddRule: BinaryRule {
  @inline(__always) static func result(_ a: Lanes, _ b: Lanes) -> Lanes { a + b }
  @inline(__always) static func contributionToFirst(_ g: Lanes, _ a: Lanes, _ b: Lanes, _ y: Lanes) -> Lanes {
    g
  }
  @inline(__always) static func contributionToSecond(_ g: Lanes, _ a: Lanes, _ b: Lanes, _ y: Lanes) -> Lanes
  { g }
}

enum SubtractRule: BinaryRule {
  @inline(__always) static func result(_ a: Lanes, _ b: Lanes) -> Lanes { a - b }
  @inline(__always) static func contributionToFirst(_ g: Lanes, _ a: Lanes, _ b: Lanes, _ y: Lanes) -> Lanes {
    g
  }
  @inline(__always) static func contributionToSecond(_ g: Lanes, _ a: Lanes, _ b: Lanes, _ y: Lanes) -> Lanes
  { -g }
}

enum MultiplyRule: BinaryRule {
  @inline(__always) static func result(_ a: Lanes, _ b: Lanes) -> Lanes { a * b }
  @inline(__always) static func contributionToFirst(_ g: Lanes, _ a: Lanes, _ b: Lanes, _ y: Lanes) -> Lanes {
    g * b
  }
  @inline(__always) static func contributionToSecond(_ g: Lanes, _ a: Lanes, _ b: Lanes, _ y: Lanes) -> Lanes
  { g * a }
}

enum DivideRule: BinaryRule {
  @inline(__always) static func result(_ a: Lanes, _ b: Lanes) -> Lanes { a / b }
  @inline(__always) static func contributionToFirst(_ g: Lanes, _ a: Lanes, _ b: Lanes, _ y: Lanes) -> Lanes {
    g / b
  }
  @inline(__always) static func contributionToSecond(_ g: Lanes, _ a: Lanes, _ b: Lanes, _ y: Lanes) -> Lanes
  { -(g * y) / b }
}

enum AddConstantRule: UnaryRule {
  @inline(__always) static func result(_ a: Lanes, _ c: Double) -> Lanes { a + Lanes(repeating: c) }
  @inline(__always) static func contribution(_ g: Lanes, _ a: Lanes, _ y: Lanes, _ c: Double) -> Lanes { g }
}

enum MultiplyConstantRule: UnaryRule {
  @inline(__always) static func result(_ a: Lanes, _ c: Double) -> Lanes { a * Lanes(repeating: c) }
  @inline(__always) static func contribution(_ g: Lanes, _ a: Lanes, _ y: Lanes, _ c: Double) -> Lanes {
    g * Lanes(repeating: c)
  }
}

enum CopyRule: UnaryRule {
  @inline(__always) static func result(_ a: Lanes, _ c: Double) -> Lanes { a }
  @inline(__always) static func contribution(_ g: Lanes, _ a: Lanes, _ y: Lanes, _ c: Double) -> Lanes { g }
}

enum ReluRule: UnaryRule {
  @inline(__always) static func result(_ a: Lanes, _ c: Double) -> Lanes { a.atLeast(Lanes(repeating: 0)) }
  @inline(__always) static func contribution(_ g: Lanes, _ a: Lanes, _ y: Lanes, _ c: Double) -> Lanes {
    g.whereNotZero(y)
  }
}

enum ExpRule: UnaryRule {
  @inline(__always) static func result(_ a: Lanes, _ c: Double) -> Lanes { a.exponential() }
  @inline(__always) static func contribution(_ g: Lanes, _ a: Lanes, _ y: Lanes, _ c: Double) -> Lanes {
    g * y
  }
}

enum LogRule: UnaryRule {
  @inline(__always) static func result(_ a: Lanes, _ c: Double) -> Lanes {
    a.eachLane { ElementaryFunctions.log($0) }
  }
  @inline(__always) static func contribution(_ g: Lanes, _ a: Lanes, _ y: Lanes, _ c: Double) -> Lanes {
    g / a
  }
}

/// The power −1, which softmax takes.
enum ReciprocalRule: UnaryRule {
  @inline(__always) static func result(_ a: Lanes, _ c: Double) -> Lanes { Lanes(repeating: 1) / a }
  @inline(__always) static func contribution(_ g: Lanes, _ a: Lanes, _ y: Lanes, _ c: Double) -> Lanes {
    -(g * y * y)
  }
}

/// The power −½, which RMSNorm takes.
enum InverseRootRule: UnaryRule {
  @inline(__always) static func result(_ a: Lanes, _ c: Double) -> Lanes { Lanes(repeating: 1) / a.root() }
  @inline(__always) static func contribution(_ g: Lanes, _ a: Lanes, _ y: Lanes, _ c: Double) -> Lanes {
    Lanes(repeating: -0.5) * g * y * y * y
  }
}

/// Any other power.
enum PowRule: UnaryRule {
  @inline(__always) static func result(_ a: Lanes, _ c: Double) -> Lanes {
    a.eachLane { ElementaryFunctions.pow($0, c) }
  }
  @inline(__always) static func contribution(_ g: Lanes, _ a: Lanes, _ y: Lanes, _ c: Double) -> Lanes {
    c == 0 ? Lanes(repeating: 0) : g * Lanes(repeating: c) * a.eachLane { ElementaryFunctions.pow($0, c - 1) }
  }
}
