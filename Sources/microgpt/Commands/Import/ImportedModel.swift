import Arguments
import Exchange
import Formats
import Training
import Transformer
import VisibleText

/// What the user names to be imported: a file or a folder.
struct ImportedModel {
  private let path: String

  init(_ path: String) { self.path = path }

  /// How many bytes a `config.json` or `tokenizer.json` has at most: a vocabulary here takes less.
  private static let largestDescription = 64 << 20

  /// Makes sure that the run which is written is not the one that is read.
  ///
  /// - Throws: ``Failure`` where the file lies in the run's folder, or the folder is the run's.
  func check(against run: RunFolder) throws(Failure) {
    let folder = Platform.withoutSlashes(Platform.parts(of: Platform.withoutSlashes(path)).folder)
    let (above, name) = Platform.parts(of: folder)
    var places = [path, folder]
    if name == RunFolder.snapshotsName { places.append(above) }
    guard places.contains(where: { Platform.isSameFile($0.isEmpty ? "." : $0, run.path) }) else { return }
    throw Failure(
      "the run in '\(run.path)' would replace what it is made of, '\(path)'; give --output for another folder"
    )
  }

  /// The model as a checkpoint.
  ///
  /// - Throws: ``Failure`` that names the file and what is wrong with it, and ``UsageError`` where an option is missing or has no effect.
  func checkpoint(_ arguments: ParsedArguments) throws -> Checkpoint {
    guard Platform.kind(of: path) == .folder else { return try file(arguments) }
    return try folder(arguments)
  }

  // MARK: A folder

  private func folder(_ arguments: ParsedArguments) throws -> Checkpoint {
    try reject(
      ImportCommand.heads.name,
      arguments[ImportCommand.heads] != nil,
      "for a folder: config.json tells it",
      arguments
    )
    let folder = Platform.withoutSlashes(path)
    func has(_ name: String) -> Bool { Platform.kind(of: folder + "/" + name) != nil }
    guard has("config.json") else {
      let advice: Message =
        has(RunFolder.checkpointName)
        ? "it is a run already; to copy it, import \(visible: RunFolder.checkpointName) in it"
        : "a model's folder has config.json, model.safetensors and tokenizer.json"
      throw Failure("'\(path)' has no config.json; \(advice)")
    }
    guard has("model.safetensors") else {
      if let pickle = (try? Platform.Folder(folder).names)?.sorted().first(where: { Self.isNamedAsPickle($0) }
      ) {
        throw Self.pickle(folder + "/" + pickle)
      }
      throw Failure(
        "'\(path)' has no model.safetensors; weights in several files are not read: "
          + "save_pretrained with a larger max_shard_size writes one"
      )
    }
    let settings = try readJSON(folder + "/config.json")
    let generation =
      has("generation_config.json") ? try readJSON(folder + "/generation_config.json") : nil
    let weightsPath = folder + "/model.safetensors"
    let bytes = try InputFile.readFile(weightsPath, limit: RunFolder.largestCheckpoint)
    let weights = try readSafetensors(bytes, weightsPath)
    let context = arguments[ImportCommand.context]
    let model = try importing(folder, arguments) { () throws(ImportError) in
      try StockImport(settings: settings, weights: weights, contextLength: context)
    }
    let vocabulary: ImportedTokenizer
    if has("tokenizer.json") {
      try reject(
        ImportCommand.vocabulary.name,
        arguments[ImportCommand.vocabulary] != nil,
        "where there is a tokenizer.json",
        arguments
      )
      let json = try readJSON(folder + "/tokenizer.json")
      vocabulary = try importing(folder, arguments) { () throws(ImportError) in
        try ImportedTokenizer(reading: json)
      }
    } else {
      vocabulary = try readVocabulary(arguments, because: "'\(path)' has no tokenizer.json")
    }
    return try importing(folder, arguments) { () throws(ImportError) in
      let checkpoint = try Checkpoint(
        imported: model.configuration,
        parameters: model.parameters,
        vocabulary: vocabulary,
        source: .init(name: weightsPath, fingerprint: Fingerprint(of: bytes), holdsWeights: true)
      )
      try vocabulary.check(settings, in: "config.json")
      if let generation { try vocabulary.check(generation, in: "generation_config.json") }
      return checkpoint
    }
  }

  // MARK: A file

