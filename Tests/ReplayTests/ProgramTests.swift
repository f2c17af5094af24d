import Autograd
import Foundation
import Replay
import TestSupport
import Testing

/// A program's every number beside that of the same computation recorded anew.
@Suite("Programs")
struct ProgramTests {
  @Test(
    "A replay gives every value and gradient of recording anew, for every operation",
    arguments: OperationCase.all
  )
  func operations(operation: OperationCase) {
    let tape = Tape()
    let (leaves, compute) = operation.setUp(tape, operation.operands)
    // Three times side by side, so that rows of one instruction meet.
    func losses() -> [Value] { (0..<3).map { _ in OperationCase.loss(of: compute()) } }
    expectReplaysAgree(tape, leaves, inputs: tape.program(losses).recordedInputs, losses)
  }

  @Test("Inputs choose anew in a replay, as they would if recorded anew")
  func inputs() {
    let tape = Tape()
    let table = tape.matrix(rows: 3, columns: 2, counting(from: 0.3))
    func loss(_ first: Int, _ second: Int) -> Value {
      (table[tape.input(first)].softmax() * table[tape.input(second)])[tape.input(1)]
    }
    let program = tape.program { [loss(0, 1)] }
    let mark = tape.mark
    for (first, second) in [(2, 1), (0, 0), (1, 2)] {
      tape.clearGradients()
      program.replay([first, second, 1])
      program.backward()
      let replayed = (program.result(0), table.elements.grad)
      tape.clearGradients()
      let recorded = loss(first, second)
      recorded.backward()
      #expect(agree(replayed.0, recorded.data, within: 1e-15))
      #expect(agree(replayed.1, table.elements.grad, within: 1e-15))
      tape.rewind(to: mark)
    }
  }

  @Test("Gradients of leaves add up over replays, as over recorded documents")
  func accumulation() {
    let tape = Tape()
    let a = tape.value(0.7)
    let program = tape.program { [a * a * a] }
    for _ in 0..<3 {
      program.replay([])
      program.backward(seed: 2)
    }
    #expect(agree(a.grad, 3 * 2 * 3 * 0.49, within: 1e-15))
  }

