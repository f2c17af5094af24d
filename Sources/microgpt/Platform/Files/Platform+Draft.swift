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
  /// A file that takes its place when it is complete: until then nothing of it can be seen under its name.
  ///
  /// Its own name is short, as a file's name may be of up to 255 bytes, and nobody can guess it. It is made anew, so that
  /// nothing that somebody put there is written to. Whoever makes a draft locks it, so that one without a lock belongs to a
  /// process that has died.
  final class Draft {
    private let folder: Folder
    private let name: String
    /// nil after its end.
    private var descriptor: Int32?
    private let path: DraftPath?
    /// Whether all that was written is on the disk, so that it need not be waited for again.
    private var isOnDisk = false

    /// Begins a file.
    ///
    /// - Parameter mode: who may do what with it; nil for what is usual.
    init(in folder: Folder, mode: mode_t? = nil) throws(SystemError) {
      self.folder = folder
      while true {
        let name = Self.newName()
        // Before the file is there: a signal may end the process at any moment.
        let path = DraftPath.note(folder.prefix + name)
        // Until its mode is set, nobody else may read it.
        let file = folder.open(name, O_WRONLY | O_CREAT | O_EXCL, mode: mode == nil ? 0o666 : 0o600)
        guard file >= 0 else {
          let error = SystemError.last
          path?.forget()
          if error.number == EEXIST { continue }
          throw error
        }
        path?.removeFileWhenStopped()
        // It may be taken for a dead process's, and removed, before it is locked.
        guard flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK, folder.status(of: name) != nil
        else {
          Platform.close(file)
          path?.forget()
          continue
        }
        if let mode { fchmod(file, mode) }
        self.name = name
        descriptor = file
        self.path = path
        return
      }
    }

    deinit { discard() }

    func write(_ bytes: [UInt8]) throws(SystemError) {
      isOnDisk = false
      let number = bytes.withUnsafeBytes { bytes in descriptor.flatMap { Platform.write(bytes, to: $0) } }
      if let number { throw SystemError(number: number) }
    }

    func write(_ text: String) throws(SystemError) {
      isOnDisk = false
      if let number = descriptor.flatMap({ Platform.write(text, to: $0) }) {
        throw SystemError(number: number)
      }
    }

    /// Waits until all that was written is on the disk.
    func synchronize() throws(SystemError) {
      guard let descriptor, !isOnDisk else { return }
      guard Platform.synchronize(descriptor) == 0 else { throw .last }
      isOnDisk = true
    }

    /// Gives the file its name, in the place of what had it.
    ///
    /// - Parameter waitsForDisk: whether the disk has it, under its name, when this returns: that may take milliseconds.
    func take(_ name: String, waitsForDisk: Bool = true) throws(SystemError) {
      if waitsForDisk { try synchronize() }
      try folder.rename(self.name, to: name)
      end()
      if waitsForDisk { try folder.synchronize() }
    }

    /// Removes what was written, unless it has its name already.
    func discard() {
      guard descriptor != nil else { return }
      folder.remove(name)
      end()
    }

    private func end() {
      if let descriptor { Platform.close(descriptor) }
      descriptor = nil
      path?.forget()
    }

    // MARK: Names

    private static let namePrefix = ".microgpt-"
    private static let digitCount = 16

    private static func newName() -> String {
      let digits = String(UInt64.random(in: 0...(.max)), radix: 16)
      return namePrefix + String(repeating: "0", count: digitCount - digits.count) + digits
    }

    static func isName(_ name: String) -> Bool {
      let digits = name.utf8.dropFirst(namePrefix.utf8.count)
      return name.hasPrefix(namePrefix) && digits.count == digitCount
        && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Removes the drafts that processes of this user left behind in a folder when they were killed.
    static func removeAbandoned(in folder: Folder) {
      for name in folder.names where isName(name) {
        guard let status = folder.status(of: name), status.st_mode & S_IFMT == S_IFREG,
          status.st_uid == geteuid()
        else { continue }
        let file = folder.open(name, O_RDONLY | O_NONBLOCK)
        guard file >= 0 else { continue }
        if flock(file, LOCK_EX | LOCK_NB) == 0 { folder.remove(name) }
        Platform.close(file)
      }
    }
  }

  /// Writes a file whole or not at all: a new one takes the old one's place when it is complete and on the disk.
  static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    let (folderPath, name) = parts(of: path)
    let folder = try Folder(folderPath)
    Draft.removeAbandoned(in: folder)
    try replace(name, in: folder, with: bytes)
  }

  /// Writes a file of a folder whole or not at all: see ``replace(_:with:)``.
  ///
  /// - Parameter waitsForDisk: whether the file can't be made again.
  static func replace(
    _ name: String,
    in folder: Folder,
    with bytes: [UInt8],
    waitsForDisk: Bool = true
  ) throws(SystemError) {
    try draft(of: name, in: folder, bytes).take(name, waitsForDisk: waitsForDisk)
  }

  /// The draft of a file with all its bytes.
  ///
  /// Whoever could not read the file that stands there shall not read the new one either.
  static func draft(of name: String, in folder: Folder, _ bytes: [UInt8]) throws(SystemError) -> Draft {
    let old = folder.status(of: name)
    let draft = try Draft(
      in: folder,
      mode: old.flatMap { $0.st_mode & S_IFMT == S_IFREG ? $0.st_mode & 0o777 : nil }
    )
    try draft.write(bytes)
    return draft
  }
}
