/// One number of a computation: a handle to a position on a ``Tape``.
///
/// A value is two words without reference counting, so it can be copied freely. Arithmetic on values appends to their tape:
///
///     let c = a * b + 1
///     c.backward()
///     print(a.grad)  // ∂c/∂a = b
///
/// A handle is good until its part of the tape is rewound or the tape itself goes away. The program stops with a message
/// when one is used later than that, or together with a value of another tape.
public struct Value {
  package let storage: UnsafeMutablePointer<TapeStorage>
  private let index: Int32
  package let epoch: UInt32

  /// A handle to the value that was just appended at `position`.
  @inline(__always)
  init(_ storage: UnsafeMutablePointer<TapeStorage>, _ position: Int) {
    self.init(storage, position, epoch: storage.pointee.epochs.newest)
  }

  @inline(__always)
  init(_ storage: UnsafeMutablePointer<TapeStorage>, _ position: Int, epoch: UInt32) {
    self.storage = storage
    index = Int32(truncatingIfNeeded: position)
    self.epoch = epoch
  }

  /// Where the value stands on its tape, counted from 0.
  ///
  /// Its parents stand at smaller positions.
  public var position: Int { Int(index) }

  /// The number itself.
  ///
  /// Setting it is meant for leaves: what was computed from the old number keeps its value until it is computed again.
  public var data: Double {
    get {
      storage.check(self)
      return storage.pointee.data.base[position]
    }
    nonmutating set {
      storage.check(self)
      storage.pointee.data.base[position] = newValue
    }
  }

  /// ∂L/∂(this value), where L is what ``backward(seed:)`` was last called on; 0 before that.
  ///
  /// The gradients of leaves add up over several calls until they are cleared, as in micrograd.
  public var grad: Double {
    get {
      storage.check(self)
      return storage.pointee.grad.base[position]
    }
    nonmutating set {
      storage.check(self)
      storage.pointee.grad.base[position] = newValue
    }
  }
}

extension Value: Equatable {
  /// Whether both are handles of the same number on the same tape.
  ///
  /// Equal numbers at two positions are two values.
  public static func == (left: Value, right: Value) -> Bool {
    left.storage == right.storage && left.index == right.index && left.epoch == right.epoch
  }
}
