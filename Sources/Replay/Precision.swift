import Lanes

/// The type of numbers in which a program computes.
public enum Precision: String, CaseIterable, Sendable {
  /// `Double`, 64 bits: 53 binary digits, as everything else on a tape.
  case double
  /// `Float`, 32 bits: 24 binary digits, and twice as many numbers in a vector and in a cache.
  case single

  /// How many numbers a vector holds.
  var laneCount: Int {
    switch self {
    case .double: Double.Lanes.width
    case .single: Float.Lanes.width
    }
  }

  /// How many numbers a cache line of 64 bytes holds, and the largest vector.
  var lineCount: Int {
    switch self {
    case .double: 8
    case .single: 16
    }
  }

  /// How many places the transposed copy of a part of a matrix takes.
  var panelCount: Int {
    switch self {
    case .double: MatrixKernels<Double>.panelWidth * MatrixKernels<Double>.panelHeight
    case .single: MatrixKernels<Float>.panelWidth * MatrixKernels<Float>.panelHeight
    }
  }
}
