import Lanes

/// The products of one matrix with the vectors of many positions, and their gradients.
///
/// No sum is taken across the lanes of a vector. Lanes are neighbouring outputs, and the sum over inputs is a loop, in
/// order. Eight vectors of outputs stay in registers meanwhile, four for each of two positions or two for each of four, so
/// that a number that is loaded serves several products.
enum MatrixKernels<Number: ProgramNumber> {
  typealias Lanes = Number.Lanes

  /// How many columns of a matrix are multiplied at a time.
  static var panelWidth: Int { 4 &* Lanes.width }
  /// How many rows: with these, a part of a matrix stays in the nearest cache while all positions meet it.
  static var panelHeight: Int { 128 }

  /// Y = X Wᵀ: yₚₒ = Σᵢ Wₒᵢ xₚᵢ, from a transposed copy of W in which neighbouring outputs stand side by side.
  ///
  /// The copy is made of a part of W at a time, just before all positions are multiplied with it.
  @inline(never)
  static func evaluate(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>,
    panel: UnsafeMutablePointer<Number>
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
    _ memory: ProgramMemory<Number>,
    panel: UnsafeMutablePointer<Number>
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
        copy(matrix + (o &* inputs &+ i), inputs, rows: height, columns: width, into: panel)
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
    _ memory: ProgramMemory<Number>
  ) {
    let outputs = Int(instruction.width)
    let inputs = Int(instruction.length)
    let count = Int(instruction.rowCount)
    let data = memory.data
    let grad = memory.grad
    let target = grad + Int(instruction.matrix)
    let width = Lanes.width
    var i = 0
    while i &+ Four<Lanes>.width <= inputs {
      if Number.hasManyRegisters {
        addProducts(Four<Lanes>.self, four: outputs, inputs, i, rows, count, memory, to: target)
      } else {
        addProducts(Four<Lanes>.self, pair: outputs, inputs, i, rows, count, memory, to: target)
      }
      i &+= Four<Lanes>.width
    }
    while i &+ Two<Lanes>.width <= inputs {
      addProducts(Two<Lanes>.self, four: outputs, inputs, i, rows, count, memory, to: target)
      i &+= Two<Lanes>.width
    }
    while i &+ width <= inputs {
      addProducts(eight: outputs, inputs, i, rows, count, memory, to: target)
      i &+= width
    }
    if i < inputs {
      let rest = inputs &- i
      for o in 0..<outputs {
        let t = target + (o &* inputs &+ i)
        var total = Lanes(at: t)
        for p in 0..<count {
          let x = Lanes(at: data + (Int(rows[p].second) &+ i))
          total = total.adding(Lanes(repeating: grad[Int(rows[p].result) &+ o]), times: x)
        }
        total.store(first: rest, at: t)
      }
    }
  }

  // Where the number of outputs can't be divided, the last one is computed more than once, each time from what was there
  // before, and stored as often.

