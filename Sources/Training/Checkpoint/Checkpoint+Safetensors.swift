import Formats
import Transformer

/// A checkpoint as a safetensors file: the parameters under microgpt's names, Adam's moments, and all else as JSON in the
/// metadata. A snapshot has no moments, and says so by its format.
extension Checkpoint {
  /// In front of a parameter's name: the name of its first moment.
  package static let firstMomentPrefix = "adam.first_moment."
  /// In front of a parameter's name: the name of its second moment.
  package static let secondMomentPrefix = "adam.second_moment."

  /// In front of a parameter's name: the name of the one in the model of the lowest held-out loss.
  package static let bestPrefix = "best."

  /// The format that is written, under the key `format` of the metadata.
  public static let format = "microgpt-1"

  /// The format of a snapshot.
  public static let snapshotFormat = "microgpt-snapshot-1"

  /// What stands near the beginning of every checkpoint's file, of whatever version of the format.
  public static let mark = #""format":"microgpt-"#

  /// The bytes of the checkpoint's file.
  public func encoded() -> [UInt8] {
    let moments =
      isSnapshot
      ? []
      : tensors(Self.firstMomentPrefix, state.optimizer.firstMoments)
        + tensors(Self.secondMomentPrefix, state.optimizer.secondMoments)
    let best = state.best.map { tensors(Self.bestPrefix, $0.parameters) } ?? []
    return Safetensors(tensors: tensors("", parameters) + moments + best, metadata: metadata).encoded()
  }

  /// Reads a checkpoint's file.
  ///
  /// - Throws: ``CheckpointError`` for the first thing that is wrong.
  public init(decoding bytes: [UInt8]) throws(CheckpointError) {
    let file: Safetensors
    do throws(SafetensorsError) { file = try Safetensors(decoding: bytes) } catch { throw .format(error) }
    let records = try CheckpointRecords(file.metadata)
    var tensors: [String: Safetensors.Tensor] = [:]
    for tensor in file.tensors { tensors[tensor.name] = tensor }
    let optimizer =
      records.isSnapshot
      ? Adam(parameterCount: 0)
      : Adam(
        firstMoments: try Self.numbers(Self.firstMomentPrefix, of: records.model, in: &tensors),
        secondMoments: try Self.numbers(Self.secondMomentPrefix, of: records.model, in: &tensors)
      )
    let best =
      records.holdsBest ? try Self.numbers(Self.bestPrefix, of: records.model, in: &tensors) : []
    let parameters = try Self.numbers("", of: records.model, in: &tensors)
    // Another model's: this one would compute something else without them.
    if let name = tensors.keys.min() { throw .unknownTensor(name) }
    self.init(
      model: records.model,
      training: records.training,
      tokenizer: records.tokenizer,
      parameters: parameters,
      state: try records.state(optimizer, bestParameters: best),
      source: records.source,
      origin: records.origin
    )
  }

  private func tensors(_ prefix: String, _ numbers: [Double]) -> [Safetensors.Tensor] {
    var rest = numbers[...]
    return model.parameterShapes.map { shape in
      defer { rest = rest.dropFirst(shape.count) }
      return Safetensors.Tensor(
        name: prefix + shape.name,
        shape: [shape.rows, shape.columns],
        values: Array(rest.prefix(shape.count))
      )
    }
  }

  /// Takes one number for each parameter out of the tensors.
  private static func numbers(
    _ prefix: String,
    of model: GPTConfiguration,
    in tensors: inout [String: Safetensors.Tensor]
  ) throws(CheckpointError) -> [Double] {
    var numbers: [Double] = []
    for shape in model.parameterShapes {
      let name = prefix + shape.name
      guard let tensor = tensors.removeValue(forKey: name) else { throw .missingTensor(name) }
      guard tensor.shape == [shape.rows, shape.columns] else {
        throw .shape(tensor: name, found: tensor.shape, expected: [shape.rows, shape.columns])
      }
      guard tensor.values.allSatisfy({ $0.isFinite }) else { throw .notFinite(tensor: name) }
      if prefix == secondMomentPrefix, tensor.values.contains(where: { $0 < 0 }) {
        throw .negativeSquare(tensor: name)
      }
      numbers += tensor.values
    }
    return numbers
  }
}
