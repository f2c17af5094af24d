import Drawing
import Inspection

/// A step backward, ready to be read: in a terminal or on a page.
public struct StepPicture: Sendable {
  /// The step's number, counted from 1.
  public let number: Int
  /// The operation with its formula.
  public let title: String
  /// What is computed, its number where it is one, and the gradient that has arrived.
  public let arrival: String
  /// A row for each operand on the way, those that get most.
  public let table: Table
  /// What the table leaves out, how a sum comes about, and what else the operation reads.
  public let notes: [String]
}

extension BackwardSteps {
  /// The steps in words and tables.
  ///
  /// - Parameter rowCount: how many operands of a step are shown at most.
  public func pictures(rowCount: Int = 4) -> [StepPicture] {
    steps.indices.map { picture(ofStep: $0 + 1, rowCount: rowCount) }
  }

  /// One of the steps in words and a table.
  ///
  /// - Parameters:
  ///   - number: the step's number, counted from 1.
  ///   - rowCount: how many operands are shown at most.
  public func picture(ofStep number: Int, rowCount: Int = 4) -> StepPicture {
    let step = steps[number - 1]
    let shown = step.largest(rowCount)
    return StepPicture(
      number: number,
      title: step.title,
      arrival: step.arrival,
      table: table(shown),
      notes: step.notes(shown, label: label)
    )
  }

  /// What begins the steps: the score, and how many steps there are.
  public var summary: String {
    "L = \(short(loss)) nats per token. From L back to the score, \(short(score.data)), and its query and key there are "
      + "\(counted(steps.count, "step")). Where an operation reads the result of another step, that step is named."
  }

  /// ∂L/∂score and ∂L/∂q·k: where the way comes to its end.
  public var endSummary: String {
    let raw = steps.last?.results.first
    let rawGradient = raw.map { ", ∂L/∂(q·k) = \(short($0.gradient)) with q·k = \(short($0.data))" } ?? ""
    return "∂L/∂score = \(short(score.gradient))" + rawGradient
      + "; s = \(short(scaleGradient.number.data))"
  }

  /// What the columns of ``dimensionTable`` and ``endTable`` are.
  public static let endLegend =
    "here: what arrives through this score; elsewhere: through other scores and other uses; whole: ∂L/∂ of it, the sum of the two."

  /// A row for each dimension of the head: q, k, their product, and what arrives at each through this score.
  public var dimensionTable: Table {
    var table = Table(columns: [
      .init("dimension", alignment: .right), .init("q", alignment: .right), .init("k", alignment: .right),
      .init("q·k", alignment: .right), .init("∂L/∂q here", alignment: .right),
      .init("∂L/∂k here", alignment: .right),
    ])
    for (index, (query, key)) in zip(queryGradient, keyGradient).enumerated() {
      let (q, k) = (query.number.data, key.number.data)
      table.append(["\(index)"] + [q, k, q * k, query.handedOn, key.handedOn].map(short))
    }
    return table
  }

  /// A row for each element of the query and the key and one for the scale, with their whole gradients.
  public var endTable: Table {
    var table = Table(columns: [
      .init("end of the way"), .init("here", alignment: .right), .init("elsewhere", alignment: .right),
      .init("whole", alignment: .right),
    ])
    let rows =
      queryGradient.enumerated().map { ("∂L/∂q[\($0)]", $1) }
      + keyGradient.enumerated().map { ("∂L/∂k[\($0)]", $1) } + [("∂L/∂s", scaleGradient)]
    for (name, operand) in rows {
      table.append([name] + [operand.handedOn, operand.elsewhere, operand.number.gradient].map(short))
    }
    return table
  }

  private func table(_ operands: [Operand]) -> Table {
    let isRead = operands.contains { !$0.otherSteps.isEmpty || $0.resultsOffTheWay > 0 }
    let headers =
      ["value", "∂L/∂y", "derivative", "handed on"] + (isRead ? ["elsewhere", "in all"] : [])
    var table = Table(columns: [.init("operand")] + headers.map { .init($0, alignment: .right) })
    for operand in operands {
      let product =
        operand.terms.count == 1
        ? [short(operand.terms[0].gradient), short(operand.terms[0].derivative)]
        : ["sum of \(operand.terms.count)", ""]
      let rest = isRead ? [operand.elsewhere, operand.number.gradient].map(short) : []
      table.append(
        [label(operand), short(operand.number.data)] + product + [short(operand.handedOn)] + rest
      )
    }
    return table
  }

