import Attention
import Autograd
import TestSupport
import Testing
import Training
import Transformer

@testable import Inspection

@Suite("Ablation")
struct AblationTests {
  /// Texts of several lengths, one longer than the context.
  static let documents = [
    Variant.document, [2, 1, 2], [2, 0, 0, 1, 2], [2, 1, 1, 0, 2], [2, 0, 2], [2, 0, 1, 0, 1, 1, 0, 2],
  ]

  /// The loss per token, each text recorded anew.
  static func loss(_ model: some LanguageModel, _ documents: [[Int]] = documents) -> Double {
    let losses = documents.flatMap { document in
      let mark = model.tape.mark
      defer { model.tape.rewind(to: mark) }
      return model.tokenLosses(of: document).map { $0.data }
    }
    return losses.reduce(0, +) / Double(losses.count)
  }

  /// What replaces a part, written out.
  static func off(_ row: Ablation.Row, _ replacement: Replacement) -> Intervention {
    switch row.kind {
    case .head: Intervention(.z, layer: row.layer, head: row.head, replacement)
    case .feedForward: Intervention(.feedForwardOutput, layer: row.layer, replacement)
    case .layer:
      Intervention(.attentionOutput, layer: row.layer, replacement)
        .followed(by: Intervention(.feedForwardOutput, layer: row.layer, replacement))
    case .position: .hiding(position: row.position ?? 0, layer: row.layer)
    }
  }

  @Test("Replayed losses are those of each text recorded anew without the part", arguments: Variant.all)
  func losses(variant: Variant) throws {
    let model = try variant.model()
    for (substitute, number) in [(Substitute.zero, 0), (.number(-0.4), -0.4)] {
      let ablation = Ablation(model, documents: Self.documents, substitute: substitute)
      #expect(ablation.documentCount == 6 && ablation.tokenCount == 6 + 2 + 4 + 4 + 2 + 6)
      #expect(agree(ablation.loss, Self.loss(model), within: 1e-14))
      let kinds: [Ablation.Kind] = [.head, .head, .head, .head, .feedForward, .layer]
      #expect(ablation.rows.map { $0.kind } == kinds + kinds)
      let forecasts = Self.forecasts(ablation, model, number)
      for (row, forecast) in zip(ablation.rows, forecasts) {
        let off = try model.with(Self.off(row, .constant(number, on: model.tape)))
        #expect(agree(row.ablatedLoss, Self.loss(off), within: 1e-13))
        #expect(row.change == row.ablatedLoss - ablation.loss)
        #expect(row.change.magnitude > 1e-9 && row.position == nil)
        #expect(agree(row.forecast, forecast, within: 1e-13) && row.forecast != 0)
        #expect(row.forecastError == row.forecast - row.change)
      }
    }
  }

  /// Σ ∂L/∂a (a′ − a) of what each row replaces, from passes over the texts.
  static func forecasts(_ ablation: Ablation, _ model: GPT, _ number: Double) -> [Double] {
    var forecasts = ablation.rows.map { _ in 0.0 }
    for document in documents {
      model.withForwardPass(over: document) { pass in
        let share = Double(pass.count) / Double(ablation.tokenCount)
        for (index, row) in ablation.rows.enumerated() {
          for position in pass.positions {
            let block = position.activations.blocks[row.layer]
            let vectors =
              switch row.kind {
              case .head: [block.attention.heads[row.head ?? 0].output]
              case .feedForward: [block.feedForward.output]
              default: [block.attention.output, block.feedForward.output]
              }
            for vector in vectors {
              forecasts[index] +=
                share * zip(vector.data, vector.grad).reduce(0) { $0 + $1.1 * (number - $1.0) }
            }
          }
        }
      }
    }
    return forecasts
  }