  private func file(_ arguments: ParsedArguments) throws -> Checkpoint {
    try reject(
      ImportCommand.context.name,
      arguments[ImportCommand.context] != nil,
      "for a file",
      arguments
    )
    let isPickle = Self.isNamedAsPickle(path)
    if isPickle, Platform.kind(of: path) == .file { throw Self.pickle(path) }
    let bytes = try InputFile.readFile(path, limit: RunFolder.largestCheckpoint)
    if Self.isPickle(bytes) { throw Self.pickle(path) }
    if bytes.starts(with: "GGUF".utf8) {
      throw Failure(
        "'\(path)' is a GGUF file, which is only written here; give the safetensors that it was made of"
      )
    }
    let file = try readSafetensors(bytes, path)
    if file.metadata["format"]?.hasPrefix("microgpt-") == true {
      let name = "for a checkpoint, which tells it" as Message
      try reject(ImportCommand.heads.name, arguments[ImportCommand.heads] != nil, name, arguments)
      try reject(ImportCommand.vocabulary.name, arguments[ImportCommand.vocabulary] != nil, name, arguments)
      do { return try Checkpoint(decoding: bytes) } catch {
        throw Failure("'\(path)' is damaged or not from this program: \(error)")
      }
    }
    guard MicrogptWeights.canBe(in: file) else {
      throw Failure(
        "'\(path)' has neither a checkpoint nor tensors with microgpt.py's names (wte, wpe, lm_head, layer0.attn_wq and so on); "
          + "a model of another program is imported with the folder that has its config.json"
      )
    }
    guard let headCount = arguments[ImportCommand.heads] else {
      throw arguments.usageError(
        "'\(path)' does not tell how many heads its model has; give \(ImportCommand.heads.name)"
      )
    }
    let vocabulary = try readVocabulary(arguments, because: "'\(path)' has no vocabulary")
    return try importing(path, arguments) { () throws(ImportError) in
      let model = try MicrogptWeights(file, headCount: headCount)
      return try Checkpoint(
        imported: model.configuration,
        parameters: model.parameters,
        vocabulary: vocabulary,
        source: .init(name: path, fingerprint: Fingerprint(of: bytes), holdsWeights: true)
      )
    }
  }

  /// The vocabulary of a text's characters.
  private func readVocabulary(_ arguments: ParsedArguments, because reason: Message) throws
    -> ImportedTokenizer
  {
    guard let path = arguments[ImportCommand.vocabulary] else {
      throw arguments.usageError(
        "\(reason); give \(ImportCommand.vocabulary.name) with the text whose characters are its tokens"
      )
    }
    let text = try TextFile(path, layout: .lines)
    return ImportedTokenizer(tokenizer: Tokenizer(unit: .scalars, covering: text.corpus.texts))
  }

  private func reject(
    _ name: String,
    _ isGiven: Bool,
    _ reason: Message,
    _ arguments: ParsedArguments
  ) throws {
    if isGiven { throw arguments.usageError("\(visible: name) has no effect \(reason); leave it out") }
  }

  // MARK: Reading

  private func readJSON(_ path: String) throws(Failure) -> JSON {
    let bytes = try InputFile.readFile(path, limit: Self.largestDescription)
    do { return try JSON(parsing: bytes) } catch { throw Failure("can't use '\(path)': \(error)") }
  }

  private func readSafetensors(_ bytes: [UInt8], _ path: String) throws(Failure) -> Safetensors {
    // The header of a safetensors file is an object, after the eight bytes of its length.
    guard bytes.count > 8, bytes[8] == UInt8(ascii: "{") else {
      throw Failure(
        "can't import '\(path)': it is no safetensors file; what can be imported is a folder with config.json, model.safetensors and "
          + "tokenizer.json, a run's checkpoint, or a safetensors file with microgpt.py's names"
      )
    }
    do { return try Safetensors(decoding: bytes, types: Safetensors.NumberType.allCases) } catch {
      throw Failure("can't import '\(path)': \(error)")
    }
  }

  private func importing<Result>(
    _ path: String,
    _ arguments: ParsedArguments,
    _ body: () throws(ImportError) -> Result
  ) throws -> Result {
    do { return try body() } catch {
      let message: Message = "can't import '\(path)': \(error)"
      throw error.isOfOption ? arguments.usageError(message) : Failure(message)
    }
  }

  // MARK: Pickles

  /// Whether a file begins as a pickle of protocol 2 or later does, or an archive with one.
  private static func isPickle(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: "PK\u{3}\u{4}".utf8)
      || bytes.count > 1 && bytes[0] == 0x80 && (2...5).contains(bytes[1])
  }

  private static func isNamedAsPickle(_ path: String) -> Bool {
    [".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt"].contains { path.hasSuffix($0) }
  }

  /// Why a pickle is not opened, and the program that makes safetensors of it.
  private static func pickle(_ path: String) -> Failure {
    Failure(
      "'\(path)' is a pickle, and to open one runs whatever program it holds: it is not read here. Where you trust it, Python makes "
        + """
        a file of it that can be imported:

          import torch
          from safetensors.torch import save_file
          weights = torch.load("model.pt", weights_only=True)
          weights = weights.state_dict() if hasattr(weights, "state_dict") else weights
          weights = {name: tensor.contiguous().clone() for name, tensor in weights.items()}
          save_file(weights, "model.safetensors")
        """
    )
  }
}
