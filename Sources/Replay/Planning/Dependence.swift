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
    guard let producer = recording.producer(of: position) else {
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
    self.recording = recording
    self.leaves = leaves
    levels = [Int32](repeating: 1, count: recording.records.count)
    flows = [Flow](repeating: Flow(), count: recording.records.count)
    levels.withUnsafeMutableBufferPointer { levels in
      flows.withUnsafeMutableBufferPointer { flows in
        let work = Work(recording: recording, leaves: leaves, levels: levels, flows: flows)
        work.goForward(fusion)
        work.goBackward(from: results)
      }
    }
  }
}

/// The two ways through a recording, on plain memory: they come by every operand.
private struct Work {
  let recording: Recording
  let leaves: Range<Int>?
  let levels: UnsafeMutableBufferPointer<Int32>
  let flows: UnsafeMutableBufferPointer<Dependence.Flow>

  /// What an operand waits for, and whether a gradient is wanted of it.
  struct Reach: Equatable {
    var level: Int32
    var leads: Bool
  }

  func goForward(_ fusion: Fusion) {
    let memory = SeriesMemory<Reach>(seriesCount: recording.series.count)
    for (index, record) in recording.records.enumerated() {
      var level: Int32 = 0
      var flow = Dependence.Flow()
      recording.forEachOperand(of: record) { position, count, role in
        let reach = self.reach(of: position, count)
        level = max(level, reach.level)
        switch role {
        case .first: flow.first = flow.first || reach.leads
        case .second: flow.second = flow.second || reach.leads
        case .constant: break
        }
      }
      for run in recording.vectorRuns(of: index) {
        let series = recording.series[Int(run.series)]
        memory.examine(run) { index in
          reach(of: Int(series.positions[index]), series.width)
        } _: { _, reach in
          level = max(level, reach.level)
          flow.second = flow.second || reach.leads
        }
      }
      // What belongs to a pattern has waited for all that the pattern reads.
      let offset = Int(fusion.offsets[index])
      levels[index] = offset == 0 ? level + 1 : levels[index - offset]
      flows[index] = flow
    }
  }

  func goBackward(from results: [Int]) {
    for result in results { arrive(at: result, 1) }
    let memory = SeriesMemory<Bool>(seriesCount: recording.series.count)
    for index in recording.records.indices.reversed() where flows[index].passes {
      let flow = flows[index]
      recording.forEachOperand(of: recording.records[index]) { position, count, role in
        if role == .first ? flow.first : role == .second && flow.second { arrive(at: position, count) }
      }
      guard flow.second else { continue }
      for run in recording.vectorRuns(of: index) {
        let series = recording.series[Int(run.series)]
        memory.examine(run) { index in
          arrive(at: Int(series.positions[index]), series.width)
          return true
        }
      }
    }
  }

  @inline(__always)
  private func reach(of position: Int, _ count: Int) -> Reach {
    var reach = Reach(level: 0, leads: leaves?.overlaps(position..<position + count) ?? true)
    if let producers = recording.producers(of: position, count) {
      for producer in producers {
        reach.level = max(reach.level, levels[producer])
        reach.leads = reach.leads || flows[producer].first || flows[producer].second
      }
    }
    return reach
  }

  /// Notes that a gradient arrives at an operand.
  @inline(__always)
  private func arrive(at position: Int, _ count: Int) {
    guard let producers = recording.producers(of: position, count) else { return }
    for producer in producers { flows[producer].arrives = true }
  }
}

extension Dependence: CustomStringConvertible {
  /// A line for each operation: its level, and which gradients going backward through it takes.
  var description: String {
    recording.records.indices.map { index in
      let flow = flows[index]
      let gradients = flow.arrives ? operandGradients(flow.first, flow.second) : "no gradient"
      return "level \(levels[index]): \(recording.name(of: index)), \(gradients)"
    }.joined(separator: "\n")
  }
}
