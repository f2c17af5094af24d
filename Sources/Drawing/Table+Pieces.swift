extension Table {
  /// Tables of a width of at most so many columns that show the same together.
  ///
  /// Where the last column is a text with room for some words, its cells are broken into lines. Else there are several
  /// tables, and each begins with the columns that tell the rows apart; where these and one more are too wide, it is wider.
  public func pieces(maximumWidth: Int) -> [Table] {
    let widths = columns.indices.map { index in
      rows.reduce(displayWidth(of: columns[index].header)) { max($0, displayWidth(of: $1[index])) } + 2
    }
    guard widths.reduce(-2, +) > maximumWidth else { return [self] }
    let lastRoom = maximumWidth - widths.dropLast().reduce(0, +)
    if columns.last?.alignment == .left, lastRoom >= Self.narrowestText {
      return [breakingLastColumn(at: lastRoom)]
    }
    let keys = Array(columns.indices.prefix(keyCount))
    let room = maximumWidth + 2 - keys.reduce(0) { $0 + widths[$1] }
    var pieces: [[Int]] = [[]]
    var used = 0
    for index in columns.indices.dropFirst(keyCount) {
      if used + widths[index] > room, used > 0 {
        pieces.append([])
        used = 0
      }
      pieces[pieces.count - 1].append(index)
      used += widths[index]
    }
    return pieces.map { choosing(keys + $0) }
  }

  /// The fewest columns in which sentences are broken into lines.
  private static let narrowestText = 16

  private func breakingLastColumn(at width: Int) -> Table {
    var broken = Table(columns: columns)
    for row in rows {
      for (index, line) in wrapped(row[row.count - 1], width: width).enumerated() {
        broken.append((index == 0 ? Array(row.dropLast()) : row.dropLast().map { _ in "" }) + [line])
      }
    }
    return broken
  }

  /// How many columns it takes from the first on to tell the rows apart; one where all do not.
  private var keyCount: Int {
    (1..<max(2, columns.count)).first { count in
      Set(rows.map { $0.prefix(count).joined(separator: "\n") }).count == rows.count
    } ?? 1
  }

  private func choosing(_ chosen: [Int]) -> Table {
    Table(columns: chosen.map { columns[$0] }, rows: rows.map { row in chosen.map { row[$0] } })
  }
}
