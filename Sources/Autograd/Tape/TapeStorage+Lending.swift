import Basics

/// Work in the buffers in place, which must not move meanwhile.
extension TapeStorage {
  /// Notes that a call works in the buffers: until it is done nothing may be appended or taken away.
  mutating func lend() { borrowerCount += 1 }

  /// Notes that it is done.
  mutating func takeBack() { borrowerCount -= 1 }

  func requireNotLent() {
    require(
      borrowerCount == 0,
      "nothing can be appended to a tape or taken from it while its numbers are being worked on in place"
    )
  }
}
