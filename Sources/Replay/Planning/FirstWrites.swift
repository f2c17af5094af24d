import Autograd

/// Which instruction writes each gradient first when going backward: the sixth pass of planning.
///
/// The first one stores what the others add to, so that gradients need not be cleared before. Where several rows of one
/// instruction share an operand, or only part of it is written, clearing remains.
struct FirstWrites {
  /// The instructions of the builder, marked where they store.
  private(set) var instructions: [Instruction]
  /// Ranges of places whose gradients must be zero before going backward.
  private(set) var cleared: [Range<Int>] = []

  /// The places whose gradients have been stored by what comes later, and those that are added to.
  private var stored: PlaceSet
  private var added: PlaceSet
  /// What one instruction writes, so that two of its rows at one place are noticed; empty between instructions.
  private var written: PlaceSet
  private let base: Int

  /// Marks the instructions.
  ///
  /// - Parameters:
  ///   - seeds: the places of the results, whose gradients are given.
  init(_ builder: Builder, _ layout: Layout, seeds: [Int]) {
    instructions = builder.instructions
    base = layout.base
    stored = PlaceSet(base: base, count: layout.end - base)
    added = PlaceSet(base: base, count: layout.end - base)
    written = PlaceSet(base: base, count: layout.end - base)
    for seed in seeds where seed >= base { stored.insert(seed..<seed + 1) }
    for index in instructions.indices.reversed() {
      var instruction = instructions[index]
      mark(&instruction, builder.rows[instruction.rowRange], builder.operands)
      instructions[index] = instruction
    }
    cleared = added.ranges(with: layout.occupied, without: stored)
  }

  private mutating func mark(
    _ instruction: inout Instruction,
    _ rows: ArraySlice<Row>,
    _ operands: [Int32]
  ) {
    let length = Int(instruction.length)
    let width = Int(instruction.width)
    guard instruction.pattern == .single else {
      markPattern(&instruction, rows)
      return
    }
    if instruction.differentiatesFirst {
      switch instruction.operation {
      case .add, .subtract, .multiply, .divide, .addConstant, .multiplyConstant, .pow, .exp, .log, .sigmoid,
        .relu,
        .copy, .sum,
        .dot, .weightedSum:
        let single = instruction.firstStride == 0
        instruction.storesFirst = store(rows.lazy.map { (Int($0.first), single ? 1 : Int($0.count)) })
      case .dots:
        instruction.storesFirst = store(rows.lazy.map { (Int($0.first), length) })
      case .pick, .rotate:
        add(rows.lazy.map { (Int($0.first), Int($0.count)) })
      case .gather:
        add(rows.lazy.map { (Int($0.first), width * length) })
      case .matrixVector:
        add(CollectionOfOne((Int(instruction.matrix), width * length)))
      case .maximum, .flashAttention: break
      }
    }
    if instruction.differentiatesSecond {
      switch instruction.operation {
      case .add, .subtract, .multiply, .divide, .dot:
        let single = instruction.secondStride == 0
        if instruction.storesFirst, isShared(rows, instruction) {
          instruction.storesFirst = false
          for row in rows { revoke(Int(row.first), instruction.firstStride == 0 ? 1 : Int(row.count)) }
        }
        instruction.storesSecond = store(rows.lazy.map { (Int($0.second), single ? 1 : Int($0.count)) })
      case .matrixVector:
        instruction.storesSecond = store(rows.lazy.map { (Int($0.second), length) })
      case .dots, .weightedSum:
        markVectors(&instruction, rows, operands)
      case .addConstant, .multiplyConstant, .pow, .exp, .log, .sigmoid, .relu, .copy, .sum, .maximum, .gather,
        .pick,
        .rotate,
        .flashAttention:
        break
      }
    }
    if instruction.operation == .flashAttention,
      instruction.differentiatesFirst || instruction.differentiatesSecond
    {
      var keys = NewVectors()
      var values = NewVectors()
      for row in rows {
        let list = Int(row.second)
        let keyWidth = Int(operands[list + 1])
        add(CollectionOfOne((Int(row.first), keyWidth)))
        add(CollectionOfOne((Int(operands[list]), 1)))
        for run in row.flashRuns(operands) {
          keys.forEach(run.key, run.keyDistance, run.count, keyWidth) { add(CollectionOfOne(($0, keyWidth))) }
          values.forEach(run.value, run.valueDistance, run.count, width - 1) {
            add(CollectionOfOne(($0, width - 1)))
          }
        }
      }
    }
  }

