#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Android)
import Android
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Reading of files that the user names.
enum InputFile {
  /// A file's bytes.
  ///
  /// - Throws: ``Failure`` that names the file and what is wrong with it.
  static func read(_ path: String) throws(Failure) -> Data {
    var information = stat()
    let type = stat(path, &information) == 0 ? information.st_mode & S_IFMT : S_IFREG
    guard type != S_IFDIR else { throw Failure("can't read '\(path)': it is a folder, not a file") }
    // `Data` reads ordinary files only.
    guard type == S_IFREG else { return try readStream(path) }
    do { return try Data(contentsOf: URL(filePath: path)) } catch {
      throw Failure("can't read '\(path)': \(reason(of: error))")
    }
  }

  /// All that comes from a pipe or a device, such as `/dev/stdin`.
  private static func readStream(_ path: String) throws(Failure) -> Data {
    guard let file = fopen(path, "rb") else {
      throw Failure("can't read '\(path)': \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var data = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      data.append(contentsOf: buffer[..<count])
    }
    guard ferror(file) == 0 else {
      throw Failure("can't read '\(path)': \(String(cString: strerror(errno)))")
    }
    return data
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
      (error.underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
        ?? "error \(error.code.rawValue)"
    }
  }
}
