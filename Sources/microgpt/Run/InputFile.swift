#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reading of files that the user names.
enum InputFile {
  /// The bytes of a file, a pipe or a device.
  ///
  /// - Throws: ``Failure`` that names the file and what is wrong with it.
  static func read(_ path: String) throws(Failure) -> [UInt8] {
    do { return try Platform.read(path) } catch { throw Failure("can't read '\(path)': \(error)") }
  }

  /// What Foundation says went wrong with a file, in a few words.
  static func reason(of error: any Error) -> String {
    guard let error = error as? CocoaError else { return "\(error)" }
    if let system = error.underlying as? POSIXError {
      return "\(Platform.SystemError(number: system.code.rawValue))"
    }
    return switch error.code {
    case .fileReadNoPermission, .fileWriteNoPermission: "permission denied"
    case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file"
    case .fileWriteOutOfSpace: "no space is left"
    case .fileWriteVolumeReadOnly: "the volume can't be written to"
    case .fileWriteFileExists: "a file of that name is in the way"
    default: "error \(error.code.rawValue)"
    }
  }
}
