/// The lines of a file of figures that can be used, in the order of their steps, and the numbers of those that can't.
///
/// A line can't be used where it is no JSON object with the figures, or where its step is not beyond the one before. Of two
/// lines that contradict each other in that, the one is used that the next line bears out: a single wrong number must not
/// cost the right lines after it.
struct StepLines {
  /// A line that can be used.
  struct Line {
    let figures: StepFigures
    let bytes: ArraySlice<UInt8>
    /// Its number in the file, from 1.
    let number: Int
    /// The lines before it that can't be read.
    let unreadableBefore: LineNumbers
  }

  private let reader: LineReader
  private var lineNumber = 0
  private var pending: Line?
  private var lastStep = 0

  /// The numbers, from 1, of the lines that can't be read.
  private(set) var unreadable = LineNumbers()
  /// The numbers, from 1, of the lines whose step is out of order.
  private(set) var misplaced = LineNumbers()

  init(_ path: String) throws(Platform.ReadError) {
    reader = try LineReader(path)
  }

  /// The next line that can be used, or nil after the last.
  mutating func next() throws(Platform.ReadError) -> Line? {
    while var bytes = try reader.next() {
      lineNumber += 1
      if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      let isWhole = bytes.count <= LineReader.longestLine
      if isWhole, bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
      guard isWhole, let figures = StepFigures(bytes) else {
        unreadable.append(lineNumber)
        continue
      }
      guard figures.step > lastStep else {
        misplaced.append(lineNumber)
        continue
      }
      let candidate = pending
      pending = Line(figures: figures, bytes: bytes, number: lineNumber, unreadableBefore: unreadable)
      guard let candidate else { continue }
      guard candidate.figures.step < figures.step else {
        misplaced.append(candidate.number)
        continue
      }
      lastStep = candidate.figures.step
      return candidate
    }
    defer { pending = nil }
    return pending
  }
}
