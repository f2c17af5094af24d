import Training
import VisibleText

/// The prompts of a file, one in each line.
///
/// A prompt is written as `--prompt` takes it, white space included. Empty lines are none.
struct PromptLines {
  /// The lines that are prompts, counted from 1, in order.
  let prompts: [(line: Int, text: [UInt8])]

  /// - Throws: ``Failure`` that names the file where it can't be read, is not UTF-8, or has no prompt.
  init(_ path: String) throws(Failure) {
    let bytes = try TextFile.bytes(path)
    let lines: [ArraySlice<UInt8>]
    do { lines = try Corpus.untrimmedLines(utf8: bytes) } catch {
      throw Failure("can't use \(InputFile.phrase(path)): \(error)")
    }
    prompts = lines.enumerated().filter { !$0.element.isEmpty }.map {
      ($0.offset + 1, unescaped(String(decoding: $0.element, as: UTF8.self)))
    }
    guard !prompts.isEmpty else {
      throw Failure(
        "can't use \(InputFile.phrase(path)): there is no prompt in it, but empty lines or nothing at all"
      )
    }
  }
}
