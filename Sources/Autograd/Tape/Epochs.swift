/// Which parts of a tape were appended between the same two rewinds: they have a number, their epoch, in common.
///
/// A tape is only ever cut at its end, and what follows the cut has a new epoch. A handle remembers the epoch of what it
/// names, so that whatever came to stand in the same place later is told from it.
package struct Epochs {
  private struct Entry {
    var start: TapeStorage.Extent
    var number: UInt32
  }

  /// What the tape consists of now: each entry ends where the next begins.
  private var entries = [Entry(start: TapeStorage.Extent(), number: 0)]
  /// The epoch of what is appended now: how many were begun before it.
  package private(set) var newest: UInt32 = 0
  /// Where its values begin.
  private var newestStart = 0
  /// The epoch before it, such as that of the parameters.
  private var previous: UInt32 = 0
  /// The first epoch of the tape, which stands for what comes before everything on it.
  private var first: UInt32 = 0

  /// Begins a new epoch where the tape was cut.
  mutating func begin(at extent: TapeStorage.Extent) {
    while let last = entries.last, last.start.total >= extent.total { entries.removeLast() }
    previous = entries.last?.number ?? first
    newest &+= 1
    newestStart = extent.valueCount
    entries.append(Entry(start: extent, number: newest))
  }

  /// Begins the first epoch of another tape, with none of the numbers that there were before.
  mutating func beginTape() {
    begin(at: TapeStorage.Extent())
    first = newest
    previous = first
  }

  /// Makes what was appended since the last cut part of an epoch that had ended.
  mutating func resume(_ number: UInt32, until end: TapeStorage.Extent) {
    entries[entries.count - 1].number = number
    begin(at: end)
  }

  /// Whether it is plain that values up to `end`, the last of which was of an epoch, have not been rewound; otherwise
  /// ``ofValue(at:)`` tells.
  ///
  /// Of the newest epoch nothing was, and of the one before it what stands before the newest.
  @inline(__always)
  func plainlyHold(upTo end: Int, _ epoch: UInt32) -> Bool {
    epoch == newest || (epoch == previous && end <= newestStart)
  }

  /// That of the value at a position.
  @inline(__always)
  func ofValue(at position: Int) -> UInt32 {
    position >= newestStart ? newest : epoch { $0.valueCount <= position }
  }

  /// That of the input at a position in the list of inputs.
  func ofInput(at position: Int) -> UInt32 { epoch { $0.inputCount <= position } }

  /// That of what was appended last before the tape had this extent.
  func before(_ extent: TapeStorage.Extent) -> UInt32 {
    extent.total == 0 ? first : epoch { $0.total < extent.total }
  }

  /// That of the last entry which starts soon enough, or of the first.
  private func epoch(_ startsSoonEnough: (TapeStorage.Extent) -> Bool) -> UInt32 {
    var low = 0
    var high = entries.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if startsSoonEnough(entries[middle].start) { low = middle } else { high = middle }
    }
    return entries[low].number
  }
}