  @Test("Every result is gone backward from, with the seed as its gradient")
  func results() {
    let tape = Tape()
    let a = tape.value(0.7)
    let b = tape.value(-1.3)
    let program = tape.program { [a * b, a.exp(), b * b] }
    program.replay([])
    program.backward(seed: 0.5)
    #expect(program.resultCount == 3)
    #expect(
      agree([0, 1, 2].map(program.result), [a.data * b.data, 2.0137527074704766, 1.69], within: 1e-15)
    )
    #expect(agree(a.grad, 0.5 * (b.data + 2.0137527074704766), within: 1e-15))
    #expect(agree(b.grad, 0.5 * (a.data + 2 * b.data), within: 1e-15))
  }

  @Test("A value that is a result twice counts twice, and a result may be computed with")
  func repeatedResults() {
    let tape = Tape()
    let a = tape.value(0.7)
    let program = tape.program {
      let b = a * a
      return [b, b * 3.0, b]
    }
    program.replay([])
    program.backward(seed: 0.5)
    #expect(agree(a.grad, 0.5 * (1 + 3 + 1) * 1.4, within: 1e-15))
  }

  @Test(
    "Where only some leaves are differentiated for, the others keep their gradients and what leads to none has 0"
  )
  func someLeaves() {
    let tape = Tape()
    let a = tape.value(0.7)
    let b = tape.vector([-1.3, 2.1])
    a.grad = 17
    var values: [Value] = []
    let program = tape.program(differentiating: b) {
      values = [a.exp(), (b * b).sum()]
      return [values[0] * values[1]]
    }
    program.replay([])
    program.backward()
    #expect(a.grad == 17)
    let exponential = program.data(of: values[0])
    #expect(agree(b.grad, b.data.map { 2 * $0 * exponential }, within: 1e-14))
    #expect(program.grad(of: values[0]) == 0)
    #expect(agree(program.grad(of: values[1]), exponential, within: 1e-15))
  }

  @Test("Handles made while recording read the replay's numbers, and once unfolded work as on any tape")
  func handles() {
    let tape = Tape()
    let a = tape.vector([0.3, -0.2, 0.9])
    var pattern = a
    var loss = tape.value(0)
    let program = tape.program {
      pattern = a.softmax()
      loss = dot(pattern, a)
      return [loss]
    }
    for (leaf, data) in zip(a, [1.0, 2.0, 3.0]) { leaf.data = data }
    program.replay([])
    program.backward()
    let fresh = a.data.map { Double($0) }
    let total = fresh.reduce(0) { $0 + Foundation.exp($1) }
    let expected = fresh.map { Foundation.exp($0) / total }
    #expect(program.data(of: a) == fresh)
    #expect(agree(program.data(of: pattern), expected, within: 1e-15))

    let mark = tape.mark
    program.unfold()
    #expect(agree(pattern.data, expected, within: 1e-15))
    #expect(agree(pattern.grad, fresh, within: 1e-15))
    #expect(loss.operation == .dot)
    #expect(loss.parents.map(\.value) == Array(pattern) + Array(a))
    tape.clearGradients()
    loss.backward(seed: 3)
    #expect(agree(pattern.grad, fresh.map { 3 * $0 }, within: 1e-15))
    tape.rewind(to: mark)

    // What is appended afterwards begins with clean gradients.
    let later = (a * 2.0).sum()
    #expect(later.grad == 0)
    later.backward()
    #expect(Array(a.grad.suffix(3)).allSatisfy { $0.isFinite })
  }

  @Test("Leaves made within the computation are constants of it, and have gradients")
  func constants() {
    let tape = Tape()
    let a = tape.value(0.7)
    var inner = a
    let program = tape.program {
      inner = tape.value(1.9)
      return [a * inner]
    }
    // Another program's numbers come to stand in the same places.
    let other = tape.program { [(a * a * a).exp() * a] }
    for _ in 0..<2 {
      other.replay([])
      other.backward()
      program.replay([])
      program.backward()
      #expect(agree(program.result(0), 1.33, within: 1e-15))
      #expect(agree(program.grad(of: inner), 0.7, within: 1e-15))
    }
  }

  @Test("A chain in which each step waits for the one before is computed in order")
  func chain() {
    let tape = Tape()
    let a = tape.value(1.0000001)
    expectReplaysAgree(tape, [a], inputs: [], within: 1e-12) {
      var x = a
      for step in 0..<500 { x = step.isMultiple(of: 2) ? x * a : x + a * 0.001 }
      return [x, x * x]
    }
  }

  @Test("Neighbouring matrices that meet one vector keep their gradients apart, be one frozen or unused")
  func neighbouringMatrices() {
    func gradients(differentiatingSecond: Bool, _ body: (_ first: Vector, _ second: Vector) -> Value)
      -> [Double]
    {
      let tape = Tape()
      let first = tape.matrix(rows: 3, columns: 2, counting(from: 0.2))
      let second = tape.matrix(rows: 2, columns: 2, counting(from: -0.4))
      let x = tape.vector([0.7, 1.9])
      let program = tape.program(differentiating: differentiatingSecond ? second.elements : nil) {
        [body(first * x, second * x)]
      }
      program.replay([])
      program.backward()
      return second.elements.grad
    }
    let expected = [0.7, 1.9, 0.7, 1.9]
    #expect(gradients(differentiatingSecond: false) { $1.sum() } == expected)
    #expect(gradients(differentiatingSecond: false) { $0.maximum() + $1.sum() } == expected)
    #expect(gradients(differentiatingSecond: true) { $0.sum() + $1.sum() } == expected)
  }

  @Test("A matrix made within the computation gathers the gradients of all that reads it")
  func innerMatrix() {
    let tape = Tape()
    let x = tape.vector([0.7, 1.9])
    var made = tape.matrix(rows: 1, columns: 1) { 0 }
    func compute() -> [Value] {
      made = tape.matrix(rows: 3, columns: 2, counting(from: 0.2))
      let exponentials = made.elements.exp().sum()
      return [exponentials + (made * x).sum() + (made[tape.input(1)] * 3.0).sum()]
    }
    expectReplaysAgree(tape, Array(x), inputs: [1], compute)
  }

  @Test("A single value may be the first of the run it meets, in any row")
  func singleInRun() {
    let tape = Tape()
    let x = tape.vector([0.7, 1.9, -1.3])
    expectReplaysAgree(tape, Array(x), inputs: []) {
      let y = x * 1.5
      let z = x * -0.5
      return [(y[0] * y).sum() + (y[1] * z).sum() + (z * z[0]).sum()]
    }
  }

  @Test("An input made before the program is read as it is, and checked")
  func earlierInput() {
    let tape = Tape()
    let table = tape.vector([0.3, 0.5, 0.7])
    let input = tape.input(0)
    let program = tape.program { [table[input] * 2.0] }
    input.index = 2
    program.replay([])
    #expect(program.result(0) == 1.4)
  }

  @Test("A matrix whose closure computes on the tape is a constant of the program")
  func computedMatrix() {
    let tape = Tape()
    let x = tape.value(3)
    let program = tape.program {
      [(tape.matrix(rows: 1, columns: 1) { (x + x).data } * vector(of: [x])).sum()]
    }
    program.replay([])
    #expect(program.result(0) == 18)
  }

  @Test("Programs of tapes that follow one another have nothing of each other")
  func successors() {
    for round in 1...100 {
      let tape = Tape()
      let x = tape.vector([Double](repeating: Double(round), count: round))
      let program = tape.program { [(x * x).sum()] }
      program.replay([])
      program.backward()
      #expect(x.grad == [Double](repeating: 2 * Double(round), count: round))
      #expect((tape.recordCount, tape.isRecording, tape.valueCount) == (0, true, round))
    }
  }

  @Test("Before going backward there are no gradients, whatever stood there before")
  func forwardOnly() {
    let tape = Tape()
    let a = tape.vector([0.3, 0.5])
    var doubled = a
    let program = tape.program {
      doubled = a * 2.0
      return [doubled.sum()]
    }
    program.replay([])
    program.backward()
    #expect(program.grad(of: doubled) == [1, 1])
    program.replay([])
    #expect(program.grad(of: doubled) == [0, 0])
    #expect(program.data(of: doubled) == [0.6, 1])
    program.unfold()
    #expect(doubled.grad == [0, 0])
  }

  // Which gradient is written first decides where others are added: operands that overlap in many ways must not confuse it.
  @Test("Operands may be shared, overlap, and be both operands of one operation", arguments: 0..<60)
  func sharing(seed: Int) {
    let tape = Tape()
    var random = SplitMix(state: UInt64(seed))
    func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    let leaves = tape.vector((0..<12).map { 0.3 + 0.05 * Double($0) })
    let matrices = (1...12).map { tape.matrix(rows: 1 + $0 % 5, columns: $0, counting(from: -0.2)) }
    let choices = (0..<60).map { _ in (below(16), below(1_000_000), below(1_000_000), below(1_000_000)) }
    func compute() -> [Value] {
      var vectors = [leaves]
      for (kind, first, second, third) in choices {
        let x = vectors[first % vectors.count]
        let y = vectors[second % vectors.count]
        let width = min(x.count, y.count, 1 + third % 12)
        let a = x[
          offsets: (third / 12) % (x.count - width + 1)..<(third / 12) % (x.count - width + 1) + width
        ]
        let b = y[
          offsets: (third / 144) % (y.count - width + 1)..<(third / 144) % (y.count - width + 1) + width
        ]
        switch kind {
        case 0: vectors.append(a * b * 0.5)
        case 1: vectors.append(a - b)
        case 2: vectors.append(vector(of: [dot(a, b), dot(b, a), dot(a, a)]) * 0.1)
        case 3: vectors.append(a.softmax())
        case 4: vectors.append(concatenate([a, b]))
        case 5: vectors.append(a * (dot(b, b) + 1).pow(-0.7))
        case 6: vectors.append((a + b).relu())
        case 7: vectors.append(weightedSum(vector(of: [a[a.startIndex], b[b.startIndex]]), [a, b]) * 0.3)
        case 8: vectors.append(dots(a, [b, a, b]) * 0.2)
        case 9: vectors.append(matrices[width - 1] * a * 0.2)
        case 10: vectors.append(a[a.startIndex] * b * 0.4)
        case 11: vectors.append(b / (a[a.startIndex] * a[a.startIndex] + 2.0))
        case 12: vectors.append(matrices[width - 1][tape.input(third % matrices[width - 1].rows)] - a)
        case 13:
          let made = tape.matrix(rows: 3, columns: width, counting(from: 0.05))
          vectors.append(made.elements.exp()[offsets: 0..<width] * (made * a).sum() * 0.02)
        case 14:
          let losses = [a, b, a].map { $0.negativeLogProbability(of: tape.input(third % width)) }
          vectors.append(vector(of: losses) * 0.1)
        default: vectors.append(a * (dot(a, a) / Double(width) + 1e-5).pow(-0.5))
        }
      }
      let last = vectors[vectors.count - 1]
      return [concatenate(vectors).sum(), dot(last, last)]
    }
    let inputs = tape.program(compute).recordedInputs
    expectReplaysAgree(tape, Array(leaves), inputs: inputs, within: 1e-11, compute)
  }
}

