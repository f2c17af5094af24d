import VisibleText

/// Reading of files: of those that the user names, and of those that belong to a run.
enum InputFile {
  /// How many bytes of a text are read at most: as tokens of a model they take eight times as much, some 2 GB of memory.
  static let largestText = 256 << 20

  /// The bytes of a text: a file, a pipe or a device that the user names.
  ///
  /// - Throws: ``Failure`` that names the file and what is wrong with it.
  static func readText(_ path: String) throws(Failure) -> [UInt8] {
    do { return try Platform.read(path, limit: largestText) } catch {
      throw Failure(
        "can't read '\(path)': \(error)\(path == "-" ? "; for standard input give /dev/stdin" : "" as Message)"
      )
    }
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
