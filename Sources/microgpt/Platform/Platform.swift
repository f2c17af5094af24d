#if canImport(Darwin)
import Darwin
#elseif canImport(Android)
import Android
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the executable takes from the C library: streams, files, signals, the environment.
enum Platform {
  /// The name of the program and its arguments, byte by byte: `CommandLine.arguments` repairs what is not UTF-8.
  static var arguments: [[UInt8]] {
    (0..<Int(CommandLine.argc)).compactMap { index in
      CommandLine.unsafeArgv[index].map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }
  }

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  static func exit(_ status: Int32) -> Never { exitProcess(status) }

  /// Why the system could not do something with a file.
  struct SystemError: Error, CustomStringConvertible {
    let number: Int32

    /// What went wrong just now.
    static var last: SystemError { SystemError(number: errno) }

    /// The reason in a few words.
    var description: String {
      switch number {
      case ENOENT: "there is no such file"
      case EEXIST: "a file of that name is in the way"
      case EISDIR: "it is a folder, not a file"
      case EACCES, EPERM: "permission denied"
      case EROFS: "the volume can't be written to"
      case ENOSPC: "no space is left"
      case EDQUOT: "the disk quota is used up"
      case EFBIG: "it would be larger than the limit on a file's size allows"
      case ELOOP: "links lead in a circle"
      case EBADF: "it is closed"
      default: String(cString: strerror(number))
      }
    }
  }
}

// The C function whose name the method above hides inside `Platform`.
private func exitProcess(_ status: Int32) -> Never { exit(status) }
