import Foundation
import Attention
import Autograd
import TestSupport
import Testing
import Transformer

@testable import Inspection

@Suite("Patching")
struct PatchingTests {
  static let text = Variant.document
  static let source = [2, 1, 0, 0, 2, 1, 0]

  /// What is measured of a model that reads a text and is asked for another's tokens.
  static func value(
    _ model: some LanguageModel,
    reading tokens: [Int],
    _ measure: Patching.Measure,
    predicting text: [Int]
  ) -> Double {
    let mark = model.tape.mark
    defer { model.tape.rewind(to: mark) }
    var state = model.initialState()
    let logits = tokens.prefix(6).map { model.logits(after: model.tape.input($0), state: &state) }
    switch measure {
    case .loss:
      let losses = zip(logits, text.dropFirst()).map { softmax($0.data)[$1] }.map { -log($0) }
      return losses.reduce(0, +) / 6
    case .logitDifference(let first, let second): return logits[5].data[first] - logits[5].data[second]
    }
  }

  @Test(
    "Each activation put in is the pass recorded with it, between the two runs",
    arguments: zip(Variant.all, Variant.all.indices)
  )
  func patched(variant: Variant, index: Int) throws {
    let model = try variant.model()
    let measure: Patching.Measure = index.isMultiple(of: 2) ? .loss : .logitDifference(1, 0)
    let patching = try Patching(model, text: Self.text, from: Self.source, measure: measure)
    #expect(
      agree(
        patching.value,
        Self.value(model, reading: Self.text, measure, predicting: Self.text),
        within: 1e-13
      )
    )
    let sourceValue = Self.value(model, reading: Self.source, measure, predicting: Self.text)
    #expect(agree(patching.sourceValue, sourceValue, within: 1e-13))
    #expect(
      patching.rows.map { [$0.layer, $0.head, $0.position] }
        == (0..<48).map { [$0 / 24, $0 / 6 % 4, $0 % 6] }
    )

    var outputs: [Site: [Double]] = [:]
    let observer = Intervention.observing { if $1.name == .z { outputs[$1] = $0.data } }
    _ = Self.value(try model.with(observer), reading: Self.source, measure, predicting: Self.text)
    for row in patching.rows {
      let change = Intervention(
        .z,
        layer: row.layer,
        head: row.head,
        positions: [row.position],
        .numbers(on: model.tape) { outputs[$0] ?? [] }
      )
      let expected = Self.value(try model.with(change), reading: Self.text, measure, predicting: Self.text)
      #expect(agree(row.patchedValue, expected, within: 1e-13))
      #expect(row.change == row.patchedValue - patching.value)
      let share = try #require(row.normalized)
      #expect(agree(patching.value + share * (sourceValue - patching.value), row.patchedValue, within: 1e-12))
    }
    #expect(patching.rows.count { $0.change.magnitude > 1e-9 } >= 8)
  }

  @Test("The forecast is ∂m/∂z (z′ − z)", arguments: Variant.all)
  func forecast(variant: Variant) throws {
    let model = try variant.model()
    let patching = try Patching(model, text: Self.text, from: Self.source)
    let other = model.withForwardPass(over: Self.source) { pass in
      patching.rows.map { pass.head($0.head, layer: $0.layer, position: $0.position).output.data }
    }
    model.withForwardPass(over: Self.text) { pass in
      for (row, other) in zip(patching.rows, other) {
        let z = pass.head(row.head, layer: row.layer, position: row.position).output
        let expected = zip(zip(z.data, z.grad), other).reduce(0) { $0 + $1.0.1 * ($1.1 - $1.0.0) }
        #expect(agree(row.forecast, expected, within: 1e-13))
      }
    }
  }

  @Test(
    "A part of the way changes what is measured as forecast, but for an error that falls as ε²",
    arguments: Variant.all
  )
  func firstOrder(variant: Variant) throws {
    let model = try variant.model()
    let mark = model.tape.mark
    defer { model.tape.rewind(to: mark) }
    let source = PatchingSource(model, Self.source, .loss, of: Self.text)
    let run = PatchedRun(model, Self.text, source, .loss)
    let (value, slopes) = (run.value, run.slopes)
    for index in slopes.indices {
      func error(_ x: Double) -> Double { run.value(patching: index, at: x) - value - x * slopes[index] }
      let (whole, half) = (error(2e-4), error(1e-4))
      #expect(abs(whole - 4 * half) < 0.05 * abs(whole) + 2e-12, "\(run.sites[index]): \(whole), \(half)")
    }
  }

  @Test("Patched from itself, a text does not change, and nothing is divided by nothing")
  func itself() throws {
    let model = try Variant.all[0].model()
    let patching = try Patching(model, text: Self.text, from: Self.text)
    #expect(agree(patching.sourceValue, patching.value, within: 1e-14))
    for row in patching.rows {
      #expect(row.change.magnitude < 1e-14 && row.forecast.magnitude < 1e-14)
      #expect(row.normalized == nil && row.normalizedForecast == nil)
    }
  }

  @Test("Behind a common beginning only what differs has an effect")
  func commonBeginning() throws {
    let model = try Variant.all[0].model()
    let source = Array(Self.text.prefix(3)) + [2, 2, 2, 1]
    let patching = try Patching(model, text: Self.text, from: source)
    for row in patching.rows { #expect((row.change.magnitude > 1e-12) == (row.position > 2)) }
  }

  @Test("Texts of different lengths are refused with both numbers")
  func lengths() throws {
    let model = try Variant.all[0].model()
    do {
      _ = try Patching(model, text: [2, 0, 2], from: [2, 0, 0, 2])
      Issue.record("they were accepted")
    } catch {
      #expect(error == .differentTokenCounts(text: 3, source: 4))
      #expect(error.description.contains("3 tokens") && error.description.contains("from 4"))
    }
  }

  @Test("Afterwards the tape is as long as before, and no gradient is left")
  func leavesNothing() throws {
    let model = try Variant.all[0].model()
    let count = model.tape.valueCount
    let patching = try Patching(model, text: Self.text, from: Self.source)
    #expect(model.tape.valueCount == count && model.parameterVector.grad.allSatisfy { $0 == 0 })
    #expect(try Patching(model, text: Self.text, from: Self.source) == patching)
  }
}
