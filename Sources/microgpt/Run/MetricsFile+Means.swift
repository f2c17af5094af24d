#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension MetricsFile {
  /// Whether a run holds held-out losses of an earlier version of this program, which took them as a mean over tokens.
  ///
  /// Such a line has the key `validation_loss` and lacks `validation_loss_per_token`.
  static func holdsOlderMeans(_ run: RunFolder) throws(Failure) -> Bool {
    guard FileManager.default.fileExists(atPath: run.metricsPath) else { return false }
    let text = String(decoding: try InputFile.read(run.metricsPath), as: UTF8.self)
    return text.split(separator: "\n").contains { line in
      guard line.contains("validation_loss") else { return false }
      return (try? JSONDecoder().decode(HeldOutLoss.self, from: Data(line.utf8)))?.isOlder ?? false
    }
  }

  private struct HeldOutLoss: Decodable {
    let isOlder: Bool

    private enum CodingKeys: String, CodingKey {
      case perDocument = "validation_loss"
      case perToken = "validation_loss_per_token"
    }

    init(from decoder: Decoder) throws {
      let line = try decoder.container(keyedBy: CodingKeys.self)
      isOlder = line.contains(.perDocument) && !line.contains(.perToken)
    }
  }
}
