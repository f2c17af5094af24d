import Autograd

/// What each operation of a recording waits for, and where its gradients go: the second pass of planning.
struct Dependence {
  /// One more than the highest level among the operations that produced its operands: operations of one level do not wait for
  /// each other.
  private(set) var levels: [Int32]
  /// Which gradients going backward through it takes.
  private(set) var flows: [Flow]

  private let recording: Recording
  private let leaves: Range<Int>?

  /// Whether a gradient is wanted of the value at a position, or of something it was computed from.
  func leads(to position: Int) -> Bool {
    guard let leaves else { return true }
    guard let producer = recording.producers(of: position, 1)?.lowerBound else {
      return leaves.contains(position)
    }
    return flows[producer].first || flows[producer].second
  }

  /// Whether gradients pass through an operation.
  struct Flow: Equatable {
    /// Whether a value that is differentiated for can be reached through the first operand.
    var first = false
    /// The same for the second operand.
    var second = false
    /// Whether a gradient arrives at the results.
    var arrives = false

    /// Whether a gradient goes on to an operand.
    var passes: Bool { arrives && (first || second) }
  }

  /// Follows what every operation reads, forward for the levels and backward for the gradients.
  ///
  /// - Parameters:
  ///   - results: the positions from which gradients come.
  ///   - leaves: the positions before the recording for which gradients are wanted; nil if they are wanted for every value.
  init(_ recording: Recording, _ fusion: Fusion, results: [Int], leaves: Range<Int>?) {
    var levels = [Int32](repeating: 1, count: recording.records.count)
    var flows = [Flow](repeating: Flow(), count: recording.records.count)
    for (index, record) in recording.records.enumerated() {
      var level: Int32 = 0
      var flow = Flow()
      recording.forEachOperand(of: record) { position, count, role in
        var leads = leaves?.overlaps(position..<position + count) ?? true
        if let producers = recording.producers(of: position, count) {
          for producer in producers {
            level = max(level, levels[producer])
            leads = leads || flows[producer].first || flows[producer].second
          }
        }
        switch role {
        case .first: flow.first = flow.first || leads
        case .second: flow.second = flow.second || leads
        case .constant: break
        }
      }
      // What belongs to a pattern has waited for all that the pattern reads.
      let offset = Int(fusion.offsets[index])
      levels[index] = offset == 0 ? level + 1 : levels[index - offset]
      flows[index] = flow
    }

    for result in results {
      if let producers = recording.producers(of: result, 1) { flows[producers.lowerBound].arrives = true }
    }
    for index in recording.records.indices.reversed() where flows[index].passes {
      let flow = flows[index]
      recording.forEachOperand(of: recording.records[index]) { position, count, role in
        guard role == .first ? flow.first : role == .second && flow.second else { return }
        guard let producers = recording.producers(of: position, count) else { return }
        for producer in producers { flows[producer].arrives = true }
      }
    }
    self.recording = recording
    self.leaves = leaves
    self.levels = levels
    self.flows = flows
  }
}
