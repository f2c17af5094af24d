import Formats
import VisibleText

/// Tensors by name, each to be read once.
struct NamedTensors {
  private var tensors: [String: Safetensors.Tensor] = [:]

  init(_ file: Safetensors) {
    for tensor in file.tensors { tensors[tensor.name] = tensor }
  }

  mutating func ignore(_ isIgnored: (String) -> Bool) {
    tensors = tensors.filter { !isIgnored($0.key) }
  }

  func shape(of name: String) -> [Int]? { tensors[name]?.shape }

  /// Whether there is a tensor still to be read.
  func has(_ name: String) -> Bool { tensors[name] != nil }

  /// The numbers of a tensor, which is no longer there afterwards.
  mutating func take(_ name: String, _ shape: [Int]) throws(ImportError) -> [Double] {
    guard let tensor = tensors.removeValue(forKey: name) else {
      throw ImportError("there is no tensor \(visible: name)")
    }
    guard tensor.shape == shape else {
      throw ImportError("tensor \(visible: name) has the shape \(tensor.shape); it must be \(shape)")
    }
    guard tensor.values.allSatisfy({ $0.isFinite }) else {
      throw ImportError("tensor \(visible: name) has a number that is not finite")
    }
    return tensor.values
  }

  /// - Throws: ``ImportError`` that names a tensor which the model has no place for.
  func checkThatAllAreRead() throws(ImportError) {
    guard let name = tensors.keys.min() else { return }
    throw ImportError("there is a tensor \(name), for which a model of this shape has no place")
  }
}
