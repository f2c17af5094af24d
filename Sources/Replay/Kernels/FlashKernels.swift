import Autograd
import Basics
import Lanes

/// FlashAttention in vectors: the formulas are those of ``/Autograd/FlashAttention``, which computes one number after the other.
///
/// Scores are computed for several tiles of keys at once: a vector read right behind the single numbers that were written
/// there waits for them, which took a third of the time forward with tiles of 16. They stand in a few cache lines, which the
/// next keys overwrite.
enum FlashKernels<Vector: LaneVector> where Vector.Number: ProgramNumber {
  typealias Number = Vector.Number
  typealias Lanes = Number.Lanes

  /// For how many keys scores are computed at once at most; larger tiles are worked off in parts.
  private static var groupSize: Int { 64 }

  @inline(never)
  static func evaluate(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory<Number>
  ) {
    let length = groupSize + Number.readAhead
    withUnsafeTemporaryAllocation(of: Number.self, capacity: 2 * length) { scratch in
      guard let scores = scratch.baseAddress else { return }
      scores.initialize(repeating: 0, count: scratch.count)
      for index in 0..<Int(instruction.rowCount) {
        let attention = FlashAttention(instruction, rows[index], operands)
        evaluate(attention, memory.data, memory.data + Int(rows[index].result), scores, scores + length)
      }
    }
  }

  /// Σⱼ wⱼ vⱼ and the log-sum-exp of one query.
  @inline(__always)
  private static func evaluate(
    _ attention: FlashAttention,
    _ data: UnsafeMutablePointer<Number>,
    _ y: UnsafeMutablePointer<Number>,
    _ scores: UnsafeMutablePointer<Number>,
    _ weights: UnsafeMutablePointer<Number>
  ) {
    let query = data + attention.query
    let scale = Lanes(repeating: data[attention.scale])
    let width = attention.valueWidth
    let fitsVector = width == Vector.width
    var output = Vector(repeating: 0)
    var maximum = -Number.infinity
    var sums = Lanes(repeating: 0)
    if !fitsVector { y.update(repeating: 0, count: width) }

    let tileSize = min(attention.tileSize, groupSize)

    forEachGroup(of: attention, groupSize / tileSize * tileSize) { group in
      dots(query, attention.keyWidth, data + group.key, group.keyDistance, group.count, into: scores)
      write(group.count, true, to: scores) { i in Lanes(at: scores + i) * scale }
      var start = 0
      while start < group.count {
        let tile = scores + start
        let count = min(tileSize, group.count &- start)
        let values = data + (group.value &+ start &* group.valueDistance)
        start &+= count

        let larger = PatternKernels<Number>.largest(tile, count)
        if larger > maximum {
          let correction = Lanes(repeating: maximum - larger).exponential().largest()
          sums = sums * Lanes(repeating: correction)
          output = output * Vector(repeating: correction)
          if !fitsVector {
            write(width, false, to: y) { i in Vector(at: y + i) * Vector(repeating: correction) }
          }
          maximum = larger
        }
        let shift = Lanes(repeating: maximum)
        write(count, true, to: weights) { i in (Lanes(at: tile + i) - shift).exponential() }
        sums = addingRow(weights, count, to: sums)

        if fitsVector {
          for j in 0..<count {
            output = output.adding(
              Vector(repeating: weights[j]),
              times: Vector(at: values + j &* group.valueDistance)
            )
          }
          continue
        }
        accumulate(width, false, stores: false, in: y) { i in
          var total = Vector(repeating: 0)
          for j in 0..<count {
            total = total.adding(
              Vector(repeating: weights[j]),
              times: Vector(at: values + (j &* group.valueDistance &+ i))
            )
          }
          return total
        }
      }
    }

    let sum = sums.sum()
    let divisor = Vector(repeating: sum)
    if fitsVector {
      (output / divisor).store(at: y)
    } else {
      write(width, false, to: y) { i in Vector(at: y + i) / divisor }
    }
    y[width] = maximum + Number(ElementaryFunctions.log(Double(sum)))
  }

  @inline(never)
  static func propagate(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ operands: UnsafePointer<Int32>,
    _ memory: ProgramMemory<Number>
  ) {
    let length = groupSize + Number.readAhead
    withUnsafeTemporaryAllocation(of: Number.self, capacity: 3 * length) { scratch in
      guard let weights = scratch.baseAddress else { return }
      weights.initialize(repeating: 0, count: scratch.count)
      for index in 0..<Int(instruction.rowCount) {
        let row = rows[index]
        propagate(
          FlashAttention(instruction, row, operands),
          memory,
          result: Int(row.result),
          differentiatesScale: FlashAttention.differentiatesScale(row, operands),
          weights,
          weights + length,
          weights + 2 * length
        )
      }
    }
  }

