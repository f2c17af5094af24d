#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

import Drawing
import Training
import Transformer

/// A checkpoint as a safetensors file: parameters under microgpt's names, Adam's moments, and all else as JSON in the
/// metadata.
enum CheckpointFile {
  /// The tensors' names: the parameter's own, and with these in front for the moments.
  static let firstMomentPrefix = "adam.first_moment."
  static let secondMomentPrefix = "adam.second_moment."

  /// The format that is written, under the key `format`.
  private static let format = "microgpt-1"

  /// What stands near the beginning of every checkpoint, of whatever version of the format.
  static let mark = #""format":"microgpt-"#

  // MARK: Writing

  static func encode(_ checkpoint: Checkpoint) -> Data {
    let optimizer = checkpoint.state.optimizer
    return Safetensors(
      tensors: tensors("", checkpoint.parameters, checkpoint.model)
        + tensors(firstMomentPrefix, optimizer.firstMoments, checkpoint.model)
        + tensors(secondMomentPrefix, optimizer.secondMoments, checkpoint.model),
      metadata: [
        "format": format,
        "model": ModelRecord.json(checkpoint.model).text,
        "training": TrainingRecord.json(checkpoint.training).text,
        "vocabulary": VocabularyRecord.json(checkpoint.tokenizer).text,
        "state": StateRecord.json(checkpoint.state).text,
        "data": DataRecord.json(checkpoint.source).text,
      ]
    ).encoded()
  }

  private static func tensors(
    _ prefix: String,
    _ numbers: [Double],
    _ model: GPTConfiguration
  ) -> [Safetensors.Tensor] {
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

  // MARK: Reading

  /// - Throws: ``Failure`` that says what is wrong, without the file's name.
  static func decode(_ data: Data) throws(Failure) -> Checkpoint {
    let file: Safetensors
    do { file = try Safetensors(decoding: data) } catch { throw Failure("\(error)") }
    guard file.metadata["format"] == format else {
      throw Failure(
        "its metadata does not say that it is a checkpoint of this program ('format': '\(format)')"
      )
    }
    let model = try record(ModelRecord.self, "model", in: file).configuration()
    let tokenizer = try record(VocabularyRecord.self, "vocabulary", in: file).tokenizer()
    guard tokenizer.vocabularySize == model.vocabularySize else {
      throw Failure(
        "the vocabulary has \(counted(tokenizer.vocabularySize, "token")), the model \(model.vocabularySize)"
      )
    }
    let optimizer = Adam(
      firstMoments: try numbers(firstMomentPrefix, of: model, in: file),
      secondMoments: try numbers(secondMomentPrefix, of: model, in: file)
    )
    return Checkpoint(
      model: model,
      training: try record(TrainingRecord.self, "training", in: file).configuration(),
      tokenizer: tokenizer,
      parameters: try numbers("", of: model, in: file),
      state: try record(StateRecord.self, "state", in: file).state(optimizer),
      source: try record(DataRecord.self, "data", in: file).source()
    )
  }

  private static func record<Record: Decodable>(
    _ type: Record.Type,
    _ key: String,
    in file: Safetensors
  ) throws(Failure) -> Record {
    guard let json = file.metadata[key] else { throw Failure("its metadata lacks '\(key)'") }
    do {
      return try JSONDecoder().decode(type, from: Data(json.utf8))
    } catch {
      throw Failure("the metadata under '\(key)' is not what this program writes")
    }
  }

  private static func numbers(
    _ prefix: String,
    of model: GPTConfiguration,
    in file: Safetensors
  ) throws(Failure) -> [Double] {
    let tensors = Dictionary(file.tensors.map { ($0.name, $0) }) { first, _ in first }
    var numbers: [Double] = []
    for shape in model.parameterShapes {
      let name = prefix + shape.name
      guard let tensor = tensors[name] else {
        throw Failure("the tensor '\(name)' is missing")
      }
      guard tensor.shape == [shape.rows, shape.columns] else {
        throw Failure(
          "the tensor '\(name)' has the shape \(tensor.shape), not \([shape.rows, shape.columns])"
        )
      }
      guard tensor.values.allSatisfy(\.isFinite) else {
        throw Failure("the tensor '\(name)' holds a number that is not finite")
      }
      if prefix == secondMomentPrefix, tensor.values.contains(where: { $0 < 0 }) {
        throw Failure("the tensor '\(name)' holds a number below 0, though a mean of squares has none")
      }
      numbers += tensor.values
    }
    return numbers
  }
}
