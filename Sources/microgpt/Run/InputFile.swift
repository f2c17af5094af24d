#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reading of files that the user names.
enum InputFile {
  /// A file's bytes.
  ///
  /// - Throws: ``Failure`` that names the file and what is wrong with it.
  static func read(_ path: String) throws(Failure) -> Data {
    do {
      let type = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
      guard type != .typeDirectory else { throw Failure("can't read '\(path)': it is a folder, not a file") }
      return try Data(contentsOf: URL(filePath: path))
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure("can't read '\(path)': \(reason(of: error))")
    }
  }

  /// What the system says went wrong, in a few words.
  static func reason(of error: any Error) -> String {
    guard let error = error as? CocoaError else { return "\(error)" }
    return switch error.code {
    case .fileReadNoPermission, .fileWriteNoPermission: "permission denied"
    case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file"
    case .fileWriteOutOfSpace: "no space is left"
    case .fileWriteVolumeReadOnly: "the volume can't be written to"
    case .fileWriteFileExists: "a file of that name is in the way"
    default:
      (error.underlying as? POSIXError).map { "error \($0.code.rawValue)" } ?? "error \(error.code.rawValue)"
    }
  }
}
