import Autograd
import Basics

/// Every number that a replay has computed.
extension Program {
  /// The number that a value of the recorded computation has now.
  ///
  /// - Parameter value: a handle that was made while the program was recorded, or before.
  public func data(of value: Value) -> Double { replayedMemory().data[place(of: value)] }

  /// The gradient that it has now: 0 if none reaches it, or the program has not gone backward since it was replayed.
  public func grad(of value: Value) -> Double {
    let place = place(of: value)
    let memory = replayedMemory()
    return hasGradient(value.position) ? memory.grad[place] : 0
  }

  /// Whether going backward leaves a gradient at a position.
  func hasGradient(_ position: Int) -> Bool {
    guard position >= recording.start.valueCount else { return true }
    guard let lastReplay, lastReplay.wentBackward else { return false }
    return recording.producer(of: position).map { flows[$0].arrives } ?? true
  }

  /// The numbers that a vector of the recorded computation has now.
  public func data(of vector: Vector) -> [Double] {
    check(vector.storage, vector.position, vector.count, vector.epoch)
    let memory = replayedMemory()
    return (vector.position..<vector.position + vector.count).map { memory.data[layout.place(of: $0)] }
  }

  /// The gradients that they have now: 0 where none arrives.
  public func grad(of vector: Vector) -> [Double] {
    check(vector.storage, vector.position, vector.count, vector.epoch)
    let memory = replayedMemory()
    return (vector.position..<vector.position + vector.count).map { position in
      hasGradient(position) ? memory.grad[layout.place(of: position)] : 0
    }
  }

  private func place(of value: Value) -> Int {
    check(value.storage, value.position, 1, value.epoch)
    return layout.place(of: value.position)
  }

  private func check(
    _ owner: UnsafeMutablePointer<TapeStorage>,
    _ position: Int,
    _ count: Int,
    _ epoch: UInt32
  ) {
    let start = recording.start.valueCount
    require(
      owner == storage
        && (position + count <= start
          || position + count <= start + recording.valueCount && epoch == recording.epoch),
      "v\(position) is no part of the program"
    )
    if position + count <= start { storage.check(owner, position, count, epoch) }
  }
}