  /// The operand's name, or the step that computes it.
  func label(_ operand: Operand) -> String {
    guard operand.number.name.isEmpty else { return withoutLayer(operand.number.name) }
    guard let number = operand.producedInStep else { return "leaf" }
    let results = steps[number - 1].results
    let index = results.firstIndex { $0.position == operand.number.position } ?? 0
    return "y of step \(number)" + (results.count > 1 ? " [\(index)]" : "")
  }
}

extension BackwardSteps.Step {
  fileprivate var title: String {
    "\(operation): \(formula)" + (constant.map { ", c = \(short($0))" } ?? "") + "; \(derivatives)"
  }

  fileprivate var arrival: String {
    let isNamed = results.contains { !$0.name.isEmpty }
    guard results.count == 1 else {
      let place = isNamed ? list : "on the way to \(list)"
      let norms = [results.map { $0.data }, results.map { $0.gradient }].map { short(length($0)) }
      return "\(place): \(results.count) numbers, ‖y‖ = \(norms[0]); arrived: ‖∂L/∂y‖ = \(norms[1])"
    }
    let result = results[0]
    let place = isNamed ? result.name : list.isEmpty ? "the losses’ mean" : "on the way to \(list)"
    return "\(place): y = \(short(result.data)); arrived: ∂L/∂y = \(short(result.gradient))"
  }

  /// The operands that are given most, in the order of the tape.
  func largest(_ count: Int) -> [BackwardSteps.Operand] {
    let sorted = operands.sorted { $0.handedOn.magnitude > $1.handedOn.magnitude }
    return sorted.prefix(count).sorted { $0.number.position < $1.number.position }
  }

  fileprivate func notes(
    _ shown: [BackwardSteps.Operand],
    label: (BackwardSteps.Operand) -> String
  ) -> [String] {
    var notes: [String] = []
    if shown.count < operands.count {
      notes.append("The \(shown.count) of \(operands.count) operands that get most.")
    }
    let first = shown.max { $0.handedOn.magnitude < $1.handedOn.magnitude }
    if let first, first.terms.count > 1 { notes.append("\(label(first)): \(first.sum)") }
    let steps = Set(shown.flatMap { $0.otherSteps }).sorted()
    if !steps.isEmpty {
      notes.append("Elsewhere: step \(steps.map { "\($0)" }.joined(separator: ", ")).")
    }
    if others.count > 0 { notes.append(others.text) }
    return notes
  }
}

extension BackwardSteps.Operand {
  /// The terms, the largest written out.
  fileprivate var sum: String {
    let largest = terms.sorted { $0.product.magnitude > $1.product.magnitude }.prefix(2)
    let products = largest.map { "\(short($0.gradient)) · \(short($0.derivative))" }
    let rest = terms.count - largest.count
    let end = rest > 0 ? " + \(counted(rest, "more term"))" : ""
    return products.joined(separator: " + ") + end + " = \(short(handedOn))"
  }
}

extension BackwardSteps.Box {
  fileprivate var text: String {
    let names = lists.isEmpty ? "numbers without a name" : lists.map(withoutLayer).joined(separator: ", ")
    return "Read, too: \(names) (\(counted(count, "number")), norm \(short(norm)))."
  }
}

private func short(_ number: Double) -> String { NumberFormat.significant(number) }

private func length(_ numbers: [Double]) -> Double { numbers.reduce(0) { $0 + $1 * $1 }.squareRoot() }

/// A name without its layer, which the step's first line has.
func withoutLayer(_ name: String) -> String {
  guard name.hasPrefix("layer"), let dot = name.firstIndex(of: ".") else { return name }
  return String(name[name.index(after: dot)...])
}