  /// What a pattern keeps for itself it stores; only its operand may have been written before.
  private mutating func markPattern(_ instruction: inout Instruction, _ rows: ArraySlice<Row>) {
    guard instruction.differentiatesFirst else { return }
    instruction.storesFirst = store(rows.lazy.map { (Int($0.first), Int($0.count)) })
    let values: [Int32]
    let runs: [Int32]
    switch instruction.pattern {
    case .single: return
    case .softmax:
      values =
        [instruction.valueOffsets.0, instruction.valueOffsets.1]
        + (instruction.differentiatesSecond ? [0] : [])
      runs = [0, instruction.runOffsets.0]
    case .logProbability:
      values =
        [instruction.valueOffsets.0, instruction.valueOffsets.1, instruction.valueOffsets.2]
        + (instruction.differentiatesSecond ? [0] : [])
      runs = [0, instruction.runOffsets.0]
    case .normalization:
      values = [0, instruction.valueOffsets.0, instruction.valueOffsets.1, instruction.valueOffsets.2]
      runs = []
    }
    for row in rows {
      for offset in values { stored.insert(Int(row.second + offset)..<Int(row.second + offset) + 1) }
      for offset in runs {
        stored.insert(Int(row.result + offset)..<Int(row.result + offset + row.count))
      }
    }
  }

  /// Notes that an instruction stores these runs if it can, and says whether it can.
  private mutating func store(_ runs: some Collection<(Int, Int)>) -> Bool {
    var isFirst = true
    var isAscending = true
    var end = base
    for (place, width) in runs {
      let range = place..<place + width
      guard place >= base, !stored.overlaps(range), !added.overlaps(range) else {
        isFirst = false
        break
      }
      isAscending = isAscending && place >= end
      end = place + width
    }
    // In ascending order no two runs meet.
    if isFirst, !isAscending { isFirst = areDisjoint(runs) }
    if isFirst {
      for (place, width) in runs { stored.insert(place..<place + width) }
    } else {
      add(runs)
    }
    return isFirst
  }

  private mutating func areDisjoint(_ runs: some Collection<(Int, Int)>) -> Bool {
    var count = 0
    for (place, width) in runs {
      if written.overlaps(place..<place + width) { break }
      written.insert(place..<place + width)
      count += 1
    }
    for (place, width) in runs.prefix(count) { written.remove(place..<place + width) }
    return count == runs.count
  }

  /// The vectors of `dots` and `weightedSum`, which rows share; they may even be what is the first operand of some row.
  private mutating func markVectors(
    _ instruction: inout Instruction,
    _ rows: ArraySlice<Row>,
    _ operands: [Int32]
  ) {
    let isDots = instruction.operation == .dots
    let width = Int(isDots ? instruction.length : instruction.width)
    let distance = Int(instruction.distance)
    func firstRun(_ row: Row) -> Range<Int> {
      Int(row.first)..<Int(row.first) + (isDots ? width : Int(row.count))
    }
    let firstRuns = instruction.differentiatesFirst ? rows.filter { Int($0.first) >= base }.map(firstRun) : []
    for run in firstRuns { written.insert(run) }
    defer { for run in firstRuns { written.remove(run) } }
    var isShared = false
    func mark(_ vector: Int) {
      guard vector >= base else {
        isShared = isShared || rows.contains { firstRun($0).overlaps(vector..<vector + width) }
        return
      }
      isShared = isShared || written.overlaps(vector..<vector + width)
      add(CollectionOfOne((vector, width)))
    }
    var vectors = NewVectors()
    for row in rows {
      if distance == 0 {
        for j in 0..<Int(row.count) { mark(Int(operands[Int(row.second) + j])) }
      } else {
        vectors.forEach(Int(row.second), distance, Int(row.count), width, mark)
      }
    }
    guard isShared, instruction.differentiatesFirst else { return }
    instruction.sharesSecond = true
    if instruction.storesFirst {
      instruction.storesFirst = false
      for row in rows { revoke(Int(row.first), firstRun(row).count) }
    }
  }

