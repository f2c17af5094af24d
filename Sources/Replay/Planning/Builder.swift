import Autograd

/// Writes the instructions of a program: the fifth pass of planning.
struct Builder {
  private(set) var instructions: [Instruction] = []
  private(set) var rows: [Row] = []
  /// Where vectors stand that are listed, the operands of FlashAttention, and the inputs of patterns.
  private(set) var operands: [Int32] = []
  /// How many places the transposed copy of a part of a matrix takes at most.
  private(set) var panelCount = 0

  private let recording: Recording
  private let dependence: Dependence
  private let layout: Layout
  private let precision: Precision
  private let finder: PlaceFinder
  /// Where the vectors of an operation stand, and FlashAttention's values.
  private var places: [PlaceRun] = []
  private var valuePlaces: [PlaceRun] = []

  init(
    _ recording: Recording,
    _ dependence: Dependence,
    _ grouping: Grouping,
    _ layout: Layout,
    _ precision: Precision = .double
  ) {
    self.precision = precision
    self.recording = recording
    self.dependence = dependence
    self.layout = layout
    finder = PlaceFinder(recording, layout)
    for group in grouping.groups { append(group) }
  }

  private mutating func append(_ group: Group) {
    guard group.pattern == .single else {
      appendPattern(group)
      return
    }
    let members = group.members.map { Int($0) }.filter { !layout.isAlias[$0] }
    guard let first = members.first else { return }
    let record = recording.records[first]
    let flow = dependence.flows[first]
    var instruction = Instruction(operation: record.operation)
    instruction.firstStride = record.firstStride
    instruction.secondStride = record.secondStride
    instruction.differentiatesFirst = flow.arrives && flow.first
    instruction.differentiatesSecond = flow.arrives && flow.second
    instruction.constant = record.constant
    instruction.length = record.length
    instruction.rowStart = Int32(rows.count)

    switch record.operation {
    case .add, .subtract, .multiply, .divide, .addConstant, .multiplyConstant, .pow, .exp, .log, .sigmoid,
      .relu, .copy:
      for index in members { appendElementwise(index, &instruction) }
    case .sum, .maximum, .dot:
      for index in members { appendRow(index, count: recording.records[index].length, &instruction) }
    case .pick, .gather:
      instruction.width = record.count
      for index in members {
        appendRow(
          index,
          count: record.operation == .pick ? recording.records[index].length : record.count,
          &instruction
        )
        rows[rows.count - 1].second = recording.inputPlace(of: recording.records[index])
      }
    case .rotate:
      for index in members { appendRow(index, count: recording.records[index].count, &instruction) }
    case .dots:
      for index in members { appendRow(index, count: recording.records[index].count, &instruction) }
      appendVectors(members, &instruction)
    case .weightedSum:
      instruction.width = record.count
      for index in members { appendRow(index, count: recording.records[index].length, &instruction) }
      appendVectors(members, &instruction)
    case .matrixVector:
      appendProducts(group, &instruction)
    case .flashAttention:
      instruction.width = record.count
      for index in members { appendFlashAttention(index, &instruction) }
    }
    instruction.rowCount = Int32(rows.count) - instruction.rowStart
    instruction.recordCount = Int32(members.count)
    markFilling(&instruction)
    instructions.append(instruction)
  }

  /// Appends one instruction for a pattern, whose row names its first run and its first single value; the others stand at
  /// the same distance from them in every row.
  private mutating func appendPattern(_ group: Group) {
    let index = Int(group.members[0])
    let last = recording.records[index + group.pattern.count - 1]
    let flow = dependence.flows[index + group.pattern.count - 1]
    var instruction = Instruction(operation: last.operation, pattern: group.pattern)
    instruction.rowStart = Int32(rows.count)
    instruction.rowCount = Int32(group.members.count)
    instruction.recordCount = Int32(group.members.count * group.pattern.count)
    let places = (0..<group.pattern.count).map { layout.places[index + $0] }
    let run: Int
    switch group.pattern {
    case .single: return
    case .softmax:
      run = 1
      instruction.valueOffsets = (places[3] - places[0], places[4] - places[0], 0, 0)
      instruction.runOffsets = (places[2] - places[1], places[5] - places[1])
      instruction.differentiatesFirst = flow.arrives && dependence.flows[index + 1].first
      instruction.differentiatesSecond = flow.arrives && dependence.flows[index + 1].second
    case .logProbability:
      run = 1
      instruction.valueOffsets = (
        places[3] - places[0], places[4] - places[0], places[5] - places[0], places[6] - places[0]
      )
      instruction.runOffsets = (places[2] - places[1], 0)
      instruction.inputStart = Int32(operands.count)
      operands += group.members.map { recording.inputPlace(of: recording.records[Int($0) + 5]) }
      instruction.differentiatesFirst = flow.arrives && dependence.flows[index + 1].first
      instruction.differentiatesSecond = flow.arrives && dependence.flows[index + 1].second
    case .normalization:
      run = 4
      instruction.valueOffsets = (places[1] - places[0], places[2] - places[0], places[3] - places[0], 0)
      instruction.constant = recording.records[index + 1].constant
      instruction.secondConstant = recording.records[index + 2].constant
      instruction.differentiatesFirst = flow.passes
    }
    instruction.width = group.members.reduce(0) { max($0, recording.records[Int($1)].length) }
    for member in group.members {
      let head = Int(member)
      rows.append(
        Row(
          result: layout.places[head + run],
          first: Int32(layout.place(of: Int(recording.records[head].first))),
          second: layout.places[head],
          count: recording.records[head].length
        )
      )
    }
    markFilling(&instruction)
    instructions.append(instruction)
  }

