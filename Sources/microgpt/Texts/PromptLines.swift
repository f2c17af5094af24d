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
    // As one text: the lines of a corpus are trimmed.
    let text = try TextFile(path, layout: .stream).corpus.texts[0]
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    prompts = lines.enumerated().filter { !$0.element.isEmpty }.map {
      ($0.offset + 1, unescaped(String(decoding: $0.element, as: UTF8.self)))
    }
  }
}
