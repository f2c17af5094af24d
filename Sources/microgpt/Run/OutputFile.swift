/// A file that the user names for a result: written whole or not at all.
struct OutputFile {
  let path: String
  /// What it holds, for messages: "picture".
  let kind: String

  /// - Throws: ``Failure`` where it is one of the files of a run that it is made from.
  func check(against run: RunFolder?) throws(Failure) {
    guard run?.writes(path) != true else {
      throw Failure("the \(kind) would replace '\(path)', a file of the run; choose another name")
    }
  }

  /// Writes the file, and says so on standard error.
  func write(_ text: String) throws(Failure) {
    do { try Platform.replace(path, with: Array(text.utf8), waitsForDisk: false) } catch {
      throw Failure("can't write '\(path)': \(error)")
    }
    Terminal.error.line("wrote the \(kind) to \(path)")
  }
}
