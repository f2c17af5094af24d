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
  /// A folder that is open, so that what is written into it goes there even if its path leads elsewhere by now.
  final class Folder {
    /// What stands before a file's name in its path.
    let prefix: String
    /// The folder, or where it may not be read the one that relative paths begin at.
    private let descriptor: Int32
    private let isOpen: Bool
    private var isLocked = false

    /// - Parameter path: the folder's path; empty for the current one.
    init(_ path: String) throws(SystemError) {
      prefix = path.isEmpty || path.hasSuffix("/") ? path : path + "/"
      let opened = openFolder(path.isEmpty ? "." : path)
      // One may write into a folder that one may not read.
      guard opened >= 0 || errno == EACCES else { throw .last }
      isOpen = opened >= 0
      descriptor = isOpen ? opened : AT_FDCWD
    }

    /// A folder in another one; never one that a link of that name leads to.
    ///
    /// - Parameter isMade: whether it is made where it is missing.
    init(_ name: String, in folder: Folder, isMade: Bool = false) throws(SystemError) {
      if isMade {
        if mkdirat(folder.descriptor, folder.found(name), 0o777) == 0 {
          try folder.synchronize()
        } else if errno != EEXIST {
          throw .last
        }
      }
      prefix = folder.prefix + name + "/"
      let opened = folder.open(name, O_RDONLY | O_DIRECTORY)
      guard opened >= 0 || errno == EACCES else { throw .last }
      isOpen = opened >= 0
      descriptor = isOpen ? opened : AT_FDCWD
    }

    deinit {
      guard isOpen else { return }
      // A process that is just being started has a copy of the descriptor, which would keep the lock until it is closed, too.
      if isLocked { flock(descriptor, LOCK_UN) }
      Platform.close(descriptor)
    }

    /// A file's name as the descriptor finds it.
    private func found(_ name: String) -> String { isOpen ? name : prefix + name }

    /// Opens a file in the folder; never one that a link of that name leads to.
    ///
    /// - Returns: its descriptor, or -1, and `errno` says why.
    func open(_ name: String, _ flags: Int32, mode: mode_t = 0o666) -> Int32 {
      openat(descriptor, found(name), flags | O_NOFOLLOW | O_CLOEXEC, mode)
    }

    /// What stands under a name, links not followed, or nil where nothing does.
    func status(of name: String) -> stat? {
      var status = stat()
      return fstatat(descriptor, found(name), &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
    }

    func rename(_ name: String, to other: String) throws(SystemError) {
      guard renameat(descriptor, found(name), descriptor, found(other)) == 0 else { throw .last }
    }

    /// Gives a file a second name, where there is nothing of that name.
    func link(_ name: String, as other: String) throws(SystemError) {
      guard linkat(descriptor, found(name), descriptor, found(other), 0) == 0 else { throw .last }
    }

    /// Removes a file; false where there is none, or it can't be removed.
    @discardableResult
    func remove(_ name: String) -> Bool { unlinkat(descriptor, found(name), 0) == 0 }

    /// Removes an empty folder; false where there is none, or something is in it.
    @discardableResult
    func removeFolder(_ name: String) -> Bool { unlinkat(descriptor, found(name), AT_REMOVEDIR) == 0 }

    /// Waits until the names in the folder are on the disk.
    ///
    /// A file system that has no such thing is none to wait for.
    func synchronize() throws(SystemError) {
      guard isOpen, Platform.synchronize(descriptor) != 0, errno != EINVAL, errno != ENOTSUP else { return }
      throw .last
    }

    /// Writes bytes to the end of a file, which is made where there is none.
    ///
    /// - Parameter waitsForDisk: whether what is in the file is on the disk afterwards.
    func append(_ bytes: [UInt8], to name: String, waitsForDisk: Bool) throws(SystemError) {
      let file = open(name, O_WRONLY | O_APPEND | O_CREAT)
      guard file >= 0 else { throw .last }
      var number = bytes.withUnsafeBytes { Platform.write($0, to: file) }
      if number == nil, waitsForDisk, Platform.synchronize(file) != 0 { number = errno }
      if closeFile(file) != 0, number == nil { number = errno }
      if let number { throw SystemError(number: number) }
    }

    /// The names of all that stands in the folder; none where it may not be read.
    var names: [String] {
      guard isOpen else { return [] }
      // The stream closes its descriptor: it gets one of its own.
      let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
      guard own >= 0 else { return [] }
      guard let stream = fdopendir(own) else {
        Platform.close(own)
        return []
      }
      defer {
        closedir(stream)
        if isLocked { sign() }
      }
      var names: [String] = []
      while let entry = readdir(stream) {
        names.append(
          withUnsafePointer(to: &entry.pointee.d_name) { name in
            name.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
          }
        )
      }
      return names
    }

    /// What became of a request to be the only one who writes into the folder.
    enum Lock {
      case taken
      /// The process that has the lock, where the system tells.
      case held(by: Int32?)
      /// The file system has no locks.
      case missing
    }

    /// Locks the folder until this object goes or the process ends, however it ends.
    ///
    /// Nothing is put into the folder, and nobody is kept from reading it. The lock is `flock`'s, which does not tell who
    /// has it. A lock of `fcntl` beside it does; it is no more than a sign, for it goes when the process closes any descriptor
    /// of the folder.
    func lock() -> Lock {
      guard isOpen else { return .missing }
      guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else {
        isLocked = true
        sign()
        return .taken
      }
      guard errno == EWOULDBLOCK else { return .missing }
      return .held(by: holder)
    }

    /// The other process that has the lock, where there is one and the system tells.
    var holder: Int32? {
      var sign = Platform.wholeFile(F_WRLCK)
      guard isOpen, fcntl(descriptor, F_GETLK, &sign) == 0, sign.l_type != F_UNLCK, sign.l_pid > 0 else {
        return nil
      }
      return sign.l_pid
    }

    private func sign() {
      var sign = Platform.wholeFile(F_RDLCK)
      _ = fcntl(descriptor, F_SETLK, &sign)
    }
  }

  private static func wholeFile(_ type: Int32) -> flock {
    var lock = flock()
    lock.l_type = numericCast(type)
    lock.l_whence = numericCast(SEEK_SET)
    return lock
  }

  /// Waits until what was written to a descriptor is on the disk.
  ///
  /// - Returns: 0, or -1, and `errno` says why.
  static func synchronize(_ descriptor: Int32) -> Int32 {
    #if canImport(Darwin)
    // There `fsync` leaves what was written in the disk's own cache.
    if fcntl(descriptor, F_FULLFSYNC) == 0 { return 0 }
    #endif
    return fsync(descriptor)
  }
}

// The C functions whose names the methods above hide.
private func openFolder(_ path: String) -> Int32 { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
private func closeFile(_ descriptor: Int32) -> Int32 { close(descriptor) }
