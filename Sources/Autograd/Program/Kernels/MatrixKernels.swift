/// The products of one matrix with the vectors of many positions, and their gradients.
///
/// No sum is taken across the lanes of a vector. Lanes are neighbouring outputs, and the sum over inputs is a loop, in
/// order. Eight vectors of outputs stay in registers meanwhile, four for each of two positions or two for each of four, so
/// that a number that is loaded serves several products.
enum MatrixKernels {
  /// How many columns of a matrix are multiplied at a time.
  static let panelWidth = 4 * Lanes.width
  /// How many rows: with these, a part of a matrix stays in the nearest cache while all positions meet it.
  static let panelHeight = 128

  /// Y = X Wᵀ: yₚₒ = Σᵢ Wₒᵢ xₚᵢ, from a transposed copy of W in which neighbouring outputs stand side by side.
  ///
  /// The copy is made of a part of W at a time, just before all positions are multiplied with it.
  @inline(never)
  static func evaluate(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory,
    panel: UnsafeMutablePointer<Double>
  ) {
    let outputs = Int(instruction.width)
    let inputs = Int(instruction.length)
    let matrix = memory.data + Int(instruction.matrix)
    for o in stride(from: 0, to: outputs, by: panelWidth) {
      let width = min(panelWidth, outputs &- o)
      for i in stride(from: 0, to: inputs, by: panelHeight) {
        let height = min(panelHeight, inputs &- i)
        transpose(matrix + (o &* inputs &+ i), inputs, rows: width, columns: height, into: panel)
        let product = Product(
          x: memory.data + i,
          y: memory.data + o,
          matrix: panel,
          distance: panelWidth,
          terms: height,
          columns: width,
          fills: instruction.fillsResult,
          stores: i == 0
        )
        product.compute(Forward.self, rows, Int(instruction.rowCount))
      }
    }
  }

  /// ∂L/∂X += G W: row o of W is what the sum over outputs needs side by side.
  @inline(never)
  static func propagateToVectors(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory,
    panel: UnsafeMutablePointer<Double>
  ) {
    let outputs = Int(instruction.width)
    let inputs = Int(instruction.length)
    let count = Int(instruction.rowCount)
    let matrix = memory.data + Int(instruction.matrix)
    // For few positions the matrix is read where it stands.
    guard count >= 16, !instruction.sharesSecond else {
      let product = Product(
        x: memory.grad,
        y: memory.grad,
        matrix: matrix,
        distance: inputs,
        terms: outputs,
        columns: inputs,
        fills: instruction.fillsSecond,
        stores: instruction.storesSecond
      )
      for index in stride(from: 0, to: count, by: instruction.sharesSecond ? 1 : max(count, 1)) {
        product.compute(Backward.self, rows + index, instruction.sharesSecond ? 1 : count)
      }
      return
    }
    for i in stride(from: 0, to: inputs, by: panelWidth) {
      let width = min(panelWidth, inputs &- i)
      for o in stride(from: 0, to: outputs, by: panelHeight) {
        let height = min(panelHeight, outputs &- o)
        for row in 0..<height {
          (panel + row &* panelWidth).update(from: matrix + ((o &+ row) &* inputs &+ i), count: width)
        }
        let product = Product(
          x: memory.grad + o,
          y: memory.grad + i,
          matrix: panel,
          distance: panelWidth,
          terms: height,
          columns: width,
          fills: instruction.fillsSecond,
          stores: instruction.storesSecond && o == 0
        )
        product.compute(Backward.self, rows, count)
      }
    }
  }