  /// Whether the second operand of a row is what the instruction stores as the first of another: rows are worked off one by
  /// one, and the other's store would come too late.
  ///
  /// A row may have one run as both operands.
  private mutating func isShared(_ rows: ArraySlice<Row>, _ instruction: Instruction) -> Bool {
    let firstRuns = rows.map { row in
      Int(row.first)..<Int(row.first) + (instruction.firstStride == 0 ? 1 : Int(row.count))
    }
    for run in firstRuns { written.insert(run) }
    defer { for run in firstRuns { written.remove(run) } }
    let hasRuns = instruction.firstStride == 1 && instruction.secondStride == 1
    return rows.contains { row in
      guard !(hasRuns && row.first == row.second), row.second >= base else { return false }
      let count = instruction.secondStride == 0 ? 1 : Int(row.count)
      return written.overlaps(Int(row.second)..<Int(row.second) + count)
    }
  }

  private mutating func revoke(_ place: Int, _ count: Int) {
    stored.remove(place..<place + count)
    added.insert(place..<place + count)
  }

  /// Notes that these runs are added to.
  private mutating func add(_ runs: some Collection<(Int, Int)>) {
    for (place, count) in runs where place >= base { added.insert(place..<place + count, notIn: stored) }
  }
}

/// Which vectors of an instruction's rows have not come up in another row.
private struct NewVectors {
  private struct Series: Hashable {
    let remainder: Int
    let distance: Int
    let width: Int
  }
  /// From the first to the last that came up, of those at equal distances.
  private var known: [Series: ClosedRange<Int>] = [:]

  /// Names the new ones among the vectors of a run.
  mutating func forEach(_ first: Int, _ distance: Int, _ count: Int, _ width: Int, _ body: (Int) -> Void) {
    guard distance > 0 else {
      for index in 0..<count { body(first + index * distance) }
      return
    }
    let last = first + (count - 1) * distance
    let series = Series(remainder: first % distance, distance: distance, width: width)
    guard let range = known[series], first <= range.upperBound + distance, last >= range.lowerBound - distance
    else {
      for vector in stride(from: first, through: last, by: distance) { body(vector) }
      known[series] = first...last
      return
    }
    for vector in stride(from: first, to: range.lowerBound, by: distance) { body(vector) }
    for vector in stride(from: max(first, range.upperBound + distance), through: last, by: distance) {
      body(vector)
    }
    known[series] = min(first, range.lowerBound)...max(last, range.upperBound)
  }
}

extension FirstWrites: CustomStringConvertible {
  /// What is cleared before going backward, and then in that order a line for each instruction that gradients pass.
  var description: String {
    let ranges = cleared.map { places($0.lowerBound, $0.count) }
    let first = ranges.isEmpty ? "nothing is cleared" : "cleared: \(ranges.joined(separator: ", "))"
    let passed = instructions.reversed().filter { $0.differentiatesFirst || $0.differentiatesSecond }
    return ([first] + passed.map { "\($0.name)\(writes(of: $0))" }).joined(separator: "\n")
  }

  /// What an instruction does to the gradients of its operands; a pattern has one operand.
  private func writes(of instruction: Instruction) -> String {
    let (storesFirst, storesSecond) = (instruction.storesFirst, instruction.storesSecond)
    let addsFirst = instruction.differentiatesFirst && !storesFirst
    let addsSecond = instruction.differentiatesSecond && !storesSecond && instruction.pattern == .single
    return (storesFirst || storesSecond ? " stores \(operandGradients(storesFirst, storesSecond))" : "")
      + (storesFirst && addsSecond || storesSecond && addsFirst ? "," : "")
      + (addsFirst || addsSecond ? " adds to \(operandGradients(addsFirst, addsSecond))" : "")
  }
}
