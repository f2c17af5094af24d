import Lanes

extension LaneNumber {
  /// Whether sixteen vectors of sums fit the registers, as they do with AVX-512, which has 32.
  @inline(__always)
  static var hasManyRegisters: Bool { MemoryLayout<Lanes>.size == 64 }
}

/// Which way a product goes: what its rows take from and give to.
protocol Direction {
  static func input(_ row: Row) -> Int
  static func output(_ row: Row) -> Int
}

enum Forward: Direction {
  @inline(__always) static func input(_ row: Row) -> Int { Int(row.second) }
  @inline(__always) static func output(_ row: Row) -> Int { Int(row.result) }
}

enum Backward: Direction {
  @inline(__always) static func input(_ row: Row) -> Int { Int(row.result) }
  @inline(__always) static func output(_ row: Row) -> Int { Int(row.second) }
}

/// yₚ[c] (+)= Σₖ xₚ[k] M[k][c] for the vectors of all rows p.
struct Product<Number: LaneNumber> {
  typealias Lanes = Number.Lanes

  let x: UnsafeMutablePointer<Number>
  let y: UnsafeMutablePointer<Number>
  let matrix: UnsafeMutablePointer<Number>
  /// How far apart the rows of M are.
  let distance: Int
  /// How many rows M has, and elements each x.
  let terms: Int
  /// How many columns M has, and elements each y.
  let columns: Int
  /// Whether whole vectors may be written at the end of a y.
  let fills: Bool
  /// Whether y is overwritten, and not added to.
  let stores: Bool

  @inline(__always)
  func compute<Way: Direction>(_ way: Way.Type, _ rows: UnsafePointer<Row>, _ count: Int) {
    let end = fills ? Lanes.whole(columns) : columns
    var column = 0
    while column &+ Four<Lanes>.width <= end {
      var index = 0
      if Number.hasManyRegisters {
        while count &- index > 2 {
          compute(way, Four<Lanes>.self, four: index, rows, count, column)
          index &+= 4
        }
      }
      while index < count {
        compute(way, pair: index, rows, count, column)
        index &+= 2
      }
      column &+= Four<Lanes>.width
    }
    while column &+ Two<Lanes>.width <= end {
      for index in stride(from: 0, to: count, by: 4) {
        compute(way, Two<Lanes>.self, four: index, rows, count, column)
      }
      column &+= Two<Lanes>.width
    }
    while column &+ One<Lanes>.width <= end {
      for index in stride(from: 0, to: count, by: 4) {
        compute(way, One<Lanes>.self, four: index, rows, count, column)
      }
      column &+= One<Lanes>.width
    }
    if column < end {
      for index in 0..<count { compute(way, part: rows[index], column, end &- column) }
    }
  }

  // Where there are fewer than two or four rows, the last one is computed more than once, each time from what was there
  // before, and stored as often.

  @inline(__always)
  private func compute<Way: Direction>(
    _ way: Way.Type,
    pair index: Int,
    _ rows: UnsafePointer<Row>,
    _ count: Int,
    _ column: Int
  ) {
    let r0 = rows[index]
    let r1 = rows[min(index &+ 1, count &- 1)]
    let x0 = x + Way.input(r0)
    let x1 = x + Way.input(r1)
    let y0 = y + (Way.output(r0) &+ column)
    let y1 = y + (Way.output(r1) &+ column)
    var a = stores ? Four<Lanes>() : Four<Lanes>(at: y0)
    var b = stores ? Four<Lanes>() : Four<Lanes>(at: y1)
    var m = matrix + column
    for k in 0..<terms {
      let columns = Four<Lanes>(at: m)
      a.add(Lanes(repeating: x0[k]), times: columns)
      b.add(Lanes(repeating: x1[k]), times: columns)
      m += distance
    }
    a.store(at: y0)
    b.store(at: y1)
  }

  @inline(__always)
  private func compute<Way: Direction, Columns: Tile<Lanes>>(
    _ way: Way.Type,
    _ columns: Columns.Type,
    four index: Int,
    _ rows: UnsafePointer<Row>,
    _ count: Int,
    _ column: Int
  ) {
    let last = count &- 1
    let r0 = rows[index]
    let r1 = rows[min(index &+ 1, last)]
    let r2 = rows[min(index &+ 2, last)]
    let r3 = rows[min(index &+ 3, last)]
    let x0 = x + Way.input(r0)
    let x1 = x + Way.input(r1)
    let x2 = x + Way.input(r2)
    let x3 = x + Way.input(r3)
    let y0 = y + (Way.output(r0) &+ column)
    let y1 = y + (Way.output(r1) &+ column)
    let y2 = y + (Way.output(r2) &+ column)
    let y3 = y + (Way.output(r3) &+ column)
    var a = stores ? Columns() : Columns(at: y0)
    var b = stores ? Columns() : Columns(at: y1)
    var c = stores ? Columns() : Columns(at: y2)
    var d = stores ? Columns() : Columns(at: y3)
    var m = matrix + column
    for k in 0..<terms {
      let columns = Columns(at: m)
      a.add(Lanes(repeating: x0[k]), times: columns)
      b.add(Lanes(repeating: x1[k]), times: columns)
      c.add(Lanes(repeating: x2[k]), times: columns)
      d.add(Lanes(repeating: x3[k]), times: columns)
      m += distance
    }
    a.store(at: y0)
    b.store(at: y1)
    c.store(at: y2)
    d.store(at: y3)
  }

  @inline(__always)
  private func compute<Way: Direction>(_ way: Way.Type, part row: Row, _ column: Int, _ width: Int) {
    let x = x + Way.input(row)
    let y = y + (Way.output(row) &+ column)
    var total = stores ? Lanes(repeating: 0) : Lanes(at: y)
    var m = matrix + column
    for k in 0..<terms {
      total = total.adding(Lanes(repeating: x[k]), times: Lanes(at: m))
      m += distance
    }
    total.store(first: width, at: y)
  }
}
