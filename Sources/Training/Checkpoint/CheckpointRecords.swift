import Formats
import Random
import Transformer

/// What a checkpoint's metadata says: under each key a JSON object, whose keys are part of the file format.
struct CheckpointRecords {
  let model: GPTConfiguration
  let training: TrainingConfiguration
  let tokenizer: Tokenizer
  let source: Checkpoint.DataSource
  let origin: Checkpoint.Origin?
  /// Whether the file holds no moments.
  let isSnapshot: Bool
  private let stateRecord: Record

  /// Reads all of it but the random generator's state.
  init(_ metadata: [String: String]) throws(CheckpointError) {
    isSnapshot = metadata["format"] == Checkpoint.snapshotFormat
    guard isSnapshot || metadata["format"] == Checkpoint.format else { throw .foreign }
    model = try GPTConfiguration(Record("model", in: metadata))
    tokenizer = try Tokenizer(Record("vocabulary", in: metadata))
    guard tokenizer.vocabularySize == model.vocabularySize else {
      throw .vocabularySize(tokens: tokenizer.vocabularySize, model: model.vocabularySize)
    }
    training = try TrainingConfiguration(Record("training", in: metadata))
    stateRecord = try Record("state", in: metadata)
    source = try Checkpoint.DataSource(Record("data", in: metadata))
    origin =
      metadata["origin"] == nil ? nil : try Checkpoint.Origin(Record("origin", in: metadata))
  }

  /// The state of a trainer that has this optimizer.
  func state(_ optimizer: Adam, bestParameters: [Double]) throws(CheckpointError) -> TrainerState {
    try TrainerState(stateRecord, optimizer, bestParameters)
  }

  /// Whether the file holds the model of the lowest held-out loss, too.
  var holdsBest: Bool { stateRecord.holds("best") }
}

extension Checkpoint {
  /// The file's metadata: all that is no tensor.
  var metadata: [String: String] {
    var metadata = [
      "format": isSnapshot ? Self.snapshotFormat : Self.format,
      "model": model.json.text,
      "training": training.json.text,
      "vocabulary": tokenizer.json.text,
      "state": state.json.text,
      "data": source.json.text,
    ]
    metadata["origin"] = origin?.json.text
    return metadata
  }
}

/// The JSON object under one key of the metadata.
struct Record {
  let key: String
  private let fields: JSON

  init(_ key: String, in metadata: [String: String]) throws(CheckpointError) {
    guard let text = metadata[key] else { throw .missing(key: key) }
    do throws(JSONError) { fields = try JSON(parsing: text.utf8) } catch { throw .unreadable(key: key) }
    guard case .members = fields else { throw .unreadable(key: key) }
    self.key = key
  }

  private init(key: String, fields: JSON) {
    self.key = key
    self.fields = fields
  }

  /// What `read` makes of a field, nil where the field is missing or null.
  func optional<Value>(_ name: String, _ read: (JSON) -> Value?) throws(CheckpointError) -> Value? {
    guard let field = fields[name], !field.isNull else { return nil }
    guard let value = read(field) else { throw .unreadable(key: key) }
    return value
  }

  /// What `read` makes of a field that can't be missing.
  func required<Value>(_ name: String, _ read: (JSON) -> Value?) throws(CheckpointError) -> Value {
    guard let value = try optional(name, read) else { throw .unreadable(key: key) }
    return value
  }

  /// Makes sure that there are no fields but those named: what another one says would be left out in silence.
  func allow(_ names: [String]) throws(CheckpointError) {
    for (name, _) in fields.fields ?? [] where !names.contains(name) {
      throw .unknownField(key: key, name: name)
    }
  }

  /// Whether there is a field that is not null.
  func holds(_ name: String) -> Bool { fields[name].map { !$0.isNull } ?? false }

  /// The object under a name.
  func record(_ name: String) throws(CheckpointError) -> Record {
    Record(key: key, fields: try required(name) { $0 })
  }
}

/// All of an array's elements as `read` makes them, nil for anything else.
func elements<Value>(_ json: JSON, _ read: (JSON) -> Value?) -> [Value]? {
  guard let elements = json.elements else { return nil }
  let values = elements.compactMap(read)
  return values.count == elements.count ? values : nil
}

extension Tokenizer {
  /// The tokens in order, as texts, or for tokens that are bytes as numbers.
  fileprivate var json: JSON {
    let isBytes = unit == .bytes
    return .object([
      "unit": .string(unit.rawValue),
      "texts": isBytes ? nil : .array(vocabulary.map { .string(String(decoding: $0, as: UTF8.self)) }),
      "bytes": isBytes ? .array(vocabulary.map { .integer($0[0]) }) : nil,
    ])
  }

