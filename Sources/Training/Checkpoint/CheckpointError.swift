import Formats
import Random
import Transformer
import VisibleText

/// Why a file is no checkpoint.
public enum CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes are no safetensors file.
  case format(SafetensorsError)
  /// The file holds tensors, but its metadata does not say that they are a checkpoint's.
  case foreign
  /// The metadata lacks a key.
  case missing(key: String)
  /// The metadata under a key is not JSON, or lacks a field.
  case unreadable(key: String)
  /// The metadata has a field that is not known, and might mean anything.
  case unknownField(key: String, name: String)
  /// A choice of attention has a name that is not known.
  case unknownChoice
  /// No model has the recorded shape.
  case model(GPTConfigurationError)
  /// A training setting is out of its range.
  case settings
  /// The recorded tokens are of no known kind.
  case unknownUnit
  /// The recorded tokens are no vocabulary.
  case vocabulary(TokenizerError)
  /// The vocabulary has another size than the model is made for.
  case vocabularySize(tokens: Int, model: Int)
  /// The step or the running loss is out of its range.
  case state
  /// The random generator can't be in the recorded state.
  case generator(MersenneTwister.StateError)
  /// The mark of the text is not one that this program writes.
  case fingerprint(String)
  /// A tensor is missing.
  case missingTensor(String)
  /// There is a tensor that a checkpoint of this model has no place for.
  case unknownTensor(String)
  /// A tensor has another shape than the model's.
  case shape(tensor: String, found: [Int], expected: [Int])
  /// A tensor holds a number that is infinite or not a number.
  case notFinite(tensor: String)
  /// A mean of squares is below 0.
  case negativeSquare(tensor: String)

  /// What is wrong, without the file's name, which the caller knows.
  public var description: String { message.text }

  private var message: Message {
    switch self {
    case .format(let error): "\(visible: error.description)"
    case .foreign:
      "its metadata does not say that it is a checkpoint of this program ('format': '\(Checkpoint.format)')"
    case .missing(let key): "its metadata lacks '\(key)'"
    case .unreadable(let key): "the metadata under '\(key)' is not what this program writes"
    case .unknownField(let key, let name):
      "the metadata under '\(key)' has '\(name)', which is not known to this program"
    case .unknownChoice: "the choices of attention under 'model' are not known to this program"
    case .model(let error): "no model has the shape under 'model': \(visible: error.description)"
    case .settings: "the settings under 'training' are out of range"
    case .unknownUnit: "the tokens under 'vocabulary' are of no known kind"
    case .vocabulary(let error): "\(visible: error.description)"
    case .vocabularySize(let tokens, let model):
      "the vocabulary has \(tokens) \(tokens == 1 ? "token" : "tokens"), the model \(model)"
    case .state: "the numbers under 'state' are out of range"
    case .generator(let error): "\(visible: error.description)"
    case .fingerprint(let text): "'\(text)' is no fingerprint of a file"
    case .missingTensor(let name): "the tensor '\(name)' is missing"
    case .unknownTensor(let name):
      "there is a tensor '\(name)', for which a checkpoint of this model has no place"
    case .shape(let name, let found, let expected):
      "the tensor '\(name)' has the shape \(found), not \(expected)"
    case .notFinite(let name): "the tensor '\(name)' holds a number that is not finite"
    case .negativeSquare(let name):
      "the tensor '\(name)' holds a number below 0, though a mean of squares has none"
    }
  }
}
