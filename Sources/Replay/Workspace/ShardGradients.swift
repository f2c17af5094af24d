/// Room for the gradients of leaves from a part of a batch, in the numbers of the workspace that computes them.
package struct ShardGradients {
  private let bytes: UnsafeMutableRawPointer

  /// Room for so many numbers of either type.
  package init(count: Int) {
    bytes = .allocate(byteCount: count * MemoryLayout<Double>.stride, alignment: 64)
  }

  /// Gives the room back.
  package func deallocate() { bytes.deallocate() }

  @inline(__always)
  func numbers<Number>(_ type: Number.Type) -> UnsafeMutablePointer<Number> {
    bytes.assumingMemoryBound(to: Number.self)
  }
}
