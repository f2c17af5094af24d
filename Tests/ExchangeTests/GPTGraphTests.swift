import Exchange
import Formats
import Foundation
import TestSupport
import Testing
import Training
import Transformer

@Suite("A model as a graph for ONNX")
struct GPTGraphTests {
  private func graph(_ model: ExportedModel) -> ONNXModel {
    GPTGraph.model(of: model.checkpoint, givesPatterns: true, producer: "microgpt", version: "1")
  }

  @Test("Every name is given once, and before it is read")
  func order() throws {
    for model in try ExportedModel.all() {
      let graph = graph(model)
      var known = Set<String>()
      for name in graph.inputs.map(\.name) + graph.tensors.map(\.name) {
        #expect(known.insert(name).inserted, "\(model): \(name)")
      }
      for node in graph.nodes {
        #expect(known.isSuperset(of: node.inputs), "\(model): \(node)")
        for name in node.outputs { #expect(known.insert(name).inserted, "\(model): \(name)") }
      }
      #expect(known.isSuperset(of: graph.outputs.map(\.name)))
      for tensor in graph.tensors {
        let count = tensor.shape.reduce(1, *)
        switch tensor.values {
        case .doubles(let numbers): #expect(numbers.count == count)
        case .integers(let numbers): #expect(numbers.count == count)
        }
      }
    }
  }

  @Test(
    "The longest table of angles, beside the most parameters, takes less than half of what a file may have"
  )
  func limit() throws {
    var choices = AttentionChoices()
    choices.positions = .rotary(base: 10)
    choices.kernel = .flash(tileSize: 16)
    func longest(_ width: Int) throws -> Int {
      let shape = GPTShape(
        embeddingWidth: width,
        headCount: 1,
        contextLength: .max >> 1,
        attention: choices,
        hiddenWidth: 1
      )
      do {
        _ = try GPTConfiguration(vocabularySize: 1, shape: shape)
        return .max
      } catch GPTConfigurationError.contextTooLong(_, let longest) { return longest }
    }
    for width in [2, 1_000, 2_000] {
      let angles = Double(try longest(width)) * Double(width)
      let bytes = 8 * (angles + Double(GPTConfiguration.largestParameterCount))
      #expect(angles > 1e6 && bytes < Double(ONNXModel.largestFile / 2), "\(width)")
    }
  }

  /// Checks each model, and computes its outputs for all tokens and for the first alone.
  private static let reader = """
    import json, sys, numpy, onnx, onnxruntime
    results = []
    for path, tokens in zip(sys.argv[1].split("|"), json.loads(sys.argv[2])):
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        known = {entry.key: entry.value for entry in model.metadata_props}
        assert model.opset_import[0].version == 17 and model.producer_name == "microgpt"
        assert int(known["boundary"]) == len(known["vocabulary"].split())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        names = [output.name for output in session.get_outputs()]
        runs = []
        for length in {len(tokens), 1}:
            outputs = session.run(None, {"tokens": numpy.array(tokens[:length], dtype=numpy.int64)})
            assert all(output.dtype == numpy.float64 for output in outputs)
            runs.append({name: {"shape": output.shape, "numbers": output.ravel().tolist()}
                         for name, output in zip(names, outputs)})
        try:
            session.run(None, {"tokens": numpy.array([0] * (int(known["context_length"]) + 1), dtype=numpy.int64)})
            has_limit = False
        except Exception:
            has_limit = True
        results.append({"runs": runs, "hasLimit": has_limit})
    print(json.dumps(results))
    """

  private struct Result: Decodable {
    struct Output: Decodable {
      let shape: [Int]
      let numbers: [Double]
    }
    let runs: [[String: Output]]
    let hasLimit: Bool
  }

  @Test(
    "ONNX finds every variant's graph valid, and onnxruntime computes the model's logits and patterns with it",
    .enabled(if: Python.clients.has("onnx, onnxruntime"), Python.clients.advice)
  )
  func runtime() throws {
    let folder = try ExchangeFolder()
    let models = try ExportedModel.all()
    let paths = try models.enumerated().map { try folder.write(graph($1).encoded(), to: "\($0).onnx") }
    let tokens = String(decoding: try JSONEncoder().encode(models.map(\.tokens)), as: UTF8.self)
    let printed = try Python.clients.run(Self.reader, paths.joined(separator: "|"), tokens)
    try #require(printed.status == 0, "\(printed.output)")
    let results = try JSONDecoder().decode([Result].self, from: Data(printed.output.utf8))
    try #require(results.count == models.count)
    for (model, result) in zip(models, results) {
      let (logits, patterns) = model.computed()
      let shape = model.checkpoint.model
      #expect(!result.runs.isEmpty && result.hasLimit, "\(model)")
      for run in result.runs {
        let output = try #require(run["logits"])
        let length = try #require(output.shape.first)
        #expect(output.shape == [length, shape.vocabularySize])
        #expect(agree(output.numbers, logits.prefix(length).flatMap { $0 }, within: 1e-12), "\(model)")
        #expect(run.count == 1 + shape.layerCount)
        for (layer, heads) in patterns.enumerated() {
          let output = try #require(run["layer\(layer).pattern"])
          #expect(output.shape == [shape.headCount, length, length])
          let expected = heads.flatMap { $0.prefix(length).flatMap { $0.prefix(length) } }
          #expect(agree(output.numbers, expected, within: 1e-12), "\(model)")
          // What is hidden weighs nothing at all.
          #expect(zip(output.numbers, expected).allSatisfy { $1 != 0 || $0 == 0 })
        }
      }
    }
  }
}
