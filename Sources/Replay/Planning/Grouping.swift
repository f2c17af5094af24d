import Autograd

/// Records of one kind that do not wait for each other, to become one instruction.
struct Group {
  /// How many operations must come before: see ``Dependence/levels``.
  let level: Int32
  /// What its operations are the beginning of.
  let pattern: Pattern
  /// The operations, in order; where several matrices are joined, those of one vector side by side.
  var members: [Int32]
  /// How many operations make one row: the number of matrices that are joined.
  var parts = 1
}

/// The groups of a recording in an order in which they can be executed: the third pass of planning.
struct Grouping {
  private(set) var groups: [Group] = []

  private let recording: Recording

  /// Puts operations together that have one level and do the same.
  init(_ recording: Recording, _ uses: Uses, _ fusion: Fusion, _ dependence: Dependence) {
    self.recording = recording
    var groupsOfLevel: [[Int]] = []
    for index in recording.records.indices where fusion.offsets[index] == 0 {
      let pattern = fusion.patterns[index]
      let level = Int(dependence.levels[index])
      while groupsOfLevel.count < level { groupsOfLevel.append([]) }
      let group = groupsOfLevel[level - 1].first { candidate in
        let other = Int(groups[candidate].members[0])
        return groups[candidate].pattern == pattern
          && (0..<pattern.count).allSatisfy { offset in
            dependence.flows[index + offset] == dependence.flows[other + offset]
              && recording.records[index + offset].doesTheSame(as: recording.records[other + offset])
          }
      }
      if let group {
        groups[group].members.append(Int32(index))
      } else {
        groupsOfLevel[level - 1].append(groups.count)
        groups.append(Group(level: Int32(level), pattern: pattern, members: [Int32(index)]))
      }
    }
    groups = groupsOfLevel.flatMap { level in
      joiningMatrices(level.map { groups[$0] }, recording, uses, dependence)
    }
  }

  /// Makes one group of products of the same vectors with matrices that stand one after the other, such as those for
  /// queries, keys and values: to a product they are one higher matrix.
  private func joiningMatrices(
    _ level: [Group],
    _ recording: Recording,
    _ uses: Uses,
    _ dependence: Dependence
  ) -> [Group] {
    guard level.count(where: { isProduct($0, recording) }) > 1 else { return level }
    var joined: [Group] = level.filter { !isProduct($0, recording) }
    let products = level.filter { isProduct($0, recording) }
      .sorted { recording.records[Int($0.members[0])].first < recording.records[Int($1.members[0])].first }
    for group in products {
      if let last = joined.last, isProduct(last, recording), continues(last, group, recording),
        dependence.flows[Int(last.members[0])] == dependence.flows[Int(group.members[0])],
        (last.members + group.members).allSatisfy({ uses.block(of: Int($0)).count == 1 })
      {
        var members: [Int32] = []
        for row in group.members.indices {
          members += last.members[row * last.parts..<(row + 1) * last.parts]
          members.append(group.members[row])
        }
        joined[joined.count - 1].members = members
        joined[joined.count - 1].parts += 1
      } else {
        joined.append(group)
      }
    }
    return joined
  }

  private func isProduct(_ group: Group, _ recording: Recording) -> Bool {
    recording.records[Int(group.members[0])].operation == .matrixVector
  }

  /// Whether the matrix of `next` begins where that of `group` ends, and both meet the same vectors.
  private func continues(_ group: Group, _ next: Group, _ recording: Recording) -> Bool {
    let last = recording.records[Int(group.members[group.parts - 1])]
    let first = recording.records[Int(next.members[0])]
    return last.length == first.length && last.first + last.count * last.length == first.first
      && group.members.count == next.members.count * group.parts
      && next.members.indices.allSatisfy { row in
        recording.records[Int(group.members[row * group.parts])].second
          == recording.records[Int(next.members[row])].second
      }
  }
}

extension Grouping: CustomStringConvertible {
  /// A line for each group, in the order of execution; products that are one with a higher matrix are joined by `+`.
  var description: String {
    groups.map { group in
      let name =
        group.pattern == .single
        ? "\(recording.records[Int(group.members[0])].operation)" : group.pattern.name
      let rows = stride(from: 0, to: group.members.count, by: group.parts).map { start in
        group.members[start..<start + group.parts].map { member in
          // A pattern is known by its last operation, which gives what others read.
          recording.values(of: Int(member) + group.pattern.count - 1)
        }.joined(separator: " + ")
      }
      return "level \(group.level): \(name) \(rows.joined(separator: ", "))"
    }.joined(separator: "\n")
  }
}

extension Record {
  /// Whether one instruction can do what both operations do.
  fileprivate func doesTheSame(as other: Record) -> Bool {
    guard operation == other.operation else { return false }
    switch operation {
    case .add, .subtract, .multiply, .divide:
      return firstStride == other.firstStride && secondStride == other.secondStride
    case .addConstant, .multiplyConstant, .pow:
      return constant == other.constant
    case .exp, .log, .sigmoid, .relu, .copy, .sum, .maximum, .dot, .pick:
      return true
    case .dots, .rotate:
      return length == other.length
    case .weightedSum, .flashAttention:
      return count == other.count
    case .gather:
      return count == other.count && first == other.first
    case .matrixVector:
      return first == other.first && count == other.count && length == other.length
    }
  }
}
