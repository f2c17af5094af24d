import Autograd

/// Where each value of a recording stands while the program runs: the fourth pass of planning.
///
/// The results of a group stand side by side, in the order of execution, so that what works element by element is one
/// loop over all of them. Every value keeps a place of its own: nothing is overwritten, and everything can be looked at
/// afterwards.
struct Layout {
  /// Where the results of each operation begin.
  private(set) var places: [Int32]
  /// Which operations do nothing, because what they copy can stand where the copy is wanted.
  private(set) var isAlias: [Bool]
  /// One past the last place in use.
  private(set) var end: Int
  /// Where the constants of the recording stand, in their order.
  private(set) var constantPlaces: [Int32] = []
  /// Which places from ``base`` on hold values; the others are room for whole vectors.
  private(set) var occupied: PlaceSet
  /// The first place behind the leaves.
  let base: Int

  /// How many places a row is rounded up to, at least the width of a vector.
  ///
  /// A debug build has vectors of one number but leaves room all the same, so that its tests see what others do.
  let rowAlignment: Int
  /// Where groups begin, in places: 64 bytes, the size of the largest vector and of a cache line.
  private let groupAlignment: Int

  private let recording: Recording
  private let uses: Uses

  init(_ recording: Recording, _ grouping: Grouping, _ uses: Uses, _ precision: Precision = .double) {
    rowAlignment = max(precision.laneCount, 4)
    groupAlignment = precision.lineCount
    self.recording = recording
    base = Self.aligned(recording.start.valueCount, groupAlignment)
    end = base
    places = Array(repeating: -1, count: recording.records.count)
    isAlias = Array(repeating: false, count: recording.records.count)
    occupied = PlaceSet(base: base, count: recording.valueCount * 5 / 4)
    self.uses = uses

    for _ in recording.constants { constantPlaces.append(Int32(take(1))) }
    for group in grouping.groups { place(group) }
    end = Self.aligned(end, groupAlignment)
  }

  /// The place of the value at a position of the tape.
  func place(of position: Int) -> Int {
    guard position >= recording.start.valueCount else { return position }
    if let producer = recording.producer(of: position) {
      return Int(places[producer]) + position - Int(recording.records[producer].result)
    }
    // Constants are few and in order.
    var low = 0
    var high = recording.constants.count
    while low < high {
      let middle = (low + high) / 2
      if recording.constants[middle].position < position { low = middle + 1 } else { high = middle }
    }
    return Int(constantPlaces[low])
  }

  /// Whether all places of a range hold no value.
  func isFree(_ range: Range<Int>) -> Bool {
    guard range.lowerBound >= base else { return range.isEmpty }
    return !occupied.overlaps(range)
  }

  private static func aligned(_ place: Int, _ alignment: Int) -> Int {
    (place + alignment - 1) / alignment * alignment
  }

  private mutating func take(_ count: Int) -> Int {
    let place = end
    end += count
    occupied.insert(place..<end)
    return place
  }

  private mutating func place(_ group: Group) {
    for offset in 0..<group.pattern.count { place(group, offset) }
  }

  /// Places the operations at `offset` from the beginning of a group's patterns.
  private mutating func place(_ group: Group, _ offset: Int) {
    end = Self.aligned(end, groupAlignment)
    let width = width(of: group, offset)
    let isDense = isDense(group, offset, width)
    for row in 0..<group.members.count / group.parts {
      for part in 0..<group.parts {
        let index = Int(group.members[row * group.parts + part]) + offset
        if places[index] < 0, !placeOnSources(blockOf: index) { placeBlock(of: index) }
      }
      if !isDense { end = Self.aligned(end, rowAlignment) }
      // Rows that are a power of two apart would compete for the same few lines of a cache.
      if width >= 128, width % 128 == 0 { end += groupAlignment }
    }
  }

  /// How many values the first row has, and the others too unless they differ.
  private func width(of group: Group, _ offset: Int) -> Int {
    group.members[0..<group.parts].reduce(0) { $0 + Int(recording.records[Int($1) + offset].count) }
  }

  /// Whether rows may stand without room between them: whole vectors fit all rows, or whole rows fit a vector.
  private func isDense(_ group: Group, _ offset: Int, _ width: Int) -> Bool {
    guard width % rowAlignment == 0 || rowAlignment % width == 0 else { return false }
    if group.parts > 1 { return true }
    return group.members.allSatisfy { Int(recording.records[Int($0) + offset].count) == width }
  }

  /// Places all operations that must stand side by side with the one at `index`.
  private mutating func placeBlock(of index: Int) {
    for record in uses.block(of: index) {
      places[record] = Int32(take(Int(recording.records[record].count)))
    }
  }

  /// Lets copies that assemble one vector stand where their sources are, if those stand side by side and are read by
  /// nothing else.
  private mutating func placeOnSources(blockOf index: Int) -> Bool {
    let block = uses.block(of: index)
    var next: Int?
    for record in block {
      let copy = recording.records[record]
      guard copy.operation == .copy, let source = recording.producer(of: Int(copy.first)),
        recording.records[source].result == copy.first, recording.records[source].count == copy.count,
        uses.counts[source] == 1, places[source] >= 0,
        next == nil || next == Int(places[source])
      else { return false }
      next = Int(places[source]) + Int(copy.count)
    }
    for record in block {
      guard let source = recording.producer(of: Int(recording.records[record].first)) else { continue }
      places[record] = places[source]
      isAlias[record] = true
    }
    return true
  }
}

extension Layout: CustomStringConvertible {
  /// A line for each run of places from ``base`` on, in their order: which values stand there, and where there is room.
  var description: String {
    let constants = zip(recording.constants, constantPlaces).map { constant, place in
      (Int(place), 1, "v\(constant.position)")
    }
    let results = recording.records.indices.map { index in
      let alias = isAlias[index] ? ", a copy where its source stands" : ""
      return (Int(places[index]), Int(recording.records[index].count), recording.values(of: index) + alias)
    }
    var next = base
    var lines: [String] = []
    for (place, count, values) in (constants + results).sorted(by: { $0.0 < $1.0 }) {
      if place > next { lines.append("\(Replay.places(next, place - next)): room") }
      lines.append("\(Replay.places(place, count)): \(values)")
      next = max(next, place + count)
    }
    if end > next { lines.append("\(Replay.places(next, end - next)): room") }
    return lines.joined(separator: "\n")
  }
}
