import Autograd

/// Which instruction writes each gradient first when going backward: the sixth pass of planning.
///
/// The first one stores what the others add to, so that gradients need not be cleared before. Where several rows of one
/// instruction share an operand, or only part of it is written, clearing remains.
struct FirstWrites {
  /// Ranges of places whose gradients must be zero before going backward.
  private(set) var cleared: [Range<Int>] = []

  private enum Write: UInt8 {
    case none, stored, added
  }
  private var writes: [Write]
  /// The last instruction that wrote to each place, so that two of its rows at one place are noticed.
  private var writers: [Int32]
  private let base: Int

  /// Marks the instructions.
  ///
  /// - Parameters:
  ///   - seeds: the places of the results, whose gradients are given.
  init(
    _ instructions: inout [Instruction],
    _ rows: [Row],
    _ operands: [Int32],
    _ layout: Layout,
    seeds: [Int]
  ) {
    base = layout.base
    writes = Array(repeating: .none, count: layout.end - layout.base)
    writers = Array(repeating: -1, count: layout.end - layout.base)
    for seed in seeds where seed >= base { writes[seed - base] = .stored }
    for index in instructions.indices.reversed() {
      let range =
        Int(instructions[index].rowStart)..<Int(instructions[index].rowStart + instructions[index].rowCount)
      mark(&instructions[index], Int32(index), rows[range], operands)
    }
    clear(layout)
  }

  private mutating func mark(
    _ instruction: inout Instruction,
    _ index: Int32,
    _ rows: ArraySlice<Row>,
    _ operands: [Int32]
  ) {
    let length = Int(instruction.length)
    let width = Int(instruction.width)
    guard instruction.pattern == .single else {
      markPattern(&instruction, index, rows)
      return
    }
    if instruction.differentiatesFirst {
      switch instruction.operation {
      case .add, .subtract, .multiply, .divide, .addConstant, .multiplyConstant, .pow, .exp, .log, .relu,
        .copy, .sum,
        .dot, .weightedSum:
        let single = instruction.firstStride == 0
        instruction.storesFirst = store(index, rows.lazy.map { (Int($0.first), single ? 1 : Int($0.count)) })
      case .dots:
        instruction.storesFirst = store(index, rows.lazy.map { (Int($0.first), length) })
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
        if instruction.storesFirst, isShared(index, rows, instruction) {
          instruction.storesFirst = false
          for row in rows { revoke(Int(row.first), instruction.firstStride == 0 ? 1 : Int(row.count)) }
        }
        instruction.storesSecond = store(
          index,
          rows.lazy.map { (Int($0.second), single ? 1 : Int($0.count)) }
        )
      case .matrixVector:
        instruction.storesSecond = store(index, rows.lazy.map { (Int($0.second), length) })
      case .dots, .weightedSum:
        markVectors(&instruction, index, rows, operands)
      default: break
      }
    }
    if instruction.operation == .flashAttention,
      instruction.differentiatesFirst || instruction.differentiatesSecond
    {
      for row in rows {
        let list = Int(row.second)
        let keyWidth = Int(operands[list + 1])
        add(CollectionOfOne((Int(row.first), keyWidth)))
        add(CollectionOfOne((Int(operands[list]), 1)))
        let keys = operands[(list + 4)...].prefix(Int(row.count))
        let values = operands[(list + 4 + Int(row.count))...].prefix(Int(row.count))
        add(keys.lazy.map { (Int($0), keyWidth) })
        add(values.lazy.map { (Int($0), width - 1) })
      }
    }
  }

  /// What a pattern keeps for itself it stores; only its operand may have been written before.
  private mutating func markPattern(_ instruction: inout Instruction, _ index: Int32, _ rows: ArraySlice<Row>)
  {
    guard instruction.differentiatesFirst else { return }
    instruction.storesFirst = store(index, rows.lazy.map { (Int($0.first), Int($0.count)) })
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
      for offset in values { writes[Int(row.second + offset) - base] = .stored }
      for offset in runs {
        for place in row.result + offset..<row.result + offset + row.count {
          writes[Int(place) - base] = .stored
        }
      }
    }
  }

  /// Notes that an instruction stores these runs if it can, and says whether it can.
  private mutating func store(_ index: Int32, _ runs: some Collection<(Int, Int)>) -> Bool {
    var isFirst = true
    search: for (place, count) in runs {
      guard place >= base else {
        isFirst = false
        break
      }
      for offset in place - base..<place - base + count {
        if writes[offset] != .none || writers[offset] == index {
          isFirst = false
          break search
        }
        writers[offset] = index
      }
    }
    guard isFirst else {
      add(runs)
      return false
    }
    for (place, count) in runs {
      for offset in place - base..<place - base + count { writes[offset] = .stored }
    }
    return true
  }

  /// The vectors of `dots` and `weightedSum`, which rows share; they may even be what is the first operand of some row.
  private mutating func markVectors(
    _ instruction: inout Instruction,
    _ index: Int32,
    _ rows: ArraySlice<Row>,
    _ operands: [Int32]
  ) {
    let isDots = instruction.operation == .dots
    let width = Int(isDots ? instruction.length : instruction.width)
    let distance = Int(instruction.distance)
    func firstRun(_ row: Row) -> Range<Int> {
      Int(row.first)..<Int(row.first) + (isDots ? width : Int(row.count))
    }
    if instruction.differentiatesFirst {
      for row in rows where Int(row.first) >= base {
        for place in firstRun(row) { writers[place - base] = index }
      }
    }
    var isShared = false
    for row in rows {
      for j in 0..<Int(row.count) {
        let vector = distance == 0 ? Int(operands[Int(row.second) + j]) : Int(row.second) + j * distance
        guard vector >= base else {
          isShared = isShared || rows.contains { firstRun($0).overlaps(vector..<vector + width) }
          continue
        }
        isShared = isShared || writers[vector - base..<vector - base + width].contains(index)
        add(CollectionOfOne((vector, width)))
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
  private func isShared(_ index: Int32, _ rows: ArraySlice<Row>, _ instruction: Instruction) -> Bool {
    let hasRuns = instruction.firstStride == 1 && instruction.secondStride == 1
    return rows.contains { row in
      guard !(hasRuns && row.first == row.second), row.second >= base else { return false }
      let count = instruction.secondStride == 0 ? 1 : Int(row.count)
      return writers[Int(row.second) - base..<Int(row.second) - base + count].contains(index)
    }
  }

  private mutating func revoke(_ place: Int, _ count: Int) {
    for offset in place - base..<place - base + count { writes[offset] = .added }
  }

  /// Notes that these runs are added to.
  private mutating func add(_ runs: some Collection<(Int, Int)>) {
    for (place, count) in runs where place >= base {
      for offset in place - base..<place - base + count where writes[offset] == .none {
        writes[offset] = .added
      }
    }
  }

  /// Lists what is added to without having been stored, and what is never written though it may be read.
  private mutating func clear(_ layout: Layout) {
    for offset in writes.indices
    where writes[offset] == .added || writes[offset] == .none && layout.isOccupied[offset] {
      let place = base + offset
      if let last = cleared.last, last.upperBound == place {
        cleared[cleared.count - 1] = last.lowerBound..<place + 1
      } else {
        cleared.append(place..<place + 1)
      }
    }
  }
}
