import Attention
import Autograd
import Transformer
import Basics

/// What lies between the loss and the ends of the way: found in one sweep over the tape, from the first number to the last.
struct BackwardWay {
  /// The results of one operation that are on the way.
  struct Operation {
    let producer: Value.Producer
    var results: [Value]
  }

  /// The operations in the order of backward().
  private(set) var operations: [Operation] = []

  private let names: ValueNames
  private let tape: Vector
  /// The places of the ends on the tape.
  private let ends: Set<Int>
  /// What each number on the way was computed from.
  private var parents: [Int: [Value.Parent]] = [:]
  /// Which step computed a number on the way, counted from 0.
  private var producers: [Int: Int] = [:]
  /// What each step hands on to each of its operands on the way.
  private var terms: [[Int: [BackwardSteps.Term]]] = []
  /// What ends receive from results off the way: the sum, and of how many.
  private var offTheWay: [Int: (sum: Double, count: Int)] = [:]

  /// - Parameter ends: the query, the key and the scale, which the score was computed from.
  init(_ pass: ForwardPass, score: Value, ends: [Value]) {
    names = ValueNames(pass)
    tape = pass.model.tape.run(from: 0)
    self.ends = Set(ends.map { $0.position })
    sweep(from: ends.map { $0.position }.min() ?? 0, score: score, to: pass.loss)
    keepWhatLeads(to: pass.loss)
    findOperations()
    terms = operations.map { terms(of: $0) }
  }

  /// Finds what is computed from the score, and between the ends and the score.
  private mutating func sweep(from start: Int, score: Value, to loss: Value) {
    let before = ancestors(of: score)
    for position in start...loss.position {
      let value = tape[position]
      let parents = value.parents
      let isBefore = before.contains(position)
      let isOn =
        isBefore
        ? parents.contains { isMember($0) || ends.contains($0.value.position) }
        : position > score.position && value.operation != .maximum && parents.contains { isMember($0) }
      if isOn { self.parents[position] = parents } else { note(value, parents) }
    }
  }

  /// Adds up what ends receive from a result that is not on the way.
  private mutating func note(_ value: Value, _ parents: [Value.Parent]) {
    for parent in parents where ends.contains(parent.value.position) {
      let old = offTheWay[parent.value.position] ?? (0, 0)
      offTheWay[parent.value.position] = (old.sum + value.grad * parent.localDerivative, old.count + 1)
    }
  }

  private func isMember(_ parent: Value.Parent) -> Bool { parents[parent.value.position] != nil }

  /// The score and what it was computed from, up to the ends.
  private func ancestors(of score: Value) -> Set<Int> {
    var found = Set([score.position])
    var frontier = [score]
    while let value = frontier.popLast() {
      for parent in value.parents where !ends.contains(parent.value.position) {
        if found.insert(parent.value.position).inserted { frontier.append(parent.value) }
      }
    }
    return found
  }

  /// Forgets what does not lead to the loss: nothing arrives there.
  private mutating func keepWhatLeads(to loss: Value) {
    var leading = Set([loss.position])
    for position in parents.keys.sorted(by: >) {
      guard leading.contains(position), let parents = parents[position] else {
        parents[position] = nil
        continue
      }
      for parent in parents { leading.insert(parent.value.position) }
    }
  }

  private mutating func findOperations() {
    for position in parents.keys.sorted(by: >) {
      guard let producer = tape[position].producer else { continue }
      if operations.last?.producer.results.position != producer.results.position {
        operations.append(Operation(producer: producer, results: []))
      }
      operations[operations.count - 1].results.insert(tape[position], at: 0)
      producers[position] = operations.count - 1
    }
  }

  private func terms(of operation: Operation) -> [Int: [BackwardSteps.Term]] {
    var terms: [Int: [BackwardSteps.Term]] = [:]
    for result in operation.results {
      for parent in parents[result.position] ?? [] where isOnTheWay(parent.value.position) {
        terms[parent.value.position, default: []].append(
          BackwardSteps.Term(
            result: result.position,
            gradient: result.grad,
            derivative: parent.localDerivative
          )
        )
      }
    }
    return terms
  }

  private func isOnTheWay(_ position: Int) -> Bool { parents[position] != nil || ends.contains(position) }
}

extension BackwardWay {
  /// All steps.
  var steps: [BackwardSteps.Step] { operations.indices.map { step($0) } }

  private func step(_ index: Int) -> BackwardSteps.Step {
    let operation = operations[index]
    let formula = operation.producer.operation.formula
    return BackwardSteps.Step(
      operation: operation.producer.operation.rawValue,
      formula: formula.result,
      derivatives: formula.derivatives,
      constant: operation.producer.constant,
      list: names.list(at: operation.results[0].position),
      results: operation.results.map { number($0) },
      operands: terms[index].keys.sorted().map { operand($0, in: index) },
      others: others(of: operation)
    )
  }

  /// A number with its name and gradient.
  func number(_ value: Value) -> BackwardSteps.Number {
    BackwardSteps.Number(
      position: value.position,
      name: names.name(of: value.position),
      data: value.data,
      gradient: value.grad
    )
  }

  /// The last step that reads a number: for an end, the one that computed the score or the raw score.
  func lastStep(reading value: Value) -> Int { terms.lastIndex { $0[value.position] != nil } ?? 0 }

  /// What a step hands on to an operand, and what others do.
  func operand(_ position: Int, in index: Int) -> BackwardSteps.Operand {
    let own = terms[index][position] ?? []
    let others = terms.indices.filter { $0 != index && terms[$0][position] != nil }
    let off = offTheWay[position] ?? (0, 0)
    return BackwardSteps.Operand(
      number: number(tape[position]),
      producedInStep: producers[position].map { $0 + 1 },
      terms: own,
      handedOn: Self.sum(own),
      elsewhere: others.reduce(off.sum) { $0 + Self.sum(terms[$1][position] ?? []) },
      otherSteps: others.map { $0 + 1 },
      resultsOffTheWay: off.count
    )
  }

  private static func sum(_ terms: [BackwardSteps.Term]) -> Double { terms.reduce(0) { $0 + $1.product } }

  private func others(of operation: Operation) -> BackwardSteps.Box {
    var numbers: [Int: Double] = [:]
    for result in operation.results {
      for parent in parents[result.position] ?? [] where !isOnTheWay(parent.value.position) {
        numbers[parent.value.position] = parent.value.data
      }
    }
    var lists: [String] = []
    for position in numbers.keys.sorted() where !names.name(of: position).isEmpty {
      let list = names.list(at: position)
      if lists.last != list { lists.append(list) }
    }
    return BackwardSteps.Box(
      lists: lists,
      count: numbers.count,
      norm: norm(numbers.keys.sorted().map { numbers[$0] ?? 0 })
    )
  }
}
