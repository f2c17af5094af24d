/// Vectors of one width in an order in which operations read them: the keys of one head, for instance.
///
/// What an operation reads are runs of such series: the query at position n reads the first n keys, the next one those and
/// one more.
struct VectorSeries {
  let width: Int
  /// Where on the tape the vectors begin.
  private(set) var positions: [Int32]
  /// How many of them, from the first, are at one distance from each other.
  private var evenCount = 1
  private var distance: Int32 = 0

  init(width: Int, first: Int32) {
    self.width = width
    positions = [first]
  }

  mutating func append(_ position: Int32) {
    if evenCount == positions.count {
      let distance = position &- positions[evenCount - 1]
      if evenCount == 1 { self.distance = distance }
      if distance == self.distance { evenCount += 1 }
    }
    positions.append(position)
  }

  /// How many vectors from an index on, at most `count`, are at a distance from each other; nil where only looking at them tells.
  func evenCount(from index: Int, distance: Int32, atMost count: Int) -> Int? {
    distance == self.distance && index < evenCount ? min(count, evenCount - index) : nil
  }
}

/// A run of a series.
struct VectorRun {
  /// Which one, by its index.
  let series: Int32
  /// Which of its vectors is the first.
  let start: Int32
  let count: Int32
}

/// The series of a recording, found by the lists of vectors that its operations read.
struct SeriesFinder {
  private(set) var series: [VectorSeries] = []
  /// The runs of all lists, one after the other.
  private(set) var runs: [VectorRun] = []

  private struct Vector: Hashable {
    let position: Int32
    let width: Int32

    init(position: Int32, width: Int) {
      self.position = position
      self.width = Int32(width)
    }

    // As one number, which is hashed faster than two.
    func hash(into hasher: inout Hasher) { hasher.combine(Int64(position) << 32 | Int64(width)) }
  }
  private struct Place {
    let series: Int
    let index: Int
  }
  private var places: [Vector: Place] = [:]

  /// Divides a list into runs of the known series, which grow by what is new.
  ///
  /// - Parameters:
  ///   - count: how many vectors are in the list.
  ///   - width: how long they are.
  ///   - distance: how far it is from each to the next, where that is always as far: so a list need not be compared with a series
  ///     vector by vector, which took a quarter of planning with FlashAttention at a context of 1,024.
  ///   - position: of each, where it begins.
  @inline(__always)
  mutating func append(
    count: Int,
    width: Int,
    distance: Int32? = nil,
    _ position: (Int) -> Int32
  ) {
    var next = 0
    while next < count {
      let first = Vector(position: position(next), width: width)
      let place = places[first] ?? Place(series: series.count, index: 0)
      if place.series == series.count {
        series.append(VectorSeries(width: width, first: first.position))
        places[first] = place
      }
      let length = grow(place, by: count - next, width, distance) { position(next + $0) }
      runs.append(
        VectorRun(series: Int32(place.series), start: Int32(place.index), count: Int32(length))
      )
      next += length
    }
  }

  /// How many vectors of a list are those of a series from a place on, which grows by what is new.
  @inline(__always)
  private mutating func grow(
    _ place: Place,
    by count: Int,
    _ width: Int,
    _ distance: Int32?,
    _ position: (Int) -> Int32
  ) -> Int {
    let evenCount = distance.flatMap {
      series[place.series].evenCount(from: place.index, distance: $0, atMost: count)
    }
    var length = evenCount ?? commonLength(place, count, position)
    while length < count, place.index + length == series[place.series].positions.count {
      let vector = Vector(position: position(length), width: width)
      guard places[vector] == nil else { break }
      places[vector] = Place(series: place.series, index: place.index + length)
      series[place.series].append(vector.position)
      length += 1
    }
    return length
  }

  /// How many vectors of a list are those of a series from a place on, where the first one is.
  @inline(__always)
  private func commonLength(_ place: Place, _ count: Int, _ position: (Int) -> Int32) -> Int {
    series[place.series].positions.withUnsafeBufferPointer { positions in
      let limit = min(count, positions.count - place.index)
      var length = 1
      // Sixteen at a time, which compiles to vectors.
      while length + 16 <= limit {
        var difference: Int32 = 0
        for index in length..<length + 16 {
          difference |= positions[place.index &+ index] ^ position(index)
        }
        if difference != 0 { break }
        length += 16
      }
      while length < limit, positions[place.index + length] == position(length) { length += 1 }
      return length
    }
  }
}

/// What a pass of planning has found out about the vectors of series, so that it looks at each of them once, however many operations
/// read it.
///
/// A context of n positions has n²/2 pairs of a query and a key in each head; with this a pass takes time in proportion to n.
final class SeriesMemory<Finding: Equatable> {
  /// Neighbours of a series of which the same was found.
  private struct Stretch {
    var range: Range<Int32>
    let finding: Finding
  }
  /// The newest stretch of each series.
  private let stretches: UnsafeMutableBufferPointer<Stretch?>

  /// A memory for so many series.
  init(seriesCount: Int) {
    stretches = .allocate(capacity: seriesCount)
    stretches.initialize(repeating: nil)
  }

  deinit {
    stretches.deinitialize()
    stretches.deallocate()
  }

  /// Finds out about every vector of a run, and names them in stretches of one finding.
  ///
  /// - Parameters:
  ///   - examine: finds out about the vector of an index; nil means that it must be asked again next time.
  ///   - body: is given each stretch.
  @inline(__always)
  func examine(
    _ run: VectorRun,
    _ examine: (_ index: Int) -> Finding?,
    _ body: (_ range: Range<Int32>, _ finding: Finding) -> Void = { _, _ in }
  ) {
    let end = run.start + run.count
    var known = stretches[Int(run.series)]
    var index = run.start
    var isNew = false
    while index < end {
      if let stretch = known, stretch.range.contains(index) {
        let last = min(stretch.range.upperBound, end)
        body(index..<last, stretch.finding)
        index = last
        continue
      }
      if let finding = examine(Int(index)) {
        isNew = true
        if let stretch = known, stretch.finding == finding, stretch.range.upperBound == index {
          known?.range = stretch.range.lowerBound..<index + 1
        } else if let stretch = known, stretch.finding == finding, stretch.range.lowerBound == index + 1 {
          known?.range = index..<stretch.range.upperBound
        } else {
          known = Stretch(range: index..<index + 1, finding: finding)
        }
        body(index..<index + 1, finding)
      }
      index += 1
    }
    if isNew { stretches[Int(run.series)] = known }
  }
}
