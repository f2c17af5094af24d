import Attention
import Drawing
import Foundation
import Inspection
import Lessons
import TestSupport
import Testing
import Transformer

@Suite("A worksheet's numbers")
struct WorksheetTests {
  private static let count = Variant.document.count - 1
  private static let labels = (0..<count).map { "t\($0)" }

  /// Every query of every head of a variant's two layers that sees few enough positions.
  private func forEachSheet(
    of variant: Variant,
    _ body: (Worksheet, HeadActivations, ForwardPass) throws -> Void
  ) throws {
    try variant.model().withForwardPass(over: Variant.document) { pass in
      for layer in 0..<2 {
        for head in 0..<4 {
          for position in 0..<Self.count {
            let sheet = try Worksheet(pass, layer: layer, head: head, position: position)
            try body(sheet, pass.head(head, layer: layer, position: position), pass)
          }
        }
      }
    }
  }

  @Test(
    "Whoever calculates with the printed numbers has the printed solution, to the last digit",
    arguments: Variant.all
  )
  func solution(variant: Variant) throws {
    try forEachSheet(of: variant) { sheet, _, _ in
      let paper = try Paper(sheet, labels: Self.labels)
      let printed = sheet.tables(labels: Self.labels).map { table in
        // Every second row has the engine's numbers.
        table.solved.rows.enumerated().filter { $0.offset % 2 == 0 }.map { Array($0.element.dropFirst()) }
      }
      #expect(printed == paper.tables)
    }
  }

  @Test(
    "The engine's numbers are the tape's: z, the weights' and the scores' gradients, ∂L/∂s",
    arguments: Variant.all
  )
  func engine(variant: Variant) throws {
    try forEachSheet(of: variant) { sheet, head, pass in
      let engine = sheet.engine
      let visible = pass.visiblePositions(layer: sheet.layer, position: sheet.position)
      #expect(sheet.given.positions == visible)
      func isNear(_ numbers: [Double], _ tape: [Double]?, times factor: Double = 1) -> Bool {
        guard let tape else { return variant.choices.kernel != .softmax }
        return agree(numbers, tape.map { $0 * factor }, within: 1e-10)
      }
      let factor = sheet.gradientFactor
      #expect(isNear(engine.output, head.output.data))
      #expect(isNear(engine.keys.map(\.score), head.scores?.data))
      #expect(isNear(engine.keys.map(\.weight), head.pattern?.data))
      #expect(isNear(engine.keys.map(\.weightGradient), head.pattern?.grad, times: factor))
      #expect(isNear(engine.keys.map(\.scoreGradient), head.scores?.grad, times: factor))
      #expect(engine.scaleGradient == head.scale.grad * factor)
      #expect(isNear([engine.keys.map(\.contribution).reduce(0, +)], [head.scale.grad], times: factor))
      #expect(isNear([engine.keys.map { $0.weight * $0.lessMean }.reduce(0, +)], [0]))
      let largest = head.output.grad.map { abs($0 * factor) }.max() ?? 0
      #expect((1..<10).contains(largest) || largest == 0)
    }
  }

  @Test("What is given is the engine's, rounded; what is found is near it", arguments: Variant.all)
  func rounding(variant: Variant) throws {
    try forEachSheet(of: variant) { sheet, head, _ in
      let given = sheet.given
      func isRounded(_ numbers: [Double], _ exact: [Double], by unit: Double) -> Bool {
        numbers.count == exact.count
          && zip(numbers, exact).allSatisfy { abs($0 - $1) <= unit / 2 + 1e-12 && isMultiple($0, of: unit) }
      }
      #expect(isRounded([given.scale], [head.scale.data], by: 0.001))
      #expect(isRounded(given.query, head.query.data, by: 0.01))
      #expect(zip(given.keys, head.keys).allSatisfy { isRounded($0, $1.data, by: 0.01) })
      #expect(zip(given.values, head.values).allSatisfy { isRounded($0, $1.data, by: 0.01) })
      let arriving = head.output.grad.map { $0 * sheet.gradientFactor }
      #expect(isRounded(given.outputGradient, arriving, by: 0.01))
      let differences = zip(sheet.solution.keys, sheet.engine.keys).map { abs($0.weight - $1.weight) }
      #expect(differences.allSatisfy { $0 <= 0.05 })
      #expect(differences.allSatisfy { $0 <= sheet.largestDifference })
    }
  }

  private func isMultiple(_ number: Double, of unit: Double) -> Bool {
    abs((number / unit).rounded() - number / unit) < 1e-9
  }

