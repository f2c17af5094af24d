import Formats
import Training
import Transformer

/// A model as llama.cpp opens it, with its tokenizer, in numbers of 32 bits.
///
/// llama.cpp knows Llama and Arcee, whose rotary pairs are neighbors there as here, and Qwen3, whose pairs are halves; none of them
/// with a window. It leaves out the characters of a text that the vocabulary lacks, where ours is an error.
package struct GGUFFile {
  /// What the model is there.
  package let architecture: StockArchitecture
  /// The file.
  package let contents: GGUF

  /// The file of a checkpoint's model.
  ///
  /// - Parameters:
  ///   - checkpoint: the model.
  ///   - producer: the name of the program that writes it.
  /// - Throws: ``ExchangeRefusal`` where llama.cpp has no such model.
  package init(_ checkpoint: Checkpoint, producer: String) throws(ExchangeRefusal) {
    let configuration = checkpoint.model
    architecture = try StockArchitecture(
      of: configuration,
      unit: checkpoint.tokenizer.unit,
      for: .llamaCpp
    )
    let model = try StockModel(
      architecture,
      configuration,
      parameters: checkpoint.parameters,
      pairs: architecture == .qwen3 ? .halves : .neighbors
    )
    let tokenizer = try StockTokenizer(checkpoint.tokenizer)
    contents = GGUF(
      fields: Self.fields(model, producer) + tokenizer.fields,
      tensors: model.tensors.map { tensor in
        .init(name: Self.name(of: tensor.name), shape: tensor.shape, values: tensor.values)
      }
    )
  }

  /// The key of the first field, whose value is the program's name.
  private static let producerKey = "general.generator"

  /// The first field of every such file that a program wrote.
  package static func firstField(producer: String) -> [UInt8] { GGUF.bytes(ofField: producerKey, producer) }

  private static func fields(_ model: StockModel, _ producer: String) -> [(key: String, value: GGUF.Value)] {
    let (configuration, name) = (model.configuration, model.architecture.rawValue)
    func count(_ key: String, _ number: Int) -> (key: String, value: GGUF.Value) {
      (name + "." + key, .unsigned(UInt32(number)))
    }
    var base = 10_000.0
    if case .rotary(let given) = configuration.attention.positions { base = given }
    return [
      (producerKey, .text(producer)),
      ("general.architecture", .text(name)),
      ("general.name", .text(producer)),
      // All numbers have 32 bits.
      ("general.file_type", .unsigned(0)),
      count("vocab_size", configuration.vocabularySize),
      count("context_length", configuration.contextLength),
      count("embedding_length", configuration.embeddingWidth),
      count("block_count", configuration.layerCount),
      count("feed_forward_length", configuration.hiddenWidth),
      count("attention.head_count", configuration.headCount),
      count("attention.head_count_kv", configuration.keyValueHeadCount),
      count("attention.key_length", configuration.headWidth),
      count("attention.value_length", configuration.headWidth),
      count("rope.dimension_count", configuration.headWidth),
      (name + ".rope.freq_base", .number(Float(base))),
      (name + ".attention.layer_norm_rms_epsilon", .number(Float(rmsNormEpsilon))),
    ]
  }

  /// llama.cpp's names of tensors, by transformers'.
  private static let names = [
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm", "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down", "model.embed_tokens": "token_embd", "model.norm": "output_norm",
    "lm_head": "output",
  ]

  private static func name(of tensor: String) -> String {
    let parts = tensor.split(separator: ".").dropLast().map { String($0) }
    guard parts.count > 3, parts[1] == "layers" else {
      let name = parts.joined(separator: ".")
      return (names[name] ?? name) + ".weight"
    }
    let name = parts[3...].joined(separator: ".")
    return "blk.\(parts[2]).\(names[name] ?? name).weight"
  }
}

extension StockTokenizer {
  /// The tokenizer's fields: a byte-level one whose merges put the bytes of each character together, and nothing else.
  ///
  /// A merge is of a first byte and those that continue it, so it never reaches beyond a character.
  fileprivate var fields: [(key: String, value: GGUF.Value)] {
    func name(_ bytes: some Sequence<UInt8>) -> String { bytes.map { Self.byteName($0) }.joined() }
    var merges: [[UInt8]] = []
    for word in tokenizer.vocabulary where word.count > 1 {
      for end in 2...word.count { merges.append(Array(word[..<end])) }
    }
    // Those of fewer bytes come first; each once.
    let ordered = Array(Set(merges)).sorted {
      $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1)
    }
    let boundaryToken = UInt32(tokenizer.boundary)
    return [
      ("tokenizer.ggml.model", .text("gpt2")),
      ("tokenizer.ggml.pre", .text("gpt-2")),
      ("tokenizer.ggml.tokens", .texts(tokenizer.vocabulary.map { name($0) } + [boundary])),
      // Ordinary ones, and a control token.
      (
        "tokenizer.ggml.token_type",
        .integers(tokenizer.vocabulary.map { _ in 1 } + [3])
      ),
      ("tokenizer.ggml.merges", .texts(ordered.map { name($0.dropLast()) + " " + name($0.suffix(1)) })),
      ("tokenizer.ggml.bos_token_id", .unsigned(boundaryToken)),
      ("tokenizer.ggml.eos_token_id", .unsigned(boundaryToken)),
      ("tokenizer.ggml.add_bos_token", .flag(true)),
      ("tokenizer.ggml.add_eos_token", .flag(false)),
    ]
  }
}
