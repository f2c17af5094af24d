import Autograd
import Foundation
import Inspection
import Lessons
import Testing
import Training
import Transformer

@Suite("Lesson scaling")
struct ScalingTests {
  /// Independent numbers of variance 1, uniform from −√3 to √3: another distribution than the lesson's.
  private func uniform(_ count: Int) -> [Double] {
    (0..<count).map { _ in Double.random(in: -3.0.squareRoot()...3.0.squareRoot()) }
  }

  @Test("q·k of independent components has the standard deviation √d", arguments: [4, 64])
  func spread(width: Int) throws {
    let products = (0..<20_000).map { _ in zip(uniform(width), uniform(width)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let square = products.reduce(0) { $0 + $1 * $1 } / Double(products.count)
    let statistics = ScaleStatistics(headWidths: [width], queryCount: 500)
    let raw = try #require(statistics.rows.first { $0.rule == .none }).rawDeviation
    let root = Double(width).squareRoot()
    #expect(abs(square.squareRoot() / root - 1) < 0.08 && abs(raw / root - 1) < 0.08)
  }

  @Test("Backpropagation through softmax gives p(1 − p), below 1/1000 where the scores are 8 apart")
  func saturation() throws {
    let rows = Saturation().rows
    for row in rows {
      let weight = 1 / (1 + exp(-row.gap))
      #expect(abs(row.weight - weight) < 1e-15)
      #expect(abs(row.derivative - weight * (1 - weight)) < 1e-14)
    }
    #expect(try #require(rows.first { $0.gap == 8 }).derivative < 1.0 / 1000)
    #expect(rows.map(\.derivative).max() == 0.25)
  }

  @Test("To guess among the tokens of the echoes costs what the lesson says")
  func guessing() throws {
    let trained = try Workbench().model(Workbench.Recipe(on: .echoes, steps: 1))
    let count = trained.tokenizer.vocabularySize
    let first = try #require(Lesson.scaling.parts(Workbench()).first)
    let lines = try first().blocks.flatMap { $0.lines(in: TextLayout(width: 400)) }.joined(separator: " ")
    let cost = String(format: "%.2f", log(Double(count)))
    #expect(lines.contains("among \(count) tokens costs ln \(count) = \(cost) nats"))
  }

  @Test(
    "Nobody pays less on echoes than the first words cost, and no model of the lesson does",
    .enabled(if: ReadCourse.isFast)
  )
  func lowest() throws {
    // The cost of each text, token by token: how often a letter or the point came after so many letters.
    let words = PracticeText.echoes.lines.map { $0.prefix { $0 != UInt8(ascii: ".") }.count }
    func share(ending length: Int) -> Double {
      Double(words.count { $0 == length }) / Double(words.count { $0 >= length })
    }
    var (cost, tokens) = (0.0, 0)
    for length in words {
      for known in 0..<length { cost += log(8) - log(1 - share(ending: known)) }
      cost -= log(share(ending: length))
      tokens += 2 * length + 2
    }
    let content = try #require(try ReadCourse.contents().first { $0.lesson.name == "scaling" }).content
    let text = content.blocks.flatMap { $0.lines(in: TextLayout(width: 400)) }.joined(separator: " ")
    #expect(text.contains("still pays \(String(format: "%.2f", cost / Double(tokens))),"))
    let losses = content.numbers.filter { $0.name.hasPrefix("loss_of_") }.compactMap { $0.rows[0][0] }
    #expect(losses.count == 6 && losses.allSatisfy { $0 > cost / Double(tokens) })
  }

  @Test("A scale can be put into W_q: the loss stays as it is")
  func absorbed() throws {
    let shape = GPTShape(embeddingWidth: 32, headCount: 1)
    let trained = try Workbench().model(Workbench.Recipe(on: .echoes, steps: 30, shape: shape))
    let model = trained.model
    let tokens = try trained.tokens(of: "bfd.bfd")
    func loss() -> Double { model.meanLoss(of: [tokens]).perToken }
    let before = loss()
    let scale = model.attentionScale.data
    model.attentionScale.data = 1
    #expect(abs(loss() - before) > 1e-9)
    for matrix in model.namedParameters where matrix.name.hasSuffix("attn_wq") {
      for element in matrix.matrix.elements { element.data *= scale }
    }
    #expect(abs(loss() - before) < 1e-12)
  }

  @Test(
    "The four ways agree, one key gives exactly 0, and the rows sum to the slope",
    .enabled(if: ReadCourse.isFast)
  )
  func ways() throws {
    let workbench = Workbench()
    let trained = try TrainedScale(on: workbench)
    let gradients = trained.gradients
    #expect(gradients.worstDisagreement < 1e-12 && gradients.worstDifferenceDisagreement < 1e-5)
    let first = try #require(gradients.entries.first)
    #expect(first.visibleCount == 1 && first.backpropagated == 0 && first.covariance == 0)
    #expect(first.throughQuery == 0 && first.difference == 0)

    let shown = try workbench.model(ScaleComparison.recipe(headCount: 1, rule: .inverseRoot))
    let tokens = try shown.tokens(of: TrainedScale.text)
    func loss(_ scale: Double) -> Double {
      shown.model.attentionScale.data = scale
      defer { shown.model.attentionScale.data = gradients.scale }
      return shown.model.meanLoss(of: [tokens]).perToken
    }
    let step = 1e-5
    let slope = (loss(gradients.scale + step) - loss(gradients.scale - step)) / (2 * step)
    #expect(abs(slope - gradients.gradient) < 1e-5 * max(1, abs(slope)))
    #expect(abs(gradients.entries.reduce(0) { $0 + $1.backpropagated } - slope) < 1e-5 * max(1, abs(slope)))
    // With the even pattern of s = 0 the model can't copy.
    #expect(try #require(trained.sweep.losses.first) > gradients.loss + 0.3)
  }

  @Test("The table has the losses of two seeds", .enabled(if: ReadCourse.isFast))
  func seeds() throws {
    let content = try #require(try ReadCourse.contents().first { $0.lesson.name == "scaling" }).content
    let other = try #require(content.numbers.first { $0.name == "losses_of_other_seed" }).rows[0]
    let workbench = Workbench()
    let losses = try [8, 1].flatMap { heads in
      try [ScaleChoice.none, .inverseRoot, .inverse].map { rule in
        try workbench.model(ScaleComparison.recipe(headCount: heads, rule: rule, seed: 2)).heldOutLoss
      }
    }
    #expect(other == losses)
  }

  @Test(
    "Without the scale a wide head saturates and loses; narrow heads hardly care",
    .enabled(if: ReadCourse.isFast),
    arguments: [1, 2, 3] as [UInt64]
  )
  func comparison(seed: UInt64) throws {
    let comparison = try ScaleComparison(on: Workbench(), seed: seed)
    func row(_ headCount: Int, _ rule: ScaleChoice) throws -> ScaleComparison.Row {
      try #require(comparison.row(headCount: headCount, rule))
    }
    let (raw, root, inverse) = (try row(1, .none), try row(1, .inverseRoot), try row(1, .inverse))
    #expect(raw.loss > root.loss + 0.25)
    #expect(raw.scoreDeviation > 2 * root.scoreDeviation)
    #expect(raw.largestWeight > 0.9 && root.largestWeight < 0.9)
    #expect(inverse.loss < root.loss + 0.05)
    let narrow = comparison.rows.filter { $0.headCount == 8 }.map(\.loss)
    #expect(try #require(narrow.max()) - (try #require(narrow.min())) < 0.1)
  }
}
