/// What each record of a stretch waits for, and where its gradients go: the second pass of planning.
struct Dependence {
  /// One more than the highest level among the records that produced its operands: records of one level do not wait for
  /// each other.
  private(set) var levels: [Int32]
  /// Which gradients going backward through it takes.
  private(set) var flows: [Flow]

  private let stretch: Stretch
  private let leaves: Range<Int>?

  /// Whether a gradient is wanted of the value at a position, or of something it was computed from.
  func leads(to position: Int) -> Bool {
    guard let leaves else { return true }
    guard let producer = stretch.producers(of: position, 1)?.lowerBound else {
      return leaves.contains(position)
    }
    return flows[producer].first || flows[producer].second
  }

  /// Whether gradients pass through a record.
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

  /// Follows what every record reads, forward for the levels and backward for the gradients.
  ///
  /// - Parameters:
  ///   - results: the positions from which gradients come.
  ///   - leaves: the positions before the stretch for which gradients are wanted; nil if they are wanted for every value.
  init(_ stretch: Stretch, _ fusion: Fusion, results: [Int], leaves: Range<Int>?) {
    var levels = [Int32](repeating: 1, count: stretch.records.count)
    var flows = [Flow](repeating: Flow(), count: stretch.records.count)
    for (index, record) in stretch.records.enumerated() {
      var level: Int32 = 0
      var flow = Flow()
      stretch.forEachOperand(of: record) { position, count, role in
        var leads = leaves?.overlaps(position..<position + count) ?? true
        if let producers = stretch.producers(of: position, count) {
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
      if let producers = stretch.producers(of: result, 1) { flows[producers.lowerBound].arrives = true }
    }
    for index in stretch.records.indices.reversed() where flows[index].passes {
      let flow = flows[index]
      stretch.forEachOperand(of: stretch.records[index]) { position, count, role in
        guard role == .first ? flow.first : role == .second && flow.second else { return }
        guard let producers = stretch.producers(of: position, count) else { return }
        for producer in producers { flows[producer].arrives = true }
      }
    }
    self.stretch = stretch
    self.leaves = leaves
    self.levels = levels
    self.flows = flows
  }
}
