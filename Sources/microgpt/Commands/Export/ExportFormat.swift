import Exchange
import Formats
import Training
import VisibleText

/// A form in which other programs open a model.
enum ExportFormat: String, CaseIterable {
  case python = "microgpt.py"
  case onnx
  case transformers
  case gguf

  /// What a file of the format holds; nil where it is a folder.
  var kind: OutputFile.Kind? {
    switch self {
    case .python: .pythonProgram
    case .onnx: .onnxModel
    case .transformers: nil
    case .gguf: .ggufModel
    }
  }

  /// Whether a terminal can show a file of the format.
  var isText: Bool { self == .python }

  /// The bytes of the file for a model.
  ///
  /// - Parameters:
  ///   - checkpoint: the model.
  ///   - run: the folder of its run.
  ///   - choice: which of the run's checkpoints it is.
  ///   - givesPatterns: whether a graph gives its patterns, too.
  /// - Throws: ``Failure`` where the format can't hold the model.
  /// - Precondition: The format is one file.
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
    case .gguf:
      let file: GGUFFile
      do throws(ExchangeRefusal) { file = try GGUFFile(checkpoint, producer: About.name) } catch {
        throw refusal(error, of: run)
      }
      return file.contents.encoded()
    case .transformers: preconditionFailure("a folder is not a file")
    }
  }

  /// The files of the folder for a model.
  ///
  /// - Parameters:
  ///   - checkpoint: the model.
  ///   - run: the folder of its run.
  /// - Throws: ``Failure`` where no architecture of transformers is exactly the model.
  func files(of checkpoint: Checkpoint, in run: RunFolder) throws(Failure) -> [(name: String, bytes: [UInt8])]
  {
    do throws(ExchangeRefusal) { return try TransformersFolder(checkpoint).files } catch {
      throw refusal(error, of: run)
    }
  }

  private func refusal(_ error: ExchangeRefusal, of run: RunFolder) -> Failure {
    Failure("can't export '\(run.path)' to \(visible: rawValue) exactly: \(error)")
  }
}
