import Formats
import Foundation
import Testing
import Transformer

@testable import Training

@Suite("Settings of a run")
struct SettingTests {
  /// For every setting a text that is not its default, and what it then is.
  static let values: [(name: String, text: String, kept: String)] = [
    ("layers", "2", "2"), ("embedding", "24", "24"), ("heads", "2", "2"), ("context", "9", "9"),
    ("feed-forward", "swiglu", "swiglu"), ("hidden", "40", "40"), ("norm", "weighted", "weighted"),
    ("final-norm", "yes", "yes"),
    ("kv-heads", "1", "1"), ("latent", "3", "3"), ("mask", "window:3", "window:3"),
    ("store", "paged:4", "paged:4"), ("kernel", "flash", "flash:16"),
    ("positions", "rotary:50.5", "rotary:50.5"), ("scale", "-2", "-2.0"), ("query-key-norm", "yes", "yes"),
    ("steps", "7", "7"),
    ("seed", "18446744073709551615", "18446744073709551615"), ("learning-rate", "1e-3", "0.001"),
    ("schedule", "cosine", "cosine"), ("warmup", "2", "2"), ("weight-decay", "0.1", "0.1"),
    ("batch", "3", "3"), ("clip", "2", "2"), ("precision", "single", "single"),
    ("validation", "0.25", "0.25"), ("validate-every", "4", "4"), ("patience", "6", "6"),
    ("snapshot-every", "5", "5"),
    ("documents", "stream", "stream"), ("unique", "yes", "yes"),
    ("tokens", "bytes", "bytes"),
  ]

  @Test(
    "Every setting is read from a text, kept among the settings, and written as it was",
    arguments: values
  )
  func text(name: String, text: String, kept: String) throws {
    let setting = try #require(Setting.all.first { $0.name == name })
    let value = try #require(setting.value(of: text))
    var settings = RunSettings()
    #expect(setting.assign(value, in: &settings))
    #expect(settings != RunSettings())
    #expect(setting.value(in: settings)?.description == kept)
    // No other setting has changed.
    for other in Setting.all where other.name != name {
      #expect(other.value(in: settings) == other.defaultValue, "\(other.name)")
    }
  }

  @Test("The list of this test is the list of all settings")
  func complete() throws {
    #expect(Self.values.map(\.name) == Setting.all.map(\.name))
    // Every declaration is in the list.
    let folder = URL(filePath: #filePath).appending(path: "../../../Sources/Training/Settings")
      .standardizedFileURL
    let texts = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .map { try String(contentsOf: $0, encoding: .utf8) }
    #expect(texts.reduce(0) { $0 + $1.matches(of: /static let \w+ = Setting\(/).count } == Setting.all.count)
    #expect(Set(Setting.all.map(\.key)).count == Setting.all.count)
  }

  @Test(
    "All settings at once come back from the metadata of a checkpoint",
    // A latent excludes a number of stored heads and the query–key norm.
    arguments: [["kv-heads", "query-key-norm"], ["latent"]]
  )
  func metadata(without excluded: [String]) throws {
    var settings = RunSettings()
    for (name, text, _) in Self.values where !excluded.contains(name) {
      let setting = try #require(Setting.all.first { $0.name == name })
      setting.assign(try #require(setting.value(of: text)), in: &settings)
    }
    let model = try GPTConfiguration(vocabularySize: 5, shape: settings.shape)
    let metadata = ["model": model.json.text, "training": settings.training.json.text]
    #expect(try GPTConfiguration(Record("model", in: metadata)) == model)
    #expect(try TrainingConfiguration(Record("training", in: metadata)) == settings.training)
  }

  @Test(
    "What lies out of a setting's range is no value of it",
    arguments: [
      ("layers", ["0", "1001", "-1", "1.5", "x", ""]), ("seed", ["-1", "18446744073709551616"]),
      ("learning-rate", ["0", "-1", "inf", "nan"]), ("validation", ["1", "-0.1"]), ("tokens", ["words"]),
      ("mask", ["window:0", "none"]), ("positions", ["rotary:1", "rotary:", "sine"]), ("clip", ["0"]),
      ("schedule", ["cos"]), ("warmup", ["-1", "1.5"]), ("weight-decay", ["-0.1", "inf"]),
      ("patience", ["0"]), ("feed-forward", ["gelu", ""]), ("hidden", ["0", "-4"]), ("norm", ["layer"]),
      ("final-norm", ["true"]),
      ("validate-every", ["0"]), ("unique", ["maybe", ""]),
      ("batch", ["0", "1000001"]),
    ]
  )
  func range(name: String, texts: [String]) throws {
    let setting = try #require(Setting.all.first { $0.name == name })
    for text in texts { #expect(setting.value(of: text) == nil, "\(text)") }
  }

  @Test("Rotary positions as earlier versions wrote them are read")
  func earlierPositions() throws {
    let text = """
      {"contextLength":16,"embeddingWidth":16,"headCount":4,"kernel":"softmax","layerCount":1,"mask":"causal",\
      "rotaryBase":50.5,"scale":"sqrt","store":"list","vocabularySize":27}
      """
    let read = try GPTConfiguration(Record("model", in: ["model": text]))
    var shape = GPTShape()
    shape.attention.positions = .rotary(base: 50.5)
    #expect(try read == GPTConfiguration(vocabularySize: 27, shape: shape))
    // What has come since is microgpt's.
    #expect(read.shape.feedForward == .relu && read.hiddenWidth == 64 && read.shape.norm == .plain)
    #expect(!read.shape.hasFinalNorm && !read.attention.normalizesQueriesAndKeys)
  }

  @Test(
    "Training settings as an earlier version wrote them are read, and what has come since has its default"
  )
  func earlierTraining() throws {
    let text = """
      {"batchSize":3,"documents":"lines","learningRate":0.02,"seed":7,"stepCount":40,"tokens":"bytes",\
      "validationShare":0.25}
      """
    var training = TrainingConfiguration()
    training.batchSize = 3
    training.learningRate = 0.02
    training.seed = 7
    training.stepCount = 40
    training.unit = .bytes
    training.validationShare = 0.25
    let read = try TrainingConfiguration(Record("training", in: ["training": text]))
    #expect(read == training)
    #expect(!read.needsSinglePrecision && read.schedule == .linear && read.patience == nil)
    #expect(read.warmupStepCount == 0 && read.weightDecay == 0 && !read.dropsDuplicates)
  }

  @Test("A setting without a value by default takes none, and no other does")
  func none() {
    let optional = Setting.all.filter(\.isOptional).map(\.name)
    #expect(
      optional == ["hidden", "kv-heads", "latent", "clip", "validate-every", "patience", "snapshot-every"]
    )
    for setting in Setting.all {
      #expect(setting.isOptional == (setting.defaultValue == nil))
      guard setting.isOptional else {
        // The scale has a choice of that name.
        #expect(setting.value(of: "none") == (setting.name == "scale" ? .text("none") : nil))
        continue
      }
      var settings = RunSettings()
      #expect(setting.assign(setting.value(of: "3") ?? .unset, in: &settings))
      #expect(setting.value(in: settings) != nil)
      #expect(setting.value(of: "none") == .unset && setting.assign(.unset, in: &settings))
      #expect(setting.value(in: settings) == nil)
    }
  }
}