  fileprivate init(_ record: Record) throws(CheckpointError) {
    try record.allow(["unit", "texts", "bytes"])
    let name = try record.required("unit") { $0.string }
    let texts = try record.optional("texts") { elements($0) { $0.string } }
    let bytes = try record.optional("bytes") { elements($0) { $0.integer(as: UInt8.self) } }
    let vocabulary = texts?.map { Array($0.utf8) } ?? bytes?.map { [$0] }
    guard let unit = Unit(rawValue: name), let vocabulary, (unit == .bytes) == (bytes != nil) else {
      throw .unknownUnit
    }
    do throws(TokenizerError) { try self.init(unit: unit, vocabulary: vocabulary) } catch {
      throw .vocabulary(error)
    }
  }
}

extension MersenneTwister {
  fileprivate var json: JSON {
    .object([
      "words": .array(state.words.map { .integer($0) }),
      "index": .integer(state.index),
      "spareGaussian": state.spareGaussian.map { .number($0) },
    ])
  }

  fileprivate init(_ record: Record) throws(CheckpointError) {
    try record.allow(["words", "index", "spareGaussian"])
    let state = State(
      words: try record.required("words") { elements($0) { $0.integer(as: UInt32.self) } },
      index: try record.required("index") { $0.integer(as: Int.self) },
      spareGaussian: try record.optional("spareGaussian") { $0.number }
    )
    do throws(StateError) { try self.init(state) } catch { throw .generator(error) }
  }
}

extension TrainerState {
  fileprivate var json: JSON {
    .object([
      "step": .integer(stepsDone),
      "lossAverage": .number(lossAverage),
      "generator": generator.json,
      "best": best?.json,
      "measurementsSinceBest": measurementsSinceBest == 0 ? nil : .integer(measurementsSinceBest),
    ])
  }

  fileprivate init(
    _ record: Record,
    _ optimizer: Adam,
    _ bestParameters: [Double]
  ) throws(CheckpointError) {
    try record.allow(["step", "lossAverage", "generator", "best", "measurementsSinceBest"])
    let step = try record.required("step") { $0.integer(as: Int.self) }
    let lossAverage = try record.required("lossAverage") { $0.number }
    let measurements = try record.optional("measurementsSinceBest") { $0.integer(as: Int.self) } ?? 0
    guard (0...TrainingConfiguration.largestStepCount).contains(step), lossAverage.isFinite,
      (0...step).contains(measurements)
    else { throw .state }
    let best =
      record.holds("best")
      ? try BestModel(try record.record("best"), bestParameters, stepsDone: step) : nil
    self.init(
      stepsDone: step,
      optimizer: optimizer,
      generator: try MersenneTwister(record.record("generator")),
      lossAverage: lossAverage,
      best: best,
      measurementsSinceBest: measurements
    )
  }
}

extension BestModel {
  fileprivate var json: JSON {
    .object([
      "step": .integer(step),
      "validationLoss": .number(validationLoss),
      "lossAverage": .number(lossAverage),
      "generator": generator.json,
    ])
  }

  fileprivate init(_ record: Record, _ parameters: [Double], stepsDone: Int) throws(CheckpointError) {
    try record.allow(["step", "validationLoss", "lossAverage", "generator"])
    let step = try record.required("step") { $0.integer(as: Int.self) }
    let validationLoss = try record.required("validationLoss") { $0.number }
    let lossAverage = try record.required("lossAverage") { $0.number }
    guard (0...stepsDone).contains(step), validationLoss.isFinite, lossAverage.isFinite else { throw .state }
    self.init(
      step: step,
      validationLoss: validationLoss,
      parameters: parameters,
      generator: try MersenneTwister(record.record("generator")),
      lossAverage: lossAverage
    )
  }
}

extension Checkpoint.DataSource {
  fileprivate var json: JSON {
    .object([
      "file": .string(name),
      "fingerprint": .string(fingerprint.description),
      "weights": holdsWeights ? .literal("true") : nil,
    ])
  }

  fileprivate init(_ record: Record) throws(CheckpointError) {
    try record.allow(["file", "fingerprint", "weights"])
    let name = try record.required("file") { $0.string }
    let text = try record.required("fingerprint") { $0.string }
    guard let fingerprint = Fingerprint(text) else { throw .fingerprint(text) }
    self.init(
      name: name,
      fingerprint: fingerprint,
      holdsWeights: try record.optional("weights") { $0.flag } ?? false
    )
  }
}

extension Checkpoint.Origin {
  fileprivate var json: JSON {
    .object([
      "run": .string(run),
      "step": .integer(step),
      "newTokenCount": .integer(newTokenCount),
      "data": source.json,
    ])
  }

  fileprivate init(_ record: Record) throws(CheckpointError) {
    try record.allow(["run", "step", "newTokenCount", "data"])
    let step = try record.required("step") { $0.integer(as: Int.self) }
    let count = try record.required("newTokenCount") { $0.integer(as: Int.self) }
    guard (0...TrainingConfiguration.largestStepCount).contains(step), count >= 0 else { throw .state }
    self.init(
      run: try record.required("run") { $0.string },
      step: step,
      newTokenCount: count,
      source: try Checkpoint.DataSource(record.record("data"))
    )
  }
}