  /// ∂L/∂W += Gᵀ X: ∂L/∂Wₒᵢ += Σₚ gₚₒ xₚᵢ, in registers over all positions.
  @inline(never)
  static func propagateToMatrix(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory
  ) {
    let outputs = Int(instruction.width)
    let inputs = Int(instruction.length)
    let count = Int(instruction.rowCount)
    let data = memory.data
    let grad = memory.grad
    let target = grad + Int(instruction.matrix)
    let width = Lanes.width
    var i = 0
    while hasManyRegisters, i &+ 4 &* width <= inputs {
      for o in stride(from: 0, to: outputs, by: 4) {
        let last = outputs &- 1
        let others = (min(o &+ 1, last), min(o &+ 2, last), min(o &+ 3, last))
        let t0 = target + (o &* inputs &+ i)
        let t1 = target + (others.0 &* inputs &+ i)
        let t2 = target + (others.1 &* inputs &+ i)
        let t3 = target + (others.2 &* inputs &+ i)
        var a = Four(at: t0)
        var b = Four(at: t1)
        var c = Four(at: t2)
        var d = Four(at: t3)
        for p in 0..<count {
          let g = grad + Int(rows[p].result)
          let x = Four(at: data + (Int(rows[p].second) &+ i))
          a.add(Lanes(repeating: g[o]), times: x)
          b.add(Lanes(repeating: g[others.0]), times: x)
          c.add(Lanes(repeating: g[others.1]), times: x)
          d.add(Lanes(repeating: g[others.2]), times: x)
        }
        a.store(at: t0)
        b.store(at: t1)
        c.store(at: t2)
        d.store(at: t3)
      }
      i &+= 4 &* width
    }
    while i &+ 4 &* width <= inputs {
      for o in stride(from: 0, to: outputs, by: 2) {
        let next = min(o &+ 1, outputs &- 1)
        let t = (target + (o &* inputs &+ i), target + (next &* inputs &+ i))
        var a = Four(at: t.0)
        var b = Four(at: t.1)
        for p in 0..<count {
          let g = grad + Int(rows[p].result)
          let x = Four(at: data + (Int(rows[p].second) &+ i))
          a.add(Lanes(repeating: g[o]), times: x)
          b.add(Lanes(repeating: g[next]), times: x)
        }
        // Where one row is left it was computed twice and is stored twice, unchanged.
        a.store(at: t.0)
        b.store(at: t.1)
      }
      i &+= 4 &* width
    }
    while i &+ 2 &* width <= inputs {
      for o in stride(from: 0, to: outputs, by: 4) {
        let last = outputs &- 1
        let others = (min(o &+ 1, last), min(o &+ 2, last), min(o &+ 3, last))
        let t0 = target + (o &* inputs &+ i)
        let t1 = target + (others.0 &* inputs &+ i)
        let t2 = target + (others.1 &* inputs &+ i)
        let t3 = target + (others.2 &* inputs &+ i)
        var a = Two(at: t0)
        var b = Two(at: t1)
        var c = Two(at: t2)
        var d = Two(at: t3)
        for p in 0..<count {
          let g = grad + Int(rows[p].result)
          let x = Two(at: data + (Int(rows[p].second) &+ i))
          a.add(Lanes(repeating: g[o]), times: x)
          b.add(Lanes(repeating: g[others.0]), times: x)
          c.add(Lanes(repeating: g[others.1]), times: x)
          d.add(Lanes(repeating: g[others.2]), times: x)
        }
        a.store(at: t0)
        b.store(at: t1)
        c.store(at: t2)
        d.store(at: t3)
      }
      i &+= 2 &* width
    }
    while i < inputs {
      let rest = min(width, inputs &- i)
      for o in 0..<outputs {
        let t = target + (o &* inputs &+ i)
        var total = Lanes(at: t)
        for p in 0..<count {
          let x = Lanes(at: data + (Int(rows[p].second) &+ i))
          total = total.adding(Lanes(repeating: grad[Int(rows[p].result) &+ o]), times: x)
        }
        if rest == width { total.store(at: t) } else { total.store(first: rest, at: t) }
      }
      i &+= width
    }
  }

  /// Writes some rows of a matrix, which are `distance` apart, as columns ``panelWidth`` apart.
  @inline(__always)
  private static func transpose(
    _ matrix: UnsafeMutablePointer<Double>,
    _ distance: Int,
    rows: Int,
    columns: Int,
    into panel: UnsafeMutablePointer<Double>
  ) {
    let width = Lanes.width
    var row = 0
    while row &+ width <= rows {
      var column = 0
      while column &+ width <= columns {
        Lanes.transpose(
          matrix + (row &* distance &+ column),
          distance,
          into: panel + (column &* panelWidth &+ row),
          panelWidth
        )
        column &+= width
      }
      while column < columns {
        for lane in row..<row &+ width {
          panel[column &* panelWidth &+ lane] = matrix[lane &* distance &+ column]
        }
        column &+= 1
      }
      row &+= width
    }
    while row < rows {
      for column in 0..<columns { panel[column &* panelWidth &+ row] = matrix[row &* distance &+ column] }
      row &+= 1
    }
  }
}

/// Whether sixteen vectors of sums fit the registers, as they do with AVX-512, which has 32.
private let hasManyRegisters = Lanes.width == 8

/// Which way a product goes: what its rows take from and give to.
private protocol Direction {
  static func input(_ row: Row) -> Int
  static func output(_ row: Row) -> Int
}

