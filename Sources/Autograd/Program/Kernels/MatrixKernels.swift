/// The products of one matrix with the vectors of many positions, and their gradients.
///
/// No sum is taken across the lanes of a vector. Lanes are neighbouring outputs, and the sum over inputs is a loop, in
/// order; two vectors of outputs for each of four positions stay in registers meanwhile, so that a number that is loaded
/// serves several products.
enum MatrixKernels {
  /// Y = X Wᵀ: yₚₒ = Σᵢ Wₒᵢ xₚᵢ, from a transposed copy of W in which neighbouring outputs stand side by side.
  @inline(never)
  static func evaluate(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory,
    transposed: UnsafeMutablePointer<Double>
  ) {
    let outputs = Int(instruction.width)
    let inputs = Int(instruction.length)
    let stride = Lanes.whole(outputs)
    transpose(memory.data + Int(instruction.matrix), outputs, inputs, into: transposed, stride)
    for index in Swift.stride(from: 0, to: Int(instruction.rowCount), by: 4) {
      let (p, q, r, s) = four(rows, index, Int(instruction.rowCount))
      multiply(
        (memory.data + Int(p.second), memory.data + Int(q.second)),
        (memory.data + Int(r.second), memory.data + Int(s.second)),
        transposed,
        stride,
        inputs,
        into: (memory.data + Int(p.result), memory.data + Int(q.result)),
        (memory.data + Int(r.result), memory.data + Int(s.result)),
        outputs,
        instruction.fillsResult,
        stores: true
      )
    }
  }

  /// ∂L/∂X += G W: row o of W is what the sum over outputs needs side by side.
  @inline(never)
  static func propagateToVectors(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory
  ) {
    let outputs = Int(instruction.width)
    let inputs = Int(instruction.length)
    let count = Int(instruction.rowCount)
    for index in Swift.stride(from: 0, to: count, by: instruction.sharesSecond ? 1 : 4) {
      let (p, q, r, s) = four(rows, index, instruction.sharesSecond ? index &+ 1 : count)
      multiply(
        (memory.grad + Int(p.result), memory.grad + Int(q.result)),
        (memory.grad + Int(r.result), memory.grad + Int(s.result)),
        memory.data + Int(instruction.matrix),
        inputs,
        outputs,
        into: (memory.grad + Int(p.second), memory.grad + Int(q.second)),
        (memory.grad + Int(r.second), memory.grad + Int(s.second)),
        inputs,
        instruction.fillsSecond,
        stores: instruction.storesSecond
      )
    }
  }

