import Drawing
import Exchange
import Formats
import VisibleText

/// A file that the user names for a result: written whole or not at all.
///
/// A pipe or a device is written to as it is, and so is standard output, which `-` and `/dev/stdout` name. A link leads to
/// the file that is replaced.
struct OutputFile {
  /// What a file holds.
  enum Kind: String {
    case picture
    case page
    case pythonProgram = "Python program"
    case onnxModel = "model for ONNX"
    case ggufModel = "model for llama.cpp"

    /// How such a file begins that was written here, from ``markStart`` on.
    var mark: String {
      switch self {
      case .picture: Markup.beginningOfPicture(generatedBy: About.name)
      case .page: Page.beginning(generatedBy: About.name)
      case .pythonProgram: PythonProgram.beginning(generatedBy: About.name)
      case .onnxModel: String(decoding: ONNXModel.beginning(producer: About.name), as: UTF8.self)
      case .ggufModel: String(decoding: GGUFFile.firstField(producer: About.name), as: UTF8.self)
      }
    }

    /// How many bytes stand before the mark.
    var markStart: Int { self == .ggufModel ? GGUF.fieldsStart : 0 }
  }

  let path: String
  let kind: Kind

  /// Whether it is standard output.
  var isStandardOutput: Bool {
    path == "-" || ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(Platform.destination(of: path))
  }

  /// Makes sure that nothing else is lost.
  ///
  /// - Parameter runFiles: the files of the run that the result is about.
  /// - Throws: ``Failure`` where its folder is missing, or where something of that name is not a file that was written here
  ///   before, or is one of a run's.
  func check(against runFiles: [String]) throws(Failure) {
    guard !path.isEmpty else { throw Failure("the file for the \(kind.rawValue) has no name") }
    guard !isStandardOutput else { return }
    guard !runFiles.contains(where: { Platform.isSameFile($0, destination) }) else {
      throw Failure("the \(kind.rawValue) would replace '\(path)', a file of the run; choose another name")
    }
    let folder = Platform.parts(of: destination).folder
    guard folder.isEmpty || Platform.kind(of: folder) == .folder else {
      throw Failure("can't write '\(path)': there is no folder '\(Platform.withoutSlashes(folder))'")
    }
    try checkPlace()
  }

  private var destination: String { Platform.destination(of: path) }

  /// Makes sure that nothing stands in the file's place but a stream, an empty file, or a result of the same kind.
  ///
  /// - Returns: whether it is a stream.
  @discardableResult
  private func checkPlace() throws(Failure) -> Bool {
    let destination = destination
    // What is open already may be a file as well: whoever opened it has decided about what is in it.
    if Platform.isDescriptor(destination) { return true }
    switch Platform.kindWithoutLinks(of: destination) {
    case .pipe, .device: return true
    case nil: return false
    case .folder: throw Failure("can't write '\(path)': it is a folder, not a file")
    case .socket: throw Failure("can't write '\(path)': it is a socket, not a file")
    case .link: throw Failure("can't write '\(path)': it is a link that can't be followed")
    case .file: break
    }
    let mark = Array(kind.mark.utf8)
    let old: [UInt8]
    do { old = try Platform.readBeginning(of: destination, count: kind.markStart + mark.count) } catch {
      throw Failure("can't tell whether '\(path)' may be replaced: \(error)")
    }
    guard old.isEmpty || old.dropFirst(kind.markStart).elementsEqual(mark) else {
      throw Failure(
        "'\(path)' is in the way: it is not a \(kind.rawValue) that names \(About.name) as its generator, and only such a one "
          + "is replaced; choose another name, or remove it first"
      )
    }
    return false
  }

  /// Writes the file, and says so on standard error.
  func write(_ text: String) throws(Failure) {
    guard !isStandardOutput else { return Terminal.output.write(text) }
    try write(Array(text.utf8))
  }

  /// Writes the file, and says so on standard error.
  func write(_ bytes: [UInt8]) throws(Failure) {
    guard !isStandardOutput else { return Terminal.output.write(bytes) }
    // Something else may have come there since.
    let isStream = try checkPlace()
    do {
      if isStream {
        try Platform.append(bytes, to: destination)
      } else {
        try Platform.replace(destination, with: bytes)
      }
    } catch { throw Failure("can't write '\(path)': \(error)") }
    Terminal.error.line("wrote the \(kind.rawValue) to \(path)")
  }
}
