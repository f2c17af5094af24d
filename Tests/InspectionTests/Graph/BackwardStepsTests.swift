import Attention
import Autograd
import Foundation
import Inspection
import TestSupport
import Testing
import Transformer

@Suite("BackwardSteps")
struct BackwardStepsTests {
  static let scored = Variant.all.filter { $0.choices.kernel == .softmax }

  /// The steps of a score of a trained model, at the first layer and at a position that later ones read.
  static func steps(
    _ variant: Variant = Variant.all[0],
    layer: Int = 0,
    head: Int = 2,
    position: Int = 3,
    key: Int? = nil,
    limit: Int = .max
  ) throws -> BackwardSteps {
    let model = try InspectedModel(variant: variant, stepCount: 40).make()
    return try model.withForwardPass(over: Variant.document) { pass in
      try BackwardSteps(
        pass,
        to: .score(
          layer: layer,
          head: head,
          position: position,
          key: key ?? pass.visiblePositions(layer: layer, position: position)[0]
        ),
        limit: limit
      )
    }
  }

  @Test(
    "in every step, what is handed on and what comes from elsewhere add up to the tape's gradient",
    arguments: scored
  )
  func closes(variant: Variant) throws {
    let steps = try Self.steps(variant)
    for step in steps.steps {
      #expect(!step.operands.isEmpty)
      for operand in step.operands {
        #expect(agree(operand.handedOn + operand.elsewhere, operand.number.gradient, within: 1e-13))
        let sum = operand.terms.reduce(0) { $0 + $1.gradient * $1.derivative }
        #expect(operand.handedOn == sum)
      }
    }
    let ends = steps.queryGradient + steps.keyGradient + [steps.scaleGradient]
    for operand in ends {
      #expect(operand.producedInStep == nil)
      #expect(agree(operand.handedOn + operand.elsewhere, operand.number.gradient, within: 1e-13))
    }
  }

  @Test("every operand on the way was computed in a later step, or the way ends there", arguments: scored)
  func order(variant: Variant) throws {
    let steps = try Self.steps(variant)
    let first = try #require(steps.steps.first)
    #expect(first.results.count == 1 && first.results[0].gradient == 1)
    #expect(first.results[0].data == steps.loss)
    for (index, step) in steps.steps.enumerated() {
      for operand in step.operands {
        guard let producer = operand.producedInStep else { continue }
        #expect(producer > index + 1)
        #expect(steps.steps[producer - 1].results.contains(operand.number))
      }
    }
    let starts = steps.steps.compactMap { $0.results.last?.position }
    #expect(starts == starts.sorted(by: >))
  }

  @Test("∂L/∂score is the central difference of the loss as that one score varies", arguments: [0, 1])
  func difference(layer: Int) throws {
    let (head, position) = (2, 3)
    let model = try InspectedModel(variant: Variant.all[0], stepCount: 40).make()
    let (steps, pattern) = try model.withForwardPass(over: Variant.document) { pass in
      (
        try BackwardSteps(pass, to: .score(layer: layer, head: head, position: position, key: 1)),
        pass.head(head, layer: layer, position: position).pattern?.data ?? []
      )
    }
    // A score that is larger by h multiplies the weight's odds by eʰ: the head's output is put in its place.
    func loss(_ h: Double) throws -> Double {
      let values = model.withForwardPass(over: Variant.document) { pass in
        pass.head(head, layer: layer, position: position).values.map(\.data)
      }
      var weights = pattern
      weights[1] *= exp(h)
      let sum = weights.reduce(0, +)
      let output = values[0].indices.map { i in
        zip(weights, values).reduce(0) { $0 + $1.0 / sum * $1.1[i] }
      }
      return try Self.loss(model, layer: layer, head: head, position: position, output: output)
    }
    let h = 1e-5
    let difference = (try loss(h) - loss(-h)) / (2 * h)
    #expect(agree(steps.score.gradient, difference, within: 1e-9))
    #expect(steps.score.gradient.magnitude > 1e-4)
  }

  private static func loss(
    _ model: GPT,
    layer: Int,
    head: Int,
    position: Int,
    output: [Double]
  ) throws -> Double {
    let change = Intervention(
      .z,
      layer: layer,
      head: head,
      positions: [position],
      .numbers(on: model.tape) { _ in output }
    )
    return model.withForwardPass(over: Variant.document, intervention: change) { $0.loss.data }
  }

  @Test("query, key and scale get ∂L/∂score times the other two factors", arguments: [0, 2])
  func ends(position: Int) throws {
    let steps = try Self.steps(layer: 1, position: position + 2, key: position)
    let (g, s) = (steps.score.gradient, steps.scaleGradient.number.data)
    let (q, k) = (steps.queryGradient, steps.keyGradient)
    #expect(q.count == 2 && k.count == 2)
    for (q, k) in zip(q, k) {
      #expect(agree(q.handedOn, g * s * k.number.data, within: 1e-15))
      #expect(agree(k.handedOn, g * s * q.number.data, within: 1e-15))
    }
    let raw = zip(q, k).reduce(0) { $0 + $1.0.number.data * $1.1.number.data }
    #expect(agree(steps.scaleGradient.handedOn, g * raw, within: 1e-15))
    // The other scores of this head at this position read the same query and scale.
    #expect(q.allSatisfy { $0.resultsOffTheWay == position + 2 })
  }

  @Test("what is read and not on the way is named in one box")
  func boxes() throws {
    let steps = try Self.steps(layer: 1, position: 5, key: 5).steps
    let head = try #require(steps.first { $0.operation == "matrixVector" })
    #expect(head.list == "logits@5" && head.others.lists == ["lm_head"] && head.others.count == 24)
    let sum = try #require(steps.first { $0.operation == "weightedSum" })
    #expect(sum.others.lists == (0...5).map { "layer1.value@\($0)" } && sum.others.count == 12)
    #expect(steps.last?.operation == "dots" && steps.last?.results.count == 1)
  }

  @Test("more steps than asked for are refused with their number, and a kernel without scores")
  func limit() throws {
    let count = try Self.steps().steps.count
    #expect(throws: SubgraphError.tooManySteps(count, limit: count - 1)) { try Self.steps(limit: count - 1) }
    #expect(try Self.steps(limit: count).steps.count == count)
    let flash = Variant("flash") { $0.kernel = .flash(tileSize: 2) }
    #expect(throws: SubgraphError.noScores) { try Self.steps(flash) }
  }
}