  /// ∂L/∂W += Gᵀ X: ∂L/∂Wₒᵢ += Σₚ gₚₒ xₚᵢ, four rows of W at a time in registers over all positions.
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
    var o = 0
    while o < outputs {
      // The last rows are computed more than once where there are less than four; each is stored as often, unchanged.
      let o1 = min(o &+ 1, outputs &- 1)
      let o2 = min(o &+ 2, outputs &- 1)
      let o3 = min(o &+ 3, outputs &- 1)
      var i = 0
      while i &+ 2 &* width <= inputs {
        let t0 = target + (o &* inputs &+ i)
        let t1 = target + (o1 &* inputs &+ i)
        let t2 = target + (o2 &* inputs &+ i)
        let t3 = target + (o3 &* inputs &+ i)
        var a0 = Lanes(at: t0)
        var b0 = Lanes(at: t0 + width)
        var a1 = Lanes(at: t1)
        var b1 = Lanes(at: t1 + width)
        var a2 = Lanes(at: t2)
        var b2 = Lanes(at: t2 + width)
        var a3 = Lanes(at: t3)
        var b3 = Lanes(at: t3 + width)
        for p in 0..<count {
          let g = grad + Int(rows[p].result)
          let x = data + (Int(rows[p].second) &+ i)
          let x0 = Lanes(at: x)
          let x1 = Lanes(at: x + width)
          let g0 = Lanes(repeating: g[o])
          let g1 = Lanes(repeating: g[o1])
          let g2 = Lanes(repeating: g[o2])
          let g3 = Lanes(repeating: g[o3])
          a0 = a0.adding(g0, times: x0)
          b0 = b0.adding(g0, times: x1)
          a1 = a1.adding(g1, times: x0)
          b1 = b1.adding(g1, times: x1)
          a2 = a2.adding(g2, times: x0)
          b2 = b2.adding(g2, times: x1)
          a3 = a3.adding(g3, times: x0)
          b3 = b3.adding(g3, times: x1)
        }
        a0.store(at: t0)
        b0.store(at: t0 + width)
        a1.store(at: t1)
        b1.store(at: t1 + width)
        a2.store(at: t2)
        b2.store(at: t2 + width)
        a3.store(at: t3)
        b3.store(at: t3 + width)
        i &+= 2 &* width
      }
      while i < inputs {
        let rest = min(width, inputs &- i)
        for row in o...o3 {
          let t = target + (row &* inputs &+ i)
          var total = Lanes(at: t)
          for p in 0..<count {
            let x = Lanes(at: data + (Int(rows[p].second) &+ i))
            total = total.adding(Lanes(repeating: grad[Int(rows[p].result) &+ row]), times: x)
          }
          if rest == width { total.store(at: t) } else { total.store(first: rest, at: t) }
        }
        i &+= width
      }
      o &+= 4
    }
  }

  private typealias Pair = (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>)

  /// Four rows from `index` on, the last one repeated where there are less.
  @inline(__always)
  private static func four(_ rows: UnsafePointer<Row>, _ index: Int, _ count: Int) -> (Row, Row, Row, Row) {
    let last = count &- 1
    return (
      rows[index], rows[min(index &+ 1, last)], rows[min(index &+ 2, last)], rows[min(index &+ 3, last)]
    )
  }

  /// y[c] (+)= Σₖ x[k] M[k][c] for four vectors x and `columns` of the matrix M, whose rows are `stride` apart.
  @inline(__always)
  private static func multiply(
    _ x01: Pair,
    _ x23: Pair,
    _ matrix: UnsafeMutablePointer<Double>,
    _ stride: Int,
    _ terms: Int,
    into y01: Pair,
    _ y23: Pair,
    _ columns: Int,
    _ fills: Bool,
    stores: Bool
  ) {
    let width = Lanes.width
    let end = fills ? Lanes.whole(columns) : columns
    var c = 0
    while c &+ 2 &* width <= end {
      var a0 = Lanes(repeating: 0)
      var b0 = Lanes(repeating: 0)
      var a1 = Lanes(repeating: 0)
      var b1 = Lanes(repeating: 0)
      var a2 = Lanes(repeating: 0)
      var b2 = Lanes(repeating: 0)
      var a3 = Lanes(repeating: 0)
      var b3 = Lanes(repeating: 0)
      if !stores {
        a0 = Lanes(at: y01.0 + c)
        b0 = Lanes(at: y01.0 + (c &+ width))
        a1 = Lanes(at: y01.1 + c)
        b1 = Lanes(at: y01.1 + (c &+ width))
        a2 = Lanes(at: y23.0 + c)
        b2 = Lanes(at: y23.0 + (c &+ width))
        a3 = Lanes(at: y23.1 + c)
        b3 = Lanes(at: y23.1 + (c &+ width))
      }
      var m = matrix + c
      for k in 0..<terms {
        let m0 = Lanes(at: m)
        let m1 = Lanes(at: m + width)
        let x0 = Lanes(repeating: x01.0[k])
        let x1 = Lanes(repeating: x01.1[k])
        let x2 = Lanes(repeating: x23.0[k])
        let x3 = Lanes(repeating: x23.1[k])
        a0 = a0.adding(x0, times: m0)
        b0 = b0.adding(x0, times: m1)
        a1 = a1.adding(x1, times: m0)
        b1 = b1.adding(x1, times: m1)
        a2 = a2.adding(x2, times: m0)
        b2 = b2.adding(x2, times: m1)
        a3 = a3.adding(x3, times: m0)
        b3 = b3.adding(x3, times: m1)
        m += stride
      }
      a0.store(at: y01.0 + c)
      b0.store(at: y01.0 + (c &+ width))
      a1.store(at: y01.1 + c)
      b1.store(at: y01.1 + (c &+ width))
      a2.store(at: y23.0 + c)
      b2.store(at: y23.0 + (c &+ width))
      a3.store(at: y23.1 + c)
      b3.store(at: y23.1 + (c &+ width))
      c &+= 2 &* width
    }
    while c < end {
      let rest = min(width, end &- c)
      // All four are computed before the first is stored: one may stand for another.
      let totals = (
        column(x01.0, matrix + c, stride, terms, y01.0 + c, stores),
        column(x01.1, matrix + c, stride, terms, y01.1 + c, stores),
        column(x23.0, matrix + c, stride, terms, y23.0 + c, stores),
        column(x23.1, matrix + c, stride, terms, y23.1 + c, stores)
      )
      store(totals.0, first: rest, at: y01.0 + c)
      store(totals.1, first: rest, at: y01.1 + c)
      store(totals.2, first: rest, at: y23.0 + c)
      store(totals.3, first: rest, at: y23.1 + c)
      c &+= width
    }
  }

  /// The same for one vector x and one vector of columns.
  @inline(__always)
  private static func column(
    _ x: UnsafeMutablePointer<Double>,
    _ matrix: UnsafeMutablePointer<Double>,
    _ stride: Int,
    _ terms: Int,
    _ y: UnsafeMutablePointer<Double>,
    _ stores: Bool
  ) -> Lanes {
    var total = stores ? Lanes(repeating: 0) : Lanes(at: y)
    var m = matrix
    for k in 0..<terms {
      total = total.adding(Lanes(repeating: x[k]), times: Lanes(at: m))
      m += stride
    }
    return total
  }

  @inline(__always)
  private static func store(_ lanes: Lanes, first count: Int, at y: UnsafeMutablePointer<Double>) {
    if count == Lanes.width { lanes.store(at: y) } else { lanes.store(first: count, at: y) }
  }

  /// Writes the transposed matrix, a column of the given one after the other, `stride` apart.
  @inline(__always)
  private static func transpose(
    _ matrix: UnsafeMutablePointer<Double>,
    _ rows: Int,
    _ columns: Int,
    into result: UnsafeMutablePointer<Double>,
    _ stride: Int
  ) {
    let width = Lanes.width
    var row = 0
    while row &+ width <= rows {
      var column = 0
      while column &+ width <= columns {
        Lanes.transpose(
          matrix + (row &* columns &+ column),
          columns,
          into: result + (column &* stride &+ row),
          stride
        )
        column &+= width
      }
      while column < columns {
        for lane in row..<row &+ width {
          result[column &* stride &+ lane] = matrix[lane &* columns &+ column]
        }
        column &+= 1
      }
      row &+= width
    }
    while row < rows {
      for column in 0..<columns { result[column &* stride &+ row] = matrix[row &* columns &+ column] }
      row &+= 1
    }
  }
}