  /// The gradients of the query, the keys, the values and the scale.
  @inline(__always)
  private static func propagate(
    _ attention: FlashAttention,
    _ memory: ProgramMemory<Number>,
    result: Int,
    differentiatesScale: Bool,
    _ weights: UnsafeMutablePointer<Number>,
    _ raw: UnsafeMutablePointer<Number>,
    _ gradients: UnsafeMutablePointer<Number>
  ) {
    let (data, grad) = (memory.data, memory.grad)
    let (keyWidth, valueWidth) = (attention.keyWidth, attention.valueWidth)
    let query = data + attention.query
    let y = data + result
    let g = grad + result
    let factor = Lanes(repeating: data[attention.scale])
    let logSumExp = Lanes(repeating: data[result + valueWidth])
    let common = Lanes(
      repeating: g[valueWidth] - sum(valueWidth) { i in Vector(at: g + i) * Vector(at: y + i) }
    )
    var scaleGradient = Lanes(repeating: 0)
    var queryGradient = Vector(repeating: 0)
    let fitsVector = keyWidth == Vector.width && valueWidth == Vector.width
    let (q, gradient) = (Vector(at: query), Vector(at: g))

    // Weights follow from the log-sum-exp, whatever the tiles were.
    forEachGroup(of: attention, groupSize) { group in
      let count = group.count
      dots(query, keyWidth, data + group.key, group.keyDistance, count, into: raw)
      dots(g, valueWidth, data + group.value, group.valueDistance, count, into: gradients)
      write(count, true, to: weights) { i in (factor * Lanes(at: raw + i) - logSumExp).exponential() }
      // ∂L/∂sⱼ, and then what it is times s.
      write(count, true, to: gradients) { i in Lanes(at: weights + i) * (Lanes(at: gradients + i) + common) }
      if differentiatesScale {
        write(count, true, to: raw) { i in Lanes(at: raw + i) * Lanes(at: gradients + i) }
        scaleGradient = addingRow(raw, count, to: scaleGradient)
      }
      write(count, true, to: gradients) { i in Lanes(at: gradients + i) * factor }

      if fitsVector {
        for j in 0..<count {
          let key = group.key &+ j &* group.keyDistance
          let valueGradient = grad + (group.value &+ j &* group.valueDistance)
          let scoreGradient = Vector(repeating: gradients[j])
          Vector(at: valueGradient).adding(Vector(repeating: weights[j]), times: gradient)
            .store(at: valueGradient)
          Vector(at: grad + key).adding(scoreGradient, times: q).store(at: grad + key)
          queryGradient = queryGradient.adding(scoreGradient, times: Vector(at: data + key))
        }
        return
      }
      for j in 0..<count {
        let weight = Vector(repeating: weights[j])
        let scoreGradient = Vector(repeating: gradients[j])
        accumulate(valueWidth, false, stores: false, in: grad + (group.value &+ j &* group.valueDistance)) {
          i in
          weight * Vector(at: g + i)
        }
        accumulate(keyWidth, false, stores: false, in: grad + (group.key &+ j &* group.keyDistance)) { i in
          scoreGradient * Vector(at: query + i)
        }
      }
      accumulate(keyWidth, false, stores: false, in: grad + attention.query) { i in
        var total = Vector(repeating: 0)
        for j in 0..<count {
          total = total.adding(
            Vector(repeating: gradients[j]),
            times: Vector(at: data + (group.key &+ j &* group.keyDistance &+ i))
          )
        }
        return total
      }
    }
    // A query may be a key too, whose gradient has been written meanwhile.
    if fitsVector {
      let target = grad + attention.query
      (Vector(at: target) + queryGradient).store(at: target)
    }
    if differentiatesScale { grad[attention.scale] += scaleGradient.sum() }
  }

  /// Names the keys of every run in groups of at most `size`.
  @inline(__always)
  private static func forEachGroup(
    of attention: FlashAttention,
    _ size: Int,
    _ body: (FlashAttention.Run) -> Void
  ) {
    for run in attention.runs {
      for start in stride(from: 0, to: run.count, by: size) {
        body(
          FlashAttention.Run(
            key: run.key &+ start &* run.keyDistance,
            keyDistance: run.keyDistance,
            value: run.value &+ start &* run.valueDistance,
            valueDistance: run.valueDistance,
            count: min(size, run.count &- start)
          )
        )
      }
    }
  }

  /// The products of one vector with `count` others.
  @inline(__always)
  private static func dots(
    _ a: UnsafePointer<Number>,
    _ width: Int,
    _ others: UnsafePointer<Number>,
    _ distance: Int,
    _ count: Int,
    into target: UnsafeMutablePointer<Number>
  ) {
    if width == Vector.width {
      let x = Vector(at: a)
      for j in 0..<count { target[j] = (x * Vector(at: others + j &* distance)).sum() }
    } else {
      for j in 0..<count {
        let b = others + j &* distance
        target[j] = sum(width) { i in Vector(at: a + i) * Vector(at: b + i) }
      }
    }
  }

  /// Adds `count` numbers to as many lanes.
  @inline(__always)
  private static func addingRow(_ row: UnsafePointer<Number>, _ count: Int, to sums: Lanes) -> Lanes {
    var sums = sums
    var i = 0
    while i &+ Lanes.width <= count {
      sums = sums + Lanes(at: row + i)
      i &+= Lanes.width
    }
    guard i < count else { return sums }
    return sums + Lanes(at: row + i).keeping(first: count &- i, else: Lanes(repeating: 0))
  }
}
