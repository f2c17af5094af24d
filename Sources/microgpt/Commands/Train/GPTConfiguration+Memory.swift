import Drawing
import Training
import Transformer
import VisibleText

extension GPTConfiguration {
  /// About how much memory it takes to train on a document of so many tokens, in bytes.
  ///
  /// Of each value there are data, a gradient, and what a program needs of it: measured, some 34 bytes.
  func byteCount(ofDocument length: Int) -> Int { Int(34 * valueCount(ofDocument: length)) }

  /// A warning where the longest document takes more memory than many machines have.
  func memoryNote(for dataset: Dataset) -> Message? {
    let longest = dataset.training.ranges.reduce(0) { max($0, $1.count) }
    let length = min(contextLength, longest)
    let byteCount = byteCount(ofDocument: length)
    guard byteCount > 4 << 30 else { return nil }
    return "a document of \(counted(length, "token")) takes about \(NumberFormat.bytes(byteCount)) of memory"
  }
}
