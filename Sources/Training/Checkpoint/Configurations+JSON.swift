import Formats
import Transformer

extension RunSettings {
  /// The fields of settings in a checkpoint; what has no value is left out.
  func fields(of groups: [Setting.Group]) -> [(key: String, value: JSON)] {
    groups.flatMap { Setting.all(in: $0) }.compactMap { setting in
      setting.value(in: self).map { (setting.key, $0.json) }
    }
  }

  /// Reads the fields of settings; those that may be missing keep their defaults.
  mutating func read(
    _ groups: [Setting.Group],
    from record: Record
  ) throws(CheckpointError) {
    for setting in groups.flatMap({ Setting.all(in: $0) }) {
      let read = { (json: JSON) in setting.value(of: json) }
      let value =
        setting.mayBeMissing
        ? try record.optional(setting.key, read) : try record.required(setting.key, read)
      guard let value else { continue }
      guard setting.group.isOfModel || setting.accepts(value), setting.assign(value, in: &self) else {
        throw setting.group.failure
      }
    }
  }
}

extension Setting {
  /// The fields of settings in a checkpoint.
  fileprivate static func keys(_ groups: [Group]) -> [String] {
    groups.flatMap { all(in: $0) }.map { $0.key }
  }
}

extension Setting.Group {
  /// Whether the model's configuration judges the values: which counts make a model is not told by each alone.
  fileprivate var isOfModel: Bool { self == .model || self == .attention }

  /// What is wrong with a checkpoint where a value is none that the setting has.
  fileprivate var failure: CheckpointError {
    switch self {
    case .model: .model(.notPositive)
    case .attention: .unknownChoice
    case .training, .data: .settings
    }
  }
}

extension GPTConfiguration {
  /// The object under `model`.
  var json: JSON {
    var settings = RunSettings()
    settings.shape = shape
    let size = (key: "vocabularySize", value: JSON.integer(vocabularySize))
    return .sorted(settings.fields(of: [.model, .attention]) + [size])
  }

  /// Reads the object under `model`; where it lacks a choice of attention, that is microgpt's: earlier versions had none.
  init(_ record: Record) throws(CheckpointError) {
    let vocabularySize = try record.required("vocabularySize") { $0.integer(as: Int.self) }
    try record.allow(Setting.keys([.model, .attention]) + ["vocabularySize", "rotaryBase"])
    var settings = RunSettings()
    try settings.read([.model, .attention], from: record)
    // How earlier versions wrote rotary positions.
    if let base = try record.optional("rotaryBase", { $0.number }) {
      guard base > 1 else { throw .unknownChoice }
      settings.shape.attention.positions = .rotary(base: base)
    }
    do throws(GPTConfigurationError) {
      try self.init(vocabularySize: vocabularySize, shape: settings.shape)
    } catch { throw .model(error) }
  }
}

extension TrainingConfiguration {
  /// The object under `training`.
  var json: JSON {
    var settings = RunSettings()
    settings.training = self
    return .sorted(settings.fields(of: [.training, .data]))
  }

  /// Reads the object under `training`.
  init(_ record: Record) throws(CheckpointError) {
    try record.allow(Setting.keys([.training, .data]))
    var settings = RunSettings()
    try settings.read([.training, .data], from: record)
    self = settings.training
  }
}
