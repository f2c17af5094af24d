import Formats
import Training
import Transformer

/// The files of a folder that `AutoModelForCausalLM` and `AutoTokenizer` of transformers open.
///
/// The weights have 32 bits, in which transformers computes RMSNorm whatever its numbers are.
package struct TransformersFolder {
  /// What the model is there.
  package let architecture: StockArchitecture
  /// The files by name.
  package let files: [(name: String, bytes: [UInt8])]

  /// The folder of a checkpoint's model.
  ///
  /// - Throws: ``ExchangeRefusal`` where the model or its tokenizer has no exact counterpart.
  package init(_ checkpoint: Checkpoint) throws(ExchangeRefusal) {
    architecture = try StockArchitecture(
      of: checkpoint.model,
      unit: checkpoint.tokenizer.unit,
      for: .transformers
    )
    let model = try StockModel(architecture, checkpoint.model, parameters: checkpoint.parameters)
    let tokenizer = try StockTokenizer(checkpoint.tokenizer)
    let boundary = checkpoint.tokenizer.boundary
    func file(_ name: String, _ json: JSON) -> (name: String, bytes: [UInt8]) {
      (name, Array((json.laidOut() + "\n").utf8))
    }
    files = [
      file("config.json", model.settings(boundary: boundary)),
      file(
        "generation_config.json",
        .object([
          "bos_token_id": .integer(boundary), "eos_token_id": .integer(boundary),
          "max_length": .integer(checkpoint.model.contextLength),
        ])
      ),
      (
        "model.safetensors",
        Safetensors(tensors: model.tensors, metadata: ["format": "pt"]).encoded()
      ),
      file("tokenizer.json", tokenizer.json),
      file("tokenizer_config.json", tokenizer.settings(contextLength: checkpoint.model.contextLength)),
    ]
  }
}