private enum Forward: Direction {
  @inline(__always) static func input(_ row: Row) -> Int { Int(row.second) }
  @inline(__always) static func output(_ row: Row) -> Int { Int(row.result) }
}

private enum Backward: Direction {
  @inline(__always) static func input(_ row: Row) -> Int { Int(row.result) }
  @inline(__always) static func output(_ row: Row) -> Int { Int(row.second) }
}

/// yₚ[c] (+)= Σₖ xₚ[k] M[k][c] for the vectors of all rows p.
private struct Product {
  let x: UnsafeMutablePointer<Double>
  let y: UnsafeMutablePointer<Double>
  let matrix: UnsafeMutablePointer<Double>
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
    while column &+ 4 &* Lanes.width <= end {
      var index = 0
      if hasManyRegisters {
        while count &- index > 2 {
          compute(way, fourWide: index, rows, count, column)
          index &+= 4
        }
      }
      while index < count {
        compute(way, pair: index, rows, count, column)
        index &+= 2
      }
      column &+= 4 &* Lanes.width
    }
    while column &+ 2 &* Lanes.width <= end {
      for index in stride(from: 0, to: count, by: 4) { compute(way, four: index, rows, count, column) }
      column &+= 2 &* Lanes.width
    }
    while column < end {
      for index in 0..<count { compute(way, one: rows[index], column, min(Lanes.width, end &- column)) }
      column &+= Lanes.width
    }
  }

  // Where there are less than two or four rows, the last one is computed more than once, each time from what was there
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
    var a = stores ? Four() : Four(at: y0)
    var b = stores ? Four() : Four(at: y1)
    var m = matrix + column
    for k in 0..<terms {
      let columns = Four(at: m)
      a.add(Lanes(repeating: x0[k]), times: columns)
      b.add(Lanes(repeating: x1[k]), times: columns)
      m += distance
    }
    a.store(at: y0)
    b.store(at: y1)
  }

  @inline(__always)
  private func compute<Way: Direction>(
    _ way: Way.Type,
    fourWide index: Int,
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
    var a = stores ? Four() : Four(at: y0)
    var b = stores ? Four() : Four(at: y1)
    var c = stores ? Four() : Four(at: y2)
    var d = stores ? Four() : Four(at: y3)
    var m = matrix + column
    for k in 0..<terms {
      let columns = Four(at: m)
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
  private func compute<Way: Direction>(
    _ way: Way.Type,
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
    var a = stores ? Two() : Two(at: y0)
    var b = stores ? Two() : Two(at: y1)
    var c = stores ? Two() : Two(at: y2)
    var d = stores ? Two() : Two(at: y3)
    var m = matrix + column
    for k in 0..<terms {
      let columns = Two(at: m)
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
  private func compute<Way: Direction>(_ way: Way.Type, one row: Row, _ column: Int, _ width: Int) {
    let x = x + Way.input(row)
    let y = y + (Way.output(row) &+ column)
    var total = stores ? Lanes(repeating: 0) : Lanes(at: y)
    var m = matrix + column
    for k in 0..<terms {
      total = total.adding(Lanes(repeating: x[k]), times: Lanes(at: m))
      m += distance
    }
    if width == Lanes.width { total.store(at: y) } else { total.store(first: width, at: y) }
  }
}

/// Two vectors side by side.
private struct Two {
  var a = Lanes(repeating: 0)
  var b = Lanes(repeating: 0)

  @inline(__always)
  init() {}

  @inline(__always)
  init(at pointer: UnsafePointer<Double>) {
    a = Lanes(at: pointer)
    b = Lanes(at: pointer + Lanes.width)
  }

  @inline(__always)
  mutating func add(_ factor: Lanes, times x: Two) {
    a = a.adding(factor, times: x.a)
    b = b.adding(factor, times: x.b)
  }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Double>) {
    a.store(at: pointer)
    b.store(at: pointer + Lanes.width)
  }
}

/// Four vectors side by side.
private struct Four {
  var a = Two()
  var b = Two()

  @inline(__always)
  init() {}

  @inline(__always)
  init(at pointer: UnsafePointer<Double>) {
    a = Two(at: pointer)
    b = Two(at: pointer + 2 * Lanes.width)
  }

  @inline(__always)
  mutating func add(_ factor: Lanes, times x: Four) {
    a.add(factor, times: x.a)
    b.add(factor, times: x.b)
  }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Double>) {
    a.store(at: pointer)
    b.store(at: pointer + 2 * Lanes.width)
  }
}