  private mutating func appendRow(_ index: Int, count: Int32, _ instruction: inout Instruction) {
    let record = recording.records[index]
    rows.append(
      Row(
        result: layout.places[index],
        first: Int32(layout.place(of: Int(record.first))),
        second: readsSecond(record.operation) ? Int32(layout.place(of: Int(record.second))) : 0,
        count: count
      )
    )
  }

  /// Whether `second` of an operation is a position on the tape.
  private func readsSecond(_ operation: Operation) -> Bool {
    switch operation {
    case .add, .subtract, .multiply, .divide, .dot, .matrixVector, .rotate: true
    case .addConstant, .multiplyConstant, .pow, .exp, .log, .sigmoid, .relu, .copy, .sum, .maximum, .dots,
      .weightedSum,
      .gather, .pick, .flashAttention:
      false
    }
  }

  /// Appends a row, or lengthens the last one if the new one continues it in everything it reads and writes.
  ///
  /// Between two rows there may be room for whole vectors; it is then computed too, where it does no harm.
  private mutating func appendElementwise(_ index: Int, _ instruction: inout Instruction) {
    appendRow(index, count: recording.records[index].count, &instruction)
    guard rows.count - Int(instruction.rowStart) > 1 else { return }
    let isBinary = readsSecond(instruction.operation)
    let row = rows[rows.count - 1]
    let last = rows[rows.count - 2]
    let distance = row.result - last.result
    let gap = Int(distance - last.count)
    // Rows with one single value, whose gradient nobody wants, may be one too.
    let isSingle =
      instruction.secondStride == 0 && row.second == last.second && !instruction.differentiatesSecond
    guard gap >= 0, instruction.firstStride == 1, row.first - last.first == distance,
      !isBinary || isSingle || instruction.secondStride == 1 && row.second - last.second == distance,
      isFree(after: last.result, last.count, gap), isFree(after: last.first, last.count, gap),
      !isBinary || isSingle || isFree(after: last.second, last.count, gap)
    else { return }
    rows.removeLast()
    rows[rows.count - 1].count = distance + row.count
  }

  private func isFree(after place: Int32, _ count: Int32, _ gap: Int) -> Bool {
    layout.isFree(Int(place + count)..<Int(place + count) + gap)
  }

  /// Finds the one distance at which the vectors of every row stand, or lists them.
  private mutating func appendVectors(_ members: [Int], _ instruction: inout Instruction) {
    var distance: Int?
    var isRegular = true
    for (offset, index) in members.enumerated() where isRegular {
      finder.find(recording.vectorRuns(of: index), &places)
      guard let run = places.first else { continue }
      if run.count > 1 {
        distance = distance ?? run.distance
        isRegular = run.distance == distance && run.distance > 0
      }
      isRegular = isRegular && places.count == 1
      rows[Int(instruction.rowStart) + offset].second = Int32(run.first)
    }
    instruction.distance = isRegular ? Int32(distance ?? 1) : 0
    guard !isRegular else { return }
    for (offset, index) in members.enumerated() {
      rows[Int(instruction.rowStart) + offset].second = Int32(operands.count)
      finder.find(recording.vectorRuns(of: index), &places)
      for run in places {
        for index in 0..<run.count { operands.append(Int32(run.first + index * run.distance)) }
      }
    }
  }

