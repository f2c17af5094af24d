import Testing

@testable import Playground

/// The scale as a slider on the model.
@Suite("The scale in the playground")
struct PlaygroundScaleTests {
  /// Names of which many begin alike, so that a little change of the model writes others.
  private static let manyNames = ["ka", "mi", "to", "re", "su"].flatMap { first in
    ["n", "l", "r"].flatMap { middle in ["a", "i", "el", "o"].map { first + middle + $0 } }
  }.joined(separator: "\n")

  private func started(_ values: [String: String] = [:]) -> Playground { StartedPlayground.make(values) }

  /// The answer with s as a multiple of 1/√d, the training's own where it is nil.
  private func scale(_ playground: Playground, _ multiple: String?, _ others: [String: String] = [:])
    -> Answer
  {
    var values = ["text": "emma", "multiple": multiple ?? "1", "is-chosen": multiple == nil ? "" : "true"]
    values.merge(others) { $1 }
    return playground.answer(Request("scale", values))
  }

  private func number(_ answer: Answer, _ name: String) throws -> Double {
    try #require(answer[name].flatMap { Double($0) })
  }

  private func patterns(_ playground: Playground) -> String? {
    playground.answer(Request("attention", ["text": "emma"])).content("attention-maps")
  }

  private func names(_ playground: Playground) -> String? {
    playground.answer(Request("progress", ["samples": "50"])).content("samples")
  }

  @Test("Looking with another scale changes loss, patterns and names, and no bit of the training")
  func looking() {
    let shape = ["text": Self.manyNames + "\nemma", "layers": "2", "embedding": "32", "heads": "1"]
    let plain = started(shape)
    let looked = started(shape)
    plain.train(200)
    for multiple in ["0", "1.5", "4"] {
      looked.train(50)
      #expect(scale(looked, multiple).refusal == nil)
      _ = patterns(looked)
    }
    looked.train(50)
    #expect(StartedPlayground.losses(looked) == StartedPlayground.losses(plain))
    let chosen = scale(looked, "4")
    #expect(chosen["scaleLoss"] != chosen["scaleTrainedLoss"])
    #expect(chosen["scaleTrainedLoss"] == scale(plain, nil)["scaleLoss"])
    #expect(names(looked) != names(plain))
    #expect(chosen.content("scale-trained-samples") == scale(plain, nil).content("scale-samples"))
    #expect(patterns(looked) != patterns(plain))
    #expect(scale(looked, nil)["scaleNote"] == "")
    #expect(patterns(looked) == patterns(plain))
    #expect(names(looked) == names(plain))
  }

  @Test(
    "Training on with a scale is training with it, and rewinding keeps the choice",
    arguments: [("1.5", "0.75"), ("0", "0"), ("2", "none"), ("0.5", "inverse")]
  )
  func trained(multiple: String, setting: String) {
    let expected = started(["scale": setting])
    let playground = started()
    expected.train(40)
    #expect(scale(playground, multiple, ["train-on": "on"]).refusal == nil)
    playground.train(40)
    #expect(StartedPlayground.losses(playground) == StartedPlayground.losses(expected))
    _ = playground.answer(Request("rewind"))
    playground.train(40)
    #expect(StartedPlayground.losses(playground) == StartedPlayground.losses(expected))
    _ = scale(playground, multiple)
    _ = playground.answer(Request("rewind"))
    playground.train(40)
    let plain = started()
    plain.train(40)
    #expect(StartedPlayground.losses(playground) == StartedPlayground.losses(plain))
  }

  @Test(
    "The loss with a chosen scale is that of a model that has it, and its slope is the gradient",
    arguments: [0.5, 1, 2.5]
  )
  func slope(multiple: Double) throws {
    // Long heads of several layers, so that the scale matters.
    let shape = ["layers": "2", "embedding": "32", "heads": "2"]
    let playground = started(shape)
    let inverseRoot = 1 / 16.0.squareRoot()
    let own = started(shape.merging(["scale": "\(multiple * inverseRoot)"]) { $1 })
    #expect(scale(playground, "\(multiple)")["scaleLoss"] == scale(own, nil)["scaleLoss"])
    #expect(
      scale(playground, "\(multiple)").content("scale-samples") == scale(own, nil).content("scale-samples")
    )

    playground.train(100)
    let step = 1e-4
    let above = try number(scale(playground, "\(multiple + step)"), "scaleLoss")
    let below = try number(scale(playground, "\(multiple - step)"), "scaleLoss")
    let answer = scale(playground, "\(multiple)")
    let gradient = try number(answer, "scaleGradient")
    #expect(gradient.magnitude > 1e-6)
    #expect(
      ((above - below) / (2 * step * inverseRoot) - gradient).magnitude < 1e-5 * max(1, gradient.magnitude)
    )
    #expect(try number(answer, "scaleApart") < 1e-12)
    #expect(try number(answer, "scaleDifference") < 1e-5)
  }

  @Test(
    "The slider reaches twice the settings' own scale, and begins there",
    arguments: ["sqrt", "none", "inverse", "0", "-3", "0.37", "1e300"]
  )
  func range(setting: String) throws {
    let playground = started(["embedding": "64", "heads": "1", "scale": setting])
    let facts = playground.answer(Request("rewind"))
    let start = try number(facts, "scaleStart")
    let minimum = try number(facts, "scaleMinimum")
    let maximum = try number(facts, "scaleMaximum")
    #expect(start / 8 == (try number(facts, "scale")))
    if start.magnitude < 1e6 { #expect(minimum <= start && 2 * start <= maximum) }
    // A slider stands at its left end or a number of steps beside it, so it stands at 1/√d and at its right end too.
    let step = try number(facts, "scaleStep")
    for place in [1, maximum] {
      let count = (place - minimum) / step
      #expect((count - count.rounded()).magnitude < 1e-9 * max(1, count), "\(place)")
    }
    #expect(scale(playground, "\(maximum)").refusal == nil)
    #expect(scale(playground, nil)["scale"] == facts["scale"])
  }

  @Test(
    "What is no multiple within the slider's ends is refused, and the scale stays",
    arguments: ["x", "", "nan", "inf", "-0.1", "4.1", "1e400"]
  )
  func refused(multiple: String) throws {
    let playground = started()
    let before = scale(playground, "2")["scale"]
    #expect(try #require(scale(playground, multiple).refusal).contains("0 to 4"))
    #expect(scale(playground, "2")["scale"] == before)
    #expect(scale(playground, "2")["modelIsAnother"] == nil)
    #expect(scale(playground, "1")["modelIsAnother"] == "true")
    // A choice counts even where the text can't be read.
    let unread = scale(playground, "2", ["text": "<b>"])
    #expect(unread.refusal != nil && unread["modelIsAnother"] == "true" && unread["scale"] == before)
    #expect(Playground().answer(Request("scale")).refusal != nil)
  }

  @Test("A row of the table stands for each head and position, and a hostile text stays text")
  func rows() throws {
    let playground = started(["text": "<script>&\u{202E}\n"])
    let answer = scale(playground, nil, ["text": "<script>"])
    let table = try #require(answer.content("scale-ways"))
    #expect(table.split(separator: "<tr>").count - 2 == 4 * 9)
    for id in ["scale-ways", "scale-map", "scale-samples", "scale-chart"] {
      let shown = try #require(answer.content(id))
      #expect(!shown.contains("<script>") && !shown.contains("\u{202E}"), "\(id)")
    }
  }
}