  @Test("The mean is taken over all positions of all texts", arguments: Variant.all.prefix(8))
  func mean(variant: Variant) throws {
    let model = try variant.model()
    var numbers: [Site: [[Double]]] = [:]
    let observer = Intervention.observing { activation, site in
      numbers[Site(site.name, layer: site.layer, head: site.head, position: 0), default: []].append(
        activation.data
      )
    }
    _ = Self.loss(try model.with(observer))
    let ablation = Ablation(model, documents: Self.documents, substitute: .mean)
    for row in ablation.rows {
      let mean = Replacement.numbers(on: model.tape) { site in
        let all = numbers[Site(site.name, layer: site.layer, head: site.head, position: 0)] ?? []
        #expect(all.count == 24)
        return all[0].indices.map { element in all.reduce(0) { $0 + $1[element] } / 24 }
      }
      #expect(agree(row.ablatedLoss, Self.loss(try model.with(Self.off(row, mean))), within: 1e-13))
      let part: ModelPart =
        row.head.map { .head($0, layer: row.layer) }
        ?? (row.kind == .layer ? .layer(row.layer) : .feedForward(layer: row.layer))
      guard row.layer == 1 && row.head != 0 else { continue }
      let without = try model.without(part, substitute: .mean, documents: Self.documents)
      #expect(agree(row.ablatedLoss, Self.loss(without), within: 1e-13))
    }
  }

  @Test(
    "A part that fades by ε changes the loss as forecast, but for an error that falls as ε²",
    arguments: Variant.all
  )
  func firstOrder(variant: Variant) throws {
    let model = try variant.model()
    let mark = model.tape.mark
    defer { model.tape.rewind(to: mark) }
    let parts = ModelPart.all(in: model.configuration)
    let measured = AblationLoss(model, parts, .number(0.3), [Variant.document])
    let (loss, slopes) = (measured.gated.loss, measured.gated.slopes)
    for index in parts.indices {
      func error(_ epsilon: Double) -> Double {
        measured.gated.loss([index], at: epsilon) - loss - epsilon * slopes[index]
      }
      let (whole, half) = (error(2e-5), error(1e-5))
      #expect(abs(whole - 4 * half) < 0.05 * abs(whole) + 1e-14, "\(parts[index]): \(whole), \(half)")
    }
  }

  @Test(
    "Afterwards the model is as before, to the last bit, and so is a second ablation",
    arguments: Variant.all
  )
  func restored(variant: Variant) throws {
    let model = try variant.model()
    let before = try variant.lossAndGradients()
    let count = model.tape.valueCount
    let ablation = Ablation(model, text: Variant.document, substitute: .mean)
    #expect(model.tape.valueCount == count)
    #expect(model.parameterVector.grad.allSatisfy { $0 == 0 } && model.attentionScale.grad == 0)
    let loss = model.loss(of: Variant.document)
    loss.backward()
    #expect(loss.data == before.loss)
    #expect(model.parameterVector.grad + [model.attentionScale.grad] == before.gradients)
    model.tape.clearGradients()
    #expect(Ablation(model, text: Variant.document, substitute: .mean) == ablation)
  }

  @Test(
    "Two heads are switched off together, beside the sum of what each changes",
    arguments: Variant.all.prefix(5)
  )
  func pairs(variant: Variant) throws {
    let model = try variant.model()
    let ablation = Ablation(model, documents: Self.documents, isPairwise: true)
    #expect(ablation.pairs.count == 28)
    let heads = ablation.rows.filter { $0.kind == .head }
    for pair in ablation.pairs {
      let zero = Replacement.constant(0, on: model.tape)
      let both = Intervention(.z, layer: pair.first.layer, head: pair.first.head, zero)
        .followed(by: Intervention(.z, layer: pair.second.layer, head: pair.second.head, zero))
      #expect(agree(pair.ablatedLoss, Self.loss(try model.with(both)), within: 1e-13))
      #expect(pair.change == pair.ablatedLoss - ablation.loss)
      let single = [pair.first, pair.second].map { head in
        heads.first { $0.layer == head.layer && $0.head == head.head }?.change ?? .nan
      }
      #expect(pair.sum == single[0] + single[1])
    }
  }