  private mutating func appendProducts(_ group: Group, _ instruction: inout Instruction) {
    let matrices = group.members[0..<group.parts].map { recording.records[Int($0)] }
    instruction.width = matrices.reduce(0) { $0 + $1.count }
    instruction.matrix = Int32(layout.place(of: Int(matrices[0].first)))
    panelCount = precision.panelCount
    for row in 0..<group.members.count / group.parts {
      appendRow(Int(group.members[row * group.parts]), count: instruction.width, &instruction)
    }
    let vectors = rows[Int(instruction.rowStart)...].map { $0.second }.sorted()
    instruction.sharesSecond = zip(vectors, vectors.dropFirst()).contains { $1 - $0 < instruction.length }
  }

  private mutating func appendFlashAttention(_ index: Int, _ instruction: inout Instruction) {
    let record = recording.records[index]
    let attention = recording.flashAttention(of: record)
    appendRow(index, count: record.length, &instruction)
    rows[rows.count - 1].second = Int32(operands.count)
    operands += [
      Int32(layout.place(of: attention.scale)), Int32(attention.keyWidth), Int32(attention.tileSize),
      dependence.leads(to: attention.scale) ? 1 : 0,
    ]
    let runs = recording.vectorRuns(of: index)
    var counted = 0
    let keyRunCount = runs.prefix { run in
      counted += Int(run.count)
      return counted <= attention.count
    }.count
    finder.find(runs.prefix(keyRunCount), &places)
    finder.find(runs.dropFirst(keyRunCount), &valuePlaces)
    appendPairs()
  }

  /// Lists keys and values in runs of equal distances, which end where either does.
  private mutating func appendPairs() {
    var values = valuePlaces.makeIterator()
    var value = PlaceRun(first: 0, distance: 0, count: 0)
    for var key in places {
      while key.count > 0 {
        if value.count == 0, let next = values.next() { value = next }
        let count = min(key.count, value.count)
        for number in [key.first, key.distance, value.first, value.distance, count] {
          operands.append(Int32(number))
        }
        key.removeFirst(count)
        value.removeFirst(count)
      }
    }
  }

  /// Marks where whole vectors may be written at the ends of rows.
  private func markFilling(_ instruction: inout Instruction) {
    let written = rows[Int(instruction.rowStart)...]
    let laneCount = precision.laneCount
    func isFree(_ place: (Row) -> Int32, _ count: (Row) -> Int) -> Bool {
      written.allSatisfy { row in
        let end = Int(place(row)) + count(row)
        return layout.isFree(end..<Int(place(row)) + (count(row) + laneCount - 1) / laneCount * laneCount)
      }
    }
    let width = Int(instruction.width)
    let length = Int(instruction.length)
    guard instruction.pattern == .single else {
      // All runs of a pattern have the same length, so these two tell of the others.
      instruction.fillsResult = isFree({ $0.result }, { Int($0.count) })
      instruction.fillsFirst = isFree({ $0.first }, { Int($0.count) })
      return
    }
    func isRowFree(_ place: (Row) -> Int32) -> Bool { isFree(place) { Int($0.count) } }
    switch instruction.operation {
    case .add, .subtract, .multiply, .divide:
      instruction.fillsResult = isRowFree { $0.result }
      instruction.fillsFirst = isRowFree { $0.first }
      instruction.fillsSecond = isRowFree { $0.second }
    case .addConstant, .multiplyConstant, .pow, .exp, .log, .sigmoid, .relu, .copy:
      instruction.fillsResult = isRowFree { $0.result }
      instruction.fillsFirst = isRowFree { $0.first }
    case .sum, .maximum:
      instruction.fillsFirst = isRowFree { $0.first }
    case .dot:
      instruction.fillsFirst = isRowFree { $0.first }
      instruction.fillsSecond = isRowFree { $0.second }
    case .dots:
      instruction.fillsResult = isRowFree { $0.result }
      instruction.fillsFirst = isFree({ $0.first }, { _ in length })
    case .weightedSum:
      instruction.fillsResult = isFree({ $0.result }, { _ in width })
      instruction.fillsFirst = isRowFree { $0.first }
    case .matrixVector:
      instruction.fillsResult = isFree({ $0.result }, { _ in width })
      instruction.fillsSecond = isFree({ $0.second }, { _ in length })
    case .gather, .flashAttention:
      instruction.fillsResult = isFree({ $0.result }, { _ in width })
    case .rotate:
      instruction.fillsResult = isRowFree { $0.result }
    case .pick: break
    }
  }
}
