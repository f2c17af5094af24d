/// A file that the user names for a result: written whole or not at all.
///
/// A pipe or a device is written to as it is, and so is standard output, which `-` and `/dev/stdout` name. A link leads to
/// the file that is replaced.
struct OutputFile {
  /// What a file holds.
  enum Kind: String {
    case picture
    case page

    /// How such a file begins.
    fileprivate var beginning: String {
      switch self {
      case .picture: "<svg "
      case .page: "<!doctype html>"
      }
    }
  }

  let path: String
  let kind: Kind

  /// Whether it is standard output.
  var isStandardOutput: Bool {
    path == "-" || ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(Platform.destination(of: path))
  }

  /// Makes sure that nothing else is lost.
  ///
  /// - Throws: ``Failure`` where its folder is missing, or where a file of that name is none that could have been written here
  ///   before or one of a run's.
  func check(against run: RunFolder?) throws(Failure) {
    guard !path.isEmpty else { throw Failure("the file for the \(kind) has no name") }
    guard !isStandardOutput else { return }
    let destination = Platform.destination(of: path)
    guard run?.writes(destination) != true else {
      throw Failure("the \(kind) would replace '\(path)', a file of the run; choose another name")
    }
    let folder = destination.lastIndex(of: "/").map { destination[..<$0] } ?? ""
    guard folder.isEmpty || Platform.kind(of: String(folder)) == .folder else {
      throw Failure("can't write '\(path)': there is no folder '\(folder)'")
    }
    switch Platform.kind(of: destination) {
    case .folder: throw Failure("can't write '\(path)': it is a folder, not a file")
    case .stream, nil: return
    case .file: break
    }
    let old: [UInt8]
    do { old = try Platform.read(destination) } catch {
      throw Failure("can't tell whether '\(path)' may be replaced: \(error)")
    }
    guard old.isEmpty || old.starts(with: kind.beginning.utf8) else {
      throw Failure(
        "'\(path)' is there already and holds no \(kind); choose another name, or remove it first"
      )
    }
  }

  /// Writes the file, and says so on standard error.
  func write(_ text: String) throws(Failure) {
    guard !isStandardOutput else { return Terminal.output.write(text) }
    let destination = Platform.destination(of: path)
    do {
      if Platform.kind(of: destination) == .stream {
        try Platform.append(text, to: destination)
      } else {
        try Platform.replace(destination, with: Array(text.utf8), waitsForDisk: false)
      }
    } catch { throw Failure("can't write '\(path)': \(error)") }
    Terminal.error.line("wrote the \(kind) to \(path)")
  }
}
