extension LineChart {
  /// A place in the picture.
  typealias Place = (x: Double, y: Double)

  /// The runs of a series: its drawable points, divided where one that breaks the line stands between them.
  func runs(of series: Series) -> [[Place]] {
    var runs: [[Place]] = [[]]
    for point in series.points {
      if xScale.isBreak(point.x) || yScale.isBreak(point.y) {
        runs.append([])
      } else if xScale.isDrawable(point.x), yScale.isDrawable(point.y) {
        runs[runs.count - 1].append(point)
      }
    }
    return runs.filter { !$0.isEmpty }
  }

  /// A line with at most two points for each stretch that stays within a column of pixels, the lowest and the highest,
  /// and with its ends: spikes stay.
  static func thinned(_ line: [Place]) -> [Place] {
    var result: [Place] = []
    var start = 0
    while start < line.count {
      let column = line[start].x.rounded(.down)
      var end = start
      var low = start
      var high = start
      while end < line.count, line[end].x.rounded(.down) == column {
        if line[end].y < line[low].y { low = end }
        if line[end].y > line[high].y { high = end }
        end += 1
      }
      let first = start == 0 ? start : min(low, high)
      let last = end == line.count ? end - 1 : max(low, high)
      var previous = -1
      for index in [first, min(low, high), max(low, high), last] where index > previous {
        result.append(line[index])
        previous = index
      }
      start = end
    }
    return result
  }

  /// Points of which no two stand in the same cell of one pixel.
  static func distinct(_ points: [Place]) -> [Place] {
    struct Cell: Hashable {
      let column: Double
      let row: Double
    }
    var seen: Set<Cell> = []
    return points.filter { seen.insert(Cell(column: $0.x.rounded(), row: $0.y.rounded())).inserted }
  }
}
