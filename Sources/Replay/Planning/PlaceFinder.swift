/// Finds where the vectors of a run stand in a program's memory: mostly at equal distances, as on the tape.
struct PlaceFinder {
  private let recording: Recording
  private let layout: Layout
  /// How far the vectors of series stand from the next.
  private let distances: SeriesMemory<Int>

  init(_ recording: Recording, _ layout: Layout) {
    self.recording = recording
    self.layout = layout
    distances = SeriesMemory(seriesCount: recording.series.count)
  }

  /// Finds where vectors stand, as few runs of equal distances.
  func find(_ runs: Slice<UnsafeBufferPointer<VectorRun>>, _ places: inout [PlaceRun]) {
    places.removeAll(keepingCapacity: true)
    for run in runs {
      let positions = recording.series[Int(run.series)].positions
      var place = PlaceRun(first: layout.place(of: Int(positions[Int(run.start)])), distance: 0, count: 1)
      let steps = VectorRun(series: run.series, start: run.start, count: run.count - 1)
      distances.examine(steps) { index in
        layout.place(of: Int(positions[index + 1])) - layout.place(of: Int(positions[index]))
      } _: { range, distance in
        if place.count == 1 || place.distance == distance {
          place.distance = distance
          place.count += range.count
        } else {
          places.append(place)
          place = PlaceRun(
            first: layout.place(of: Int(positions[Int(range.lowerBound) + 1])),
            distance: range.count > 1 ? distance : 0,
            count: range.count
          )
        }
      }
      places.append(place)
    }
  }
}

/// Vectors that begin at equal distances.
struct PlaceRun {
  var first: Int
  var distance: Int
  var count: Int

  mutating func removeFirst(_ removed: Int) {
    first += removed * distance
    count -= removed
  }
}
