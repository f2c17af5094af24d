import Arguments
import VisibleText

/// Reading of files: of those that the user names, and of those that belong to a run.
enum InputFile {
  /// How many bytes of a text are read at most: as tokens of a model they take eight times as much, some 2 GB of memory.
  static let largestText = 256 << 20

  /// What stands for standard input where a file is to be named; a file of this name is given as `./-`.
  static let standardInput = "-"

  /// How a file that was named is spoken of.
  static func title(_ path: String) -> String { path == standardInput ? "standard input" : path }

  /// The same within a sentence, in quotation marks where it is a name.
  static func phrase(_ path: String) -> Message {
    path == standardInput ? "standard input" : "'\(path)'"
  }

  /// The bytes of a text: a file, a pipe or a device that the user names, or standard input.
  ///
  /// - Throws: ``Failure`` that names the file and what is wrong with it.
  static func readText(_ path: String) throws(Failure) -> [UInt8] {
    if path == standardInput { return try readStandardInput() }
    do { return try Platform.read(path, limit: largestText) } catch {
      throw Failure("can't read '\(path)': \(error)")
    }
  }

  /// Refuses standard input for two of a command's files.
  ///
  /// - Parameter files: what names each of them, and the path that was given.
  static func checkOneIsStandardInput(
    _ arguments: ParsedArguments,
    _ files: [(declaration: any Declaration, path: String?)]
  ) throws(UsageError) {
    let readers = files.filter { $0.path == standardInput }.map(\.declaration.name)
    guard readers.count > 1 else { return }
    throw arguments.usageError(
      "\(readers[0]) and \(readers[1]) can't both be standard input, which is read once; give a file for one of them"
    )
  }

  private static func readStandardInput() throws(Failure) -> [UInt8] {
    if Platform.isTerminal(Platform.standardInput) {
      Terminal.error.line("note: reading standard input; Ctrl-D ends it")
    }
    let bytes = SignsOfLife.waiting {
      Result { () throws(Platform.ReadError) in
        try Platform.read(descriptor: Platform.standardInput, limit: largestText)
      }
    }
    do { return try bytes.get() } catch { throw Failure("can't read standard input: \(error)") }
  }

  /// The bytes of a file that the user has not named: no pipe and no device, which might not end, wait or act.
  ///
  /// - Throws: ``Failure`` that names the file and what is wrong with it.
  static func readFile(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    do { return try Platform.read(path, limit: limit, acceptsStreams: false) } catch {
      throw Failure("can't read '\(path)': \(error)")
    }
  }
}

extension Conversion where Value == String {
  /// The path of a file that is read.
  static var input: Self { .path(note: " \(InputFile.standardInput) is standard input.") }
}
