import Foundation
import TestSupport
import Testing
import Training
import Transformer
import VisibleText

@testable import Exchange

@Suite("A model as a program in Python")
struct PythonProgramTests {
  private func write(_ model: ExportedModel, _ name: String = "model.py", in folder: ExchangeFolder) throws
    -> String
  {
    let program = PythonProgram(model.checkpoint, generatedBy: "microgpt", command: "microgpt sample run")
    return try folder.write(Array(program.text.utf8), to: name)
  }

  /// Reads programs and prints the logits that they compute, after they were found to be Python 3.8.
  private static let reader = """
    import ast, json, runpy, sys
    results = []
    for path, tokens in zip(sys.argv[1].split("|"), json.loads(sys.argv[2])):
        ast.parse(open(path, encoding="utf-8").read(), feature_version=(3, 8))
        module = runpy.run_path(path)
        cache = [[] for _ in range(module["layer_count"])]
        results.append([module["gpt"](token, position, cache) for position, token in enumerate(tokens)])
    print(json.dumps(results))
    """

  @Test("Every variant's program computes the model's logits")
  func logits() throws {
    let folder = try ExchangeFolder()
    let models = try ExportedModel.all()
    let paths = try models.enumerated().map { try write($1, "\($0).py", in: folder) }
    let tokens = String(decoding: try JSONEncoder().encode(models.map(\.tokens)), as: UTF8.self)
    let printed = try Python.run(Self.reader, paths.joined(separator: "|"), tokens)
    try #require(printed.status == 0)
    let read = try JSONDecoder().decode([[[Double]]].self, from: Data(printed.output.utf8))
    try #require(read.count == models.count)
    for (model, logits) in zip(models, read) {
      #expect(agree(logits, model.computed().logits, within: 1e-12), "\(model)")
    }
  }

  @Test(
    "Every variant's program samples the model's texts, with the training's random numbers and with others"
  )
  func samples() throws {
    let folder = try ExchangeFolder()
    let runner = """
      import contextlib, io, json, runpy, sys
      printed = []
      for path in sys.argv[1].split("|"):
          for options in [], ["--seed", "18446744073709551615", "--count", "3", "--temperature", "2"]:
              sys.argv = [path] + options
              with contextlib.redirect_stdout(io.StringIO()) as output:
                  runpy.run_path(path, run_name="__main__")
              printed.append(output.getvalue())
      print(json.dumps(printed))
      """
    let models = try ExportedModel.all().filter { $0.description != "numbers that are large" }
    let paths = try models.enumerated().map { try write($1, "\($0).py", in: folder) }
    let printed = try Python.run(runner, paths.joined(separator: "|"))
    try #require(printed.status == 0)
    let read = try JSONDecoder().decode([String].self, from: Data(printed.output.utf8))
    try #require(read.count == 2 * models.count)
    for (index, model) in models.enumerated() {
      let first = try model.samples(20)
      #expect(read[2 * index] == first.map { $0 + "\n" }.joined(), "\(model)")
      let second = try model.samples(3, seed: .max, temperature: 2)
      #expect(read[2 * index + 1] == second.map { $0 + "\n" }.joined(), "\(model)")
    }
  }

  static let vocabularies: [(unit: Tokenizer.Unit, texts: [[UInt8]])] = [
    (.scalars, ["\n", " ", "\"", "'", "\\", "`"].map { Array($0.utf8) }),
    (.scalars, ["\u{0}", "\r", "\u{85}", "\u{2028}", "\u{202E}", "\u{E0041}"].map { Array($0.utf8) }),
    (.characters, ["\"\"\"", "#", "a", "ä", "a\u{308}", "日", "🙂"].map { Array($0.utf8) }),
    (.bytes, [[0x22], [0x41], [0xA4], [0xC3], [0xF0], [0xFF]]),
    (.scalars, PythonProgram.hidden.map { Array(String(Character($0)).utf8) }),
    (.bytes, [[0x85], [0xA4], [0xE3]]),
  ]

  @Test("What Python would print and a reader not see is what counts as hidden here")
  func hidden() throws {
    let program = """
      import sys, unicodedata
      print(*[code for code in range(0x30000) if chr(code).isprintable()])
      """
    let printed = try Python.run(program)
    try #require(printed.status == 0)
    let hidden = printed.output.split(whereSeparator: \.isWhitespace).compactMap { UInt32($0) }
      .compactMap { Unicode.Scalar($0) }
      .filter {
        $0.isHidden && !$0.properties.isVariationSelector && $0.properties.generalCategory != .unassigned
      }
    #expect(hidden == PythonProgram.hidden)
  }

  @Test(
    "Tokens of any kind are written so that Python reads them, and nothing hides in the file",
    arguments: vocabularies
  )
  func vocabulary(unit: Tokenizer.Unit, texts: [[UInt8]]) throws {
    let folder = try ExchangeFolder()
    let texts = texts.sorted { $0.lexicographicallyPrecedes($1) }
    let shape = try GPTConfiguration(
      vocabularySize: texts.count + 1,
      embeddingWidth: 4,
      headCount: 1,
      contextLength: 9
    )
    let model = try ExportedModel("vocabulary", shape, vocabulary: texts, unit: unit)
    let path = try write(model, in: folder)
    let code =
      "import runpy, sys; path = sys.argv[1]; sys.argv = [path]; runpy.run_path(path, run_name='__main__')"
    let printed = try Python.run("import sys; sys.stdout.reconfigure(encoding='utf-8'); " + code, path)
    #expect(printed.status == 0)
    // Equal bytes: Swift holds texts for equal that Unicode does.
    let expected = try model.samples(20).map { $0 + "\n" }.joined()
    #expect(printed.output.utf8.elementsEqual(expected.utf8), "\(printed.output)\n\(expected)")
    let file = try String(contentsOfFile: path, encoding: .utf8)
    for scalar in file.unicodeScalars where scalar != "\n" {
      let category = scalar.properties.generalCategory
      #expect(category != .control && category != .format && category != .lineSeparator, "\(scalar.value)")
    }
  }
}