  /// Columns from `i` on of all rows of Gᵀ X, four rows at a time.
  @inline(__always)
  private static func addProducts<Columns: Tile<Lanes>>(
    _ columns: Columns.Type,
    four outputs: Int,
    _ inputs: Int,
    _ i: Int,
    _ rows: UnsafePointer<Row>,
    _ count: Int,
    _ memory: ProgramMemory<Number>,
    to target: UnsafeMutablePointer<Number>
  ) {
    let last = outputs &- 1
    for o in stride(from: 0, to: outputs, by: 4) {
      prefetch(Columns.self, target, from: o &+ 4, to: min(o &+ 8, outputs), inputs, i)
      let others = (min(o &+ 1, last), min(o &+ 2, last), min(o &+ 3, last))
      let t0 = target + (o &* inputs &+ i)
      let t1 = target + (others.0 &* inputs &+ i)
      let t2 = target + (others.1 &* inputs &+ i)
      let t3 = target + (others.2 &* inputs &+ i)
      var a = Columns(at: t0)
      var b = Columns(at: t1)
      var c = Columns(at: t2)
      var d = Columns(at: t3)
      for p in 0..<count {
        let g = memory.grad + Int(rows[p].result)
        let x = Columns(at: memory.data + (Int(rows[p].second) &+ i))
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
  }

  /// Asks for the targets of the next rows while those of these are computed.
  ///
  /// The gradients of a large model's weights do not stay in the second-level cache from one shard to the next, and the processor
  /// does not guess which rows come next. A step of 4 layers of width 128, a batch of 12 and a context of 64 took 51 ms in
  /// place of 58; in `Float`, half as large, as long as without.
  @inline(__always)
  private static func prefetch<Columns: Tile<Lanes>>(
    _ columns: Columns.Type,
    _ target: UnsafeMutablePointer<Number>,
    from row: Int,
    to end: Int,
    _ inputs: Int,
    _ i: Int
  ) {
    var row = row
    while row < end {
      let place = target + (row &* inputs &+ i)
      for offset in stride(from: 0, to: Columns.width, by: Lanes.width) { prefetchForWriting(place + offset) }
      row &+= 1
    }
  }

  /// Columns from `i` on, as many as a vector has, of eight rows of Gᵀ X at a time: a sum waits for its last addition, and eight
  /// of them keep the processor busy.
  @inline(__always)
  private static func addProducts(
    eight outputs: Int,
    _ inputs: Int,
    _ i: Int,
    _ rows: UnsafePointer<Row>,
    _ count: Int,
    _ memory: ProgramMemory<Number>,
    to target: UnsafeMutablePointer<Number>
  ) {
    let last = outputs &- 1
    for o in stride(from: 0, to: outputs, by: 8) {
      let (o1, o2, o3) = (min(o &+ 1, last), min(o &+ 2, last), min(o &+ 3, last))
      let (o4, o5, o6, o7) = (min(o &+ 4, last), min(o &+ 5, last), min(o &+ 6, last), min(o &+ 7, last))
      let t = target + i
      var a = Lanes(at: t + o &* inputs)
      var b = Lanes(at: t + o1 &* inputs)
      var c = Lanes(at: t + o2 &* inputs)
      var d = Lanes(at: t + o3 &* inputs)
      var e = Lanes(at: t + o4 &* inputs)
      var f = Lanes(at: t + o5 &* inputs)
      var g = Lanes(at: t + o6 &* inputs)
      var h = Lanes(at: t + o7 &* inputs)
      for p in 0..<count {
        let gradients = memory.grad + Int(rows[p].result)
        let x = Lanes(at: memory.data + (Int(rows[p].second) &+ i))
        a = a.adding(Lanes(repeating: gradients[o]), times: x)
        b = b.adding(Lanes(repeating: gradients[o1]), times: x)
        c = c.adding(Lanes(repeating: gradients[o2]), times: x)
        d = d.adding(Lanes(repeating: gradients[o3]), times: x)
        e = e.adding(Lanes(repeating: gradients[o4]), times: x)
        f = f.adding(Lanes(repeating: gradients[o5]), times: x)
        g = g.adding(Lanes(repeating: gradients[o6]), times: x)
        h = h.adding(Lanes(repeating: gradients[o7]), times: x)
      }
      a.store(at: t + o &* inputs)
      b.store(at: t + o1 &* inputs)
      c.store(at: t + o2 &* inputs)
      d.store(at: t + o3 &* inputs)
      e.store(at: t + o4 &* inputs)
      f.store(at: t + o5 &* inputs)
      g.store(at: t + o6 &* inputs)
      h.store(at: t + o7 &* inputs)
    }
  }

  /// The same, two rows at a time.
  @inline(__always)
  private static func addProducts<Columns: Tile<Lanes>>(
    _ columns: Columns.Type,
    pair outputs: Int,
    _ inputs: Int,
    _ i: Int,
    _ rows: UnsafePointer<Row>,
    _ count: Int,
    _ memory: ProgramMemory<Number>,
    to target: UnsafeMutablePointer<Number>
  ) {
    for o in stride(from: 0, to: outputs, by: 2) {
      let next = min(o &+ 1, outputs &- 1)
      let t0 = target + (o &* inputs &+ i)
      let t1 = target + (next &* inputs &+ i)
      var a = Columns(at: t0)
      var b = Columns(at: t1)
      for p in 0..<count {
        let g = memory.grad + Int(rows[p].result)
        let x = Columns(at: memory.data + (Int(rows[p].second) &+ i))
        a.add(Lanes(repeating: g[o]), times: x)
        b.add(Lanes(repeating: g[next]), times: x)
      }
      a.store(at: t0)
      b.store(at: t1)
    }
  }

  /// Writes some rows of a matrix, which are `distance` apart, ``panelWidth`` apart.
  @inline(__always)
  private static func copy(
    _ matrix: UnsafeMutablePointer<Number>,
    _ distance: Int,
    rows: Int,
    columns: Int,
    into panel: UnsafeMutablePointer<Number>
  ) {
    for row in 0..<rows {
      let (source, target) = (matrix + row &* distance, panel + row &* panelWidth)
      if columns == panelWidth {
        // A call for every row would take longer than what it does.
        Four<Lanes>(at: source).store(at: target)
      } else {
        target.update(from: source, count: columns)
      }
    }
  }

  /// Writes some rows of a matrix, which are `distance` apart, as columns ``panelWidth`` apart.
  @inline(__always)
  private static func transpose(
    _ matrix: UnsafeMutablePointer<Number>,
    _ distance: Int,
    rows: Int,
    columns: Int,
    into panel: UnsafeMutablePointer<Number>
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
