import Exchange
import Formats
import Training
import VisibleText

/// A form in which other programs open a model.
enum ExportFormat: String, CaseIterable {
  case python = "microgpt.py"
  case onnx

  /// What a file of the format holds.
  var kind: OutputFile.Kind {
    switch self {
    case .python: .pythonProgram
    case .onnx: .onnxModel
    }
  }

  /// The bytes of the file for a model.
  ///
  /// - Parameters:
  ///   - checkpoint: the model.
  ///   - run: the folder of its run.
  ///   - choice: which of the run's checkpoints it is.
  ///   - givesPatterns: whether a graph gives its patterns, too.
  /// - Throws: ``Failure`` where the format can't hold the model.
  func bytes(
    of checkpoint: Checkpoint,
    in run: RunFolder,
    _ choice: CheckpointChoice,
    givesPatterns: Bool
  ) throws(Failure) -> [UInt8] {
    switch self {
    case .python:
      let options = choice == .last ? [] : [(name: RunFolder.checkpoint.name, value: choice.description)]
      let command = shellCommand("\(About.name) sample", [run.path], options: options).text
      let program = PythonProgram(checkpoint, generatedBy: About.name, command: command)
      return Array(program.text.utf8)
    case .onnx:
      let model = GPTGraph.model(
        of: checkpoint,
        givesPatterns: givesPatterns,
        producer: About.name,
        version: About.version
      )
      do { return try model.encoded() } catch {
        throw Failure("can't export '\(run.path)' to \(rawValue): \(error)")
      }
    }
  }
}