/// Numbers that grow by a tenth.
private func counting(from start: Double) -> () -> Double {
  var number = start
  return {
    defer { number += 0.1 }
    return number
  }
}

/// A small generator, for choices that differ from test to test.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Replays a computation with the leaves moved a little each time and compares all there is with recording it.
func expectReplaysAgree(
  _ tape: Tape,
  _ leaves: [Value],
  inputs: [Int],
  within tolerance: Double = 1e-13,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ compute: () -> [Value]
) {
  let program = tape.program(compute)
  for _ in 0..<3 {
    for leaf in leaves { leaf.data *= 1.03 }
    let mark = tape.mark
    tape.clearGradients()
    program.replay(inputs)
    program.backward(seed: 1.5)
    program.unfold()
    let replayed = (tape.run(from: 0).data, tape.run(from: 0).grad)
    tape.rewind(to: mark)

    tape.clearGradients()
    vector(of: compute()).sum().backward(seed: 1.5)
    let count = replayed.0.count
    #expect(
      agree(replayed.0, Array(tape.run(from: 0).data.prefix(count)), within: tolerance),
      sourceLocation: sourceLocation
    )
    #expect(
      agree(replayed.1, Array(tape.run(from: 0).grad.prefix(count)), within: tolerance),
      sourceLocation: sourceLocation
    )
    tape.rewind(to: mark)
  }
}
