#if canImport(Darwin)
import Darwin
#elseif canImport(Android)
import Android
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension Platform {
  /// What stands at a path.
  enum FileKind {
    case file
    case folder
    case link
    case pipe
    case socket
    /// A terminal or another device.
    case device

    fileprivate init(_ status: stat) {
      switch status.st_mode & S_IFMT {
      case S_IFREG: self = .file
      case S_IFDIR: self = .folder
      case S_IFLNK: self = .link
      case S_IFIFO: self = .pipe
      case S_IFSOCK: self = .socket
      default: self = .device
      }
    }
  }

  /// What a path leads to, through links, or nil where that is nothing.
  static func kind(of path: String) -> FileKind? {
    var status = stat()
    return stat(path, &status) == 0 ? FileKind(status) : nil
  }

  /// What stands at a path itself, links among it, or nil where nothing does.
  static func kindWithoutLinks(of path: String) -> FileKind? {
    var status = stat()
    return lstat(path, &status) == 0 ? FileKind(status) : nil
  }

  /// What is open as a descriptor, and how many bytes it has; 0 where that is not known.
  static func kindAndSize(of descriptor: Int32) -> (FileKind, size: Int)? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? (FileKind(status), Int(status.st_size)) : nil
  }

  /// How many bytes the file has that a path leads to, or nil where it leads to none.
  static func size(ofFile path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, case .file = FileKind(status) else { return nil }
    return Int(status.st_size)
  }

  /// A path in two parts: up to the last slash, and the name behind it.
  ///
  /// A slash counts as one whatever follows it: with a combining mark behind, it would be another character.
  static func parts(of path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    let end = path.utf8.index(after: slash)
    return (String(path[..<end]), String(path[end...]))
  }

  /// Where links lead from a path, whether there is something or not; a link where they can't be followed.
  ///
  /// A descriptor that the system offers as a file is left as it is.
  static func destination(of path: String) -> String {
    var path = path
    for _ in 0..<40 where !isDescriptor(path) {
      var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let count = readlink(path, &target, target.count - 1)
      // A path that is not UTF-8 would become another one.
      guard count > 0,
        let link = String(validating: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      else { return path }
      path = link.utf8.first == UInt8(ascii: "/") ? link : parts(of: path).folder + link
    }
    return path
  }

  /// Whether a path names an open descriptor, which the system offers as a file: `/dev/fd/3`, `/proc/self/fd/3`,
  /// `/dev/stdout`.
  static func isDescriptor(_ path: String) -> Bool {
    if ["/dev/stdin", "/dev/stdout", "/dev/stderr"].contains(path) { return true }
    let (folder, name) = parts(of: path)
    guard !name.isEmpty, name.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    if folder == "/dev/fd/" { return true }
    let process = folder.utf8.dropFirst("/proc/".utf8.count).dropLast("/fd/".utf8.count)
    return folder.hasPrefix("/proc/") && folder.hasSuffix("/fd/")
      && (process.elementsEqual("self".utf8) || process.allSatisfy { (0x30...0x39).contains($0) })
  }

  /// Whether two paths lead to one file that exists.
  static func isSameFile(_ first: String, _ second: String) -> Bool {
    var statuses = (stat(), stat())
    guard stat(first, &statuses.0) == 0, stat(second, &statuses.1) == 0 else { return false }
    return statuses.0.st_dev == statuses.1.st_dev && statuses.0.st_ino == statuses.1.st_ino
  }

  /// Makes a folder, and those above it, where they are missing.
  static func makeFolder(_ path: String) throws(SystemError) {
    guard mkdir(path, 0o777) != 0 else { return synchronizeFolder(parts(of: withoutSlashes(path)).folder) }
    let error = SystemError.last
    if kind(of: path) == .folder { return }
    let parent = parts(of: withoutSlashes(path)).folder
    guard error.number == ENOENT, !withoutSlashes(parent).isEmpty else { throw error }
    try makeFolder(withoutSlashes(parent))
    // Another process may make it at the same time.
    guard mkdir(path, 0o777) != 0 else { return synchronizeFolder(parent) }
    guard errno == EEXIST, kind(of: path) == .folder else { throw .last }
  }

  /// The path without slashes at its end.
  static func withoutSlashes(_ path: String) -> String {
    let slash = UInt8(ascii: "/")
    return path.utf8.lastIndex { $0 != slash }.map { String(path[..<path.utf8.index(after: $0)]) } ?? ""
  }

  /// Waits until the names in a folder are on the disk, where the system can do that.
  private static func synchronizeFolder(_ path: String) {
    try? Folder(path).synchronize()
  }
}