  @Test("Of one text each position is hidden, too", arguments: Variant.all)
  func positions(variant: Variant) throws {
    let model = try variant.model()
    let ablation = Ablation(model, text: Variant.document)
    #expect(ablation.pairs.isEmpty)
    let rows = ablation.rows.filter { $0.kind == .position }
    #expect(rows.map { $0.layer } == (0..<12).map { $0 / 6 })
    #expect(rows.map { $0.position } == (0..<12).map { $0 % 6 })
    for row in rows {
      let hidden = try model.with(Self.off(row, .constant(0, on: model.tape)))
      #expect(agree(row.ablatedLoss, Self.loss(hidden, [Variant.document]), within: 1e-14))
      let isSeen = (0..<6).contains { query in
        query > row.position ?? 0 && variant.isVisible(query, row.position ?? 0)
          && (0..<6).count { variant.isVisible(query, $0) } > 1
      }
      #expect((row.change.magnitude > 1e-12) == isSeen)
      #expect((row.forecast.magnitude > 1e-12) == isSeen)
    }
  }

  // wₜ (1 − x), divided by the sum of all, as a pattern of its own.
  @Test(
    "A position that fades by ε changes the loss as forecast, but for an error that falls as ε²",
    arguments: Variant.all.filter { $0.choices.kernel == .softmax }
  )
  func fadingPositions(variant: Variant) throws {
    let model = try variant.model()
    let ablation = Ablation(model, text: Variant.document)
    for row in ablation.rows where row.kind == .position && row.forecast != 0 {
      func loss(_ x: Double) throws -> Double {
        let fading = Replacement { pattern, site in
          let visible = (0..<6).filter { variant.isVisible(site.position, $0) }
          guard site.position > row.position ?? 0 else { return nil }
          let faded = pattern * model.tape.vector(visible.map { $0 == row.position ? 1 - x : 1 })
          return faded * faded.sum().pow(-1)
        }
        return Self.loss(try model.with(Intervention(.pattern, layer: row.layer, fading)), [Variant.document])
      }
      let base = try loss(0)
      func error(_ x: Double) throws -> Double { try loss(x) - base - x * row.forecast }
      let (whole, half) = (try error(2e-4), try error(1e-4))
      #expect(abs(whole - 4 * half) < 0.05 * abs(whole) + 2e-12, "\(row): \(whole), \(half)")
      // All the way is hidden.
      let seesMore = (0..<6).allSatisfy { query in
        query <= row.position ?? 0 || !variant.isVisible(query, row.position ?? 0)
          || (0..<6).count { variant.isVisible(query, $0) } > 1
      }
      if seesMore { #expect(try agree(loss(1), row.ablatedLoss, within: 1e-13)) }
    }
  }

  @Test("A model of one part that does nothing loses nothing without it")
  func idle() throws {
    let model = try Variant.all[0].model()
    let matrix = model.parameters["layer1.mlp_fc2"]
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns { matrix[row][matrix[row].startIndex + column].data = 0 }
    }
    let row = Ablation(model, documents: Self.documents).rows[10]
    #expect(row.kind == .feedForward && row.layer == 1 && row.change == 0 && row.forecast == 0)
  }

  @Test("Progress counts every loss over all texts, and then every position")
  func progress() throws {
    let model = try Variant.all[0].model()
    var told: [[Int]] = []
    _ = Ablation(model, documents: Self.documents, isPairwise: true) { told.append([$0, $1]) }
    #expect(told == (1...42).map { [$0, 42] })
    told = []
    _ = Ablation(model, text: Variant.document) { told.append([$0, $1]) }
    #expect(told == (1...26).map { [$0, 26] })
  }

  @Test("A substitute is written as zero, mean or a number")
  func substitutes() {
    #expect(Substitute("zero") == .zero && Substitute("mean") == .mean && Substitute("-0.5") == .number(-0.5))
    for text in ["", "none", "inf", "nan", "1,5"] { #expect(Substitute(text) == nil) }
    for text in ["zero", "mean", "0.25"] { #expect(Substitute(text)?.description == text) }
  }

  @Test("The loss is the one that evaluate names")
  func evaluated() throws {
    let tokenizer = Tokenizer(unit: .scalars, covering: Texts([ArraySlice("ab".utf8)]))
    let model = try Variant.all[0].model()
    let evaluation = Evaluation(model, tokenizer: tokenizer, documents: Self.documents)
    #expect(Ablation(model, documents: Self.documents).loss == evaluation.loss)
  }
}
