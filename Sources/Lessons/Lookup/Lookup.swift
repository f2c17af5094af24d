import Attention
import Autograd

/// The numbers of the lesson "lookup": a dictionary that is asked for a key it does not have.
public struct Lookup: Equatable, Sendable {
  /// Where the wind comes from.
  public static let winds = ["north", "east", "south", "west"]
  /// The same as vectors of length 1: how far east, how far north.
  public static let keys: [[Double]] = [[0, 1], [1, 0], [0, -1], [-1, 0]]
  /// The rain of a day with that wind, in millimetres.
  public static let rain: [Double] = [4, 2, 8, 14]
  /// A wind between north and east, of length 1.
  public static let query: [Double] = [0.6, 0.8]
  /// What the scores are divided by.
  public static let temperatures: [Double] = [10, 1, 0.1, 0.01]

  /// The query's attention at each temperature.
  public let lookups: [WorkedAttention]
  /// ∂answer/∂(the query's element "east") at each temperature, in millimetres.
  public let slopes: [Double]

  /// Computes them.
  public init() {
    lookups = Self.temperatures.map { temperature in
      WorkedAttention(
        queries: [Self.query],
        keys: Self.keys,
        values: Self.rain.map { [$0] },
        scale: 1 / temperature
      )
    }
    slopes = Self.temperatures.map(Self.slope)
  }

  private static func slope(temperature: Double) -> Double {
    let tape = Tape()
    let query = tape.vector(Self.query)
    let head = AttentionKernel.softmax.attend(
      query,
      keys.map { tape.vector($0) },
      rain.map { tape.vector([$0]) },
      tape.value(1 / temperature)
    )
    head.output[0].backward()
    return query.grad[0]
  }
}
