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
  ///
  /// - Parameter failure: what is thrown where a value is none that the setting has.
  mutating func read(
    _ groups: [Setting.Group],
    from record: Record,
    failure: CheckpointError
  ) throws(CheckpointError) {
    for setting in groups.flatMap({ Setting.all(in: $0) }) {
      let read = { (json: JSON) in setting.value(of: json) }
      let value =
        setting.mayBeMissing
        ? try record.optional(setting.key, read) : try record.required(setting.key, read)
      guard let value else { continue }
      // Which counts make a model, its configuration says.
      let isModel = setting.group == .model || setting.group == .attention
      guard isModel || setting.accepts(value), setting.assign(value, in: &self) else {
        throw setting.group == .model ? .model(.notPositive) : failure
      }
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
    var settings = RunSettings()
    try settings.read([.model, .attention], from: record, failure: .unknownChoice)
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
    var settings = RunSettings()
    try settings.read([.training, .data], from: record, failure: .settings)
    self = settings.training
  }
}
