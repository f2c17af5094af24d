extension FlashAttention {
  /// Keys, and as many values, that begin at equal distances.
  package struct Run {
    package let key: Int
    package let keyDistance: Int
    package let value: Int
    package let valueDistance: Int
    package let count: Int

    /// How many numbers describe it in a list of operands.
    package static var length: Int { 5 }

    /// Keys and values, of which the first begin at `key` and `value`.
    package init(key: Int, keyDistance: Int, value: Int, valueDistance: Int, count: Int) {
      self.key = key
      self.keyDistance = keyDistance
      self.value = value
      self.valueDistance = valueDistance
      self.count = count
    }

    @inline(__always)
    package init(_ list: UnsafePointer<Int32>) {
      self.init(
        key: Int(list[0]),
        keyDistance: Int(list[1]),
        value: Int(list[2]),
        valueDistance: Int(list[3]),
        count: Int(list[4])
      )
    }

    /// What ``init(_:)`` reads.
    package var list: [Int] { [key, keyDistance, value, valueDistance, count] }
  }

  /// The runs of a list of operands, until they have as many keys as there are.
  package struct Runs: Sequence, IteratorProtocol {
    private var list: UnsafePointer<Int32>
    private var rest: Int

    /// The runs from `list` on of so many keys.
    @inline(__always)
    package init(_ list: UnsafePointer<Int32>, count: Int) {
      self.list = list
      rest = count
    }

    @inline(__always)
    package mutating func next() -> Run? {
      guard rest > 0 else { return nil }
      let run = Run(list)
      rest -= run.count
      list += Run.length
      return run
    }
  }

  /// Where each key begins, and its value.
  struct Pairs: Sequence, IteratorProtocol {
    private var runs: Runs
    private var run: Run?
    private var index = 0

    @inline(__always)
    init(_ runs: Runs) {
      self.runs = runs
      run = self.runs.next()
    }

    @inline(__always)
    mutating func next() -> (key: Int, value: Int)? {
      guard let run else { return nil }
      let pair = (run.key + index * run.keyDistance, run.value + index * run.valueDistance)
      index += 1
      if index == run.count {
        self.run = runs.next()
        index = 0
      }
      return pair
    }
  }
}

extension FlashAttention.Run {
  /// Divides keys and values into runs, as long as possible from the first on.
  ///
  /// Any two vectors are a run, so that keys that a mask chooses without any order take few numbers more than a list of them.
  static func runs(keys: [Int], values: [Int]) -> [FlashAttention.Run] {
    var runs: [FlashAttention.Run] = []
    var start = 0
    while start < keys.count {
      let count = min(
        progressionCount(keys.count - start) { keys[start + $0] },
        progressionCount(keys.count - start) { values[start + $0] }
      )
      runs.append(
        FlashAttention.Run(
          key: keys[start],
          keyDistance: count > 1 ? keys[start + 1] - keys[start] : 0,
          value: values[start],
          valueDistance: count > 1 ? values[start + 1] - values[start] : 0,
          count: count
        )
      )
      start += count
    }
    return runs
  }

  private static func progressionCount(_ count: Int, _ number: (Int) -> Int) -> Int {
    var end = min(count, 2)
    while end > 1, end < count, number(end) - number(end - 1) == number(1) - number(0) { end += 1 }
    return end
  }
}