  @Test(
    "Without a choice it is the head with the largest ∂L/∂s, and the last query that sees few enough positions"
  )
  func choice() throws {
    func chosen(_ choices: AttentionChoices) throws -> (sheet: Worksheet, gradients: [Double]) {
      let configuration = try GPTConfiguration(
        vocabularySize: 3,
        layerCount: 1,
        embeddingWidth: 8,
        headCount: 4,
        contextLength: 12,
        attention: choices
      )
      let document = [2, 0, 1, 1, 0, 1, 0, 0, 1, 1, 2]
      return try Variant.model(configuration).withForwardPass(over: document) { pass in
        let sheet = try Worksheet(pass, layer: 0)
        return (
          sheet,
          (0..<4).map { pass.head($0, layer: 0, position: sheet.position).scale.grad.magnitude }
        )
      }
    }
    let causal = try chosen(AttentionChoices())
    #expect(causal.sheet.position == Worksheet.largestKeyCount - 1)
    #expect(causal.gradients[causal.sheet.head] == causal.gradients.max())
    var windowed = AttentionChoices()
    windowed.mask = try #require(MaskChoice("window:2"))
    #expect(try chosen(windowed).sheet.position == 9)
    #expect(try chosen(windowed).sheet.given.positions == [8, 9])
  }

  @Test("What has no room on a sheet is refused with what would fit")
  func refusals() throws {
    func refusal(embedding: Int, length: Int, factor: Double = 1) throws -> WorksheetError? {
      let configuration = try GPTConfiguration(
        vocabularySize: 3,
        layerCount: 1,
        embeddingWidth: embedding,
        headCount: 1,
        contextLength: 12
      )
      let model = Variant.model(configuration)
      for index in model.parameterVector.indices {
        model.parameterVector[index].data *= factor
      }
      let document = [2] + Array(repeating: 1, count: length) + [2]
      return model.withForwardPass(over: document) { pass in
        do throws(WorksheetError) {
          _ = try Worksheet(pass, layer: 0, head: 0, position: length)
          return nil
        } catch { return error }
      }
    }
    #expect(try refusal(embedding: 8, length: 5) == nil)
    #expect(try refusal(embedding: 9, length: 5) == .tooWide(9))
    #expect(
      try refusal(embedding: 8, length: 8) == .tooManyKeys(position: 8, count: 9, lastPosition: 5)
    )
    guard case .tooLarge(let number) = try refusal(embedding: 8, length: 2, factor: 1000) else {
      Issue.record("numbers of 1000 fit a box")
      return
    }
    #expect(abs(number) >= 100)
  }
}

/// A learner with a pocket calculator: reads the printed numbers, and rounds what is written to three decimals.
private struct Paper {
  /// The three tables, as they are to be filled in.
  let tables: [[[String]]]

  init(_ sheet: Worksheet, labels: [String]) throws {
    let keyRows = try Self.numbers(sheet.keyTable(labels: labels))
    let valueRows = try Self.numbers(sheet.valueTable(labels: labels))
    let words = try #require(sheet.instructions[1].firstMatch(of: /The scale s is (-?\d+\.\d{3})\./))
    let scale = try #require(Decimal(string: String(words.1)))
    let (query, keys) = (keyRows[0], keyRows.dropFirst())
    let (values, arriving) = (valueRows.dropLast(), valueRows[valueRows.count - 1])

    let raw = keys.map { Self.written(Self.dot(query, $0)) }
    let scores = raw.map { Self.written(scale * $0) }
    let largest = try #require(scores.max())
    let less = scores.map { $0 - largest }
    let exponentials = less.map { Self.written(Decimal(exp(NSDecimalNumber(decimal: $0).doubleValue))) }
    let total = exponentials.reduce(0, +)
    let weights = exponentials.map { Self.written($0 / total) }
    let output = arriving.indices.map { column in
      Self.written(Self.dot(weights, values.map { $0[column] }))
    }
    let gradients = values.map { Self.written(Self.dot(arriving, $0)) }
    let mean = Self.written(Self.dot(weights, gradients))
    let lessMean = gradients.map { $0 - mean }
    let scoreGradients = zip(weights, lessMean).map { Self.written($0 * $1) }
    let contributions = zip(raw, scoreGradients).map { Self.written($0 * $1) }

    func text(_ number: Decimal) -> String { Self.text(number) }
    tables = [
      keys.indices.map { $0 - 1 }.map { index in
        [raw, scores, less, exponentials, weights].map { text($0[index]) }
      } + [["", text(largest), "", "", ""], ["", "", "", text(total), text(weights.reduce(0, +))]],
      [output.map(text)],
      gradients.indices.map { index in
        [gradients, lessMean, scoreGradients, contributions].map { text($0[index]) }
      } + [
        [text(mean), "", "", ""],
        ["", "", text(scoreGradients.reduce(0, +)), text(contributions.reduce(0, +))],
      ],
    ]
  }

  private static func numbers(_ table: Table) throws -> [[Decimal]] {
    try table.rows.map { row in
      try row.dropFirst().map { text in
        #expect(text.firstMatch(of: /^-?\d+\.\d\d$/) != nil, "\(text)")
        return try #require(Decimal(string: text))
      }
    }
  }

  private static func dot(_ x: [Decimal], _ y: [Decimal]) -> Decimal {
    zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Three decimals, a half away from zero.
  private static func written(_ number: Decimal) -> Decimal {
    var (number, result) = (number, Decimal())
    NSDecimalRound(&result, &number, 3, .plain)
    return result
  }

  private static func text(_ number: Decimal) -> String {
    let digits = "\(abs(NSDecimalNumber(decimal: number * 1000).intValue))"
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return (number < 0 ? "-" : "") + padded.dropLast(3) + "." + padded.suffix(3)
  }
}
