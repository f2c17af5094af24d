import Foundation
import Testing
import Training

/// A run of microgpt.py: what it was told and what it printed.
///
/// The fixture was made by running microgpt.py with CPython 3.11 on the files in `data`; its run with a batch of 4 extends
/// microgpt.py as the fixture's description says.
public struct GoldenRun: Decodable, CustomTestStringConvertible, Sendable {
  /// What microgpt.py was told.
  public let configuration: Configuration
  /// How many documents the text has.
  public let documents: Int
  /// How many tokens there are, the boundary among them.
  public let vocabularySize: Int
  /// How many parameters the model has.
  public let parameterCount: Int
  /// The loss of each step, in nats per token.
  public let losses: [Double]
  /// The names that were drawn after the last step.
  public let samples: [String]

  /// The run's settings.
  public var testDescription: String {
    "\(configuration.data), \(configuration.steps) steps, batch \(configuration.batch ?? 1)"
  }

  /// The settings of a run.
  public struct Configuration: Decodable, Sendable {
    let data: String
    let layers, embedding, heads, context, steps: Int
    let seed: UInt64
    let batch: Int?
  }

  private struct File: Decodable {
    let runs: [GoldenRun]
  }

  /// How many runs were recorded.
  public static let count = 4

  private static let recorded = Result {
    try JSONDecoder().decode(
      File.self,
      from: Data(contentsOf: Bundle.module.bundleURL.appending(components: "Fixtures", "microgpt.json"))
    ).runs
  }

  /// A recorded run: the first has microgpt.py's own settings, on `data/names.txt`.
  public static func recorded(_ index: Int) throws -> GoldenRun {
    let runs = try recorded.get()
    try #require(runs.count == count)
    return runs[index]
  }
}
