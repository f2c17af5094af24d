import Autograd
import Replay
import TestSupport
import Testing
import Transformer

/// FlashAttention replayed, beside softmax's attention recorded anew: another formula, and none of the same code.
@Suite("Replays of flash attention")
struct FlashReplayTests {
  /// How wide keys and values are, how many there are, and in tiles of how many they are read.
  struct Size: CustomTestStringConvertible {
    let keyWidth: Int
    let valueWidth: Int
    let count: Int
    let tileSize: Int

    var testDescription: String { "\(count) keys of \(keyWidth) and \(valueWidth), tiles of \(tileSize)" }

    /// Widths below, at and above that of a vector, tiles that are full and that are not.
    static let all = [
      Size(keyWidth: 4, valueWidth: 4, count: 1, tileSize: 16),
      Size(keyWidth: 4, valueWidth: 4, count: 37, tileSize: 16),
      Size(keyWidth: 8, valueWidth: 8, count: 33, tileSize: 16),
      Size(keyWidth: 8, valueWidth: 8, count: 150, tileSize: 1000),
      Size(keyWidth: 8, valueWidth: 8, count: 29, tileSize: 1),
      Size(keyWidth: 16, valueWidth: 16, count: 65, tileSize: 7),
      Size(keyWidth: 12, valueWidth: 8, count: 40, tileSize: 16),
      Size(keyWidth: 5, valueWidth: 3, count: 21, tileSize: 8),
      Size(keyWidth: 2, valueWidth: 19, count: 70, tileSize: 64),
      Size(keyWidth: 32, valueWidth: 4, count: 18, tileSize: 5),
    ]
  }

  /// Which of the keys each query reads.
  enum Choice: String, CaseIterable {
    case all, window, everyThird, firstAndLast, irregular

    func shows(_ key: Int, of count: Int) -> Bool {
      switch self {
      case .all: true
      case .window: key >= count - 9
      case .everyThird: key % 3 == 1 || count == 1
      case .firstAndLast: key < 2 || key >= count - 5
      case .irregular: [0, 1, 4, 9, 11, 18].contains(key % 20) || key == count - 1
      }
    }
  }

  @Test("Values and all gradients are those of softmax", arguments: Size.all, Choice.allCases)
  func softmax(size: Size, choice: Choice) {
    let tape = Tape()
    var index = 0.0
    func vectors(_ width: Int, _ count: Int) -> [Vector] {
      (0..<count).map { _ in
        tape.vector(
          (0..<width).map { _ in
            index += 1
            return (index * index * 0.37).remainder(dividingBy: 2)
          }
        )
      }
    }
    let shown = (0..<size.count).filter { choice.shows($0, of: size.count) }
    let queries = vectors(size.keyWidth, 3)
    let keys = vectors(size.keyWidth, size.count)
    let values = vectors(size.valueWidth, size.count)
    let coefficients = vectors(size.valueWidth, 1)[0]
    let scale = tape.value(0.61)
    let mark = tape.mark
    let leaves = tape.run(from: 0)

    /// What three queries read, and the first key as a query too.
    func results(_ attend: (Vector, [Vector], [Vector]) -> Vector) -> [Value] {
      queries.map { query in
        dot(attend(query, shown.map { keys[$0] }, shown.map { values[$0] }), coefficients)
      } + [dot(attend(keys[0], shown.map { keys[$0] }, shown.map { values[$0] }), coefficients)]
    }

    let program = tape.program {
      results { query, keys, values in
        flashAttention(query: query, keys: keys, values: values, scale: scale, tileSize: size.tileSize).output
      }
    }
    // Numbers that it was not recorded with.
    for leaf in leaves { leaf.data *= 1.03 }
    program.replay([])
    program.backward()
    let replayed = ((0..<program.resultCount).map { program.result($0) }, leaves.grad)
    tape.clearGradients()
    let plain = results { query, keys, values in
      weightedSum((dots(query, keys) * scale).softmax(), values)
    }
    vector(of: plain).sum().backward()
    #expect(agree(replayed.0, plain.map { $0.data }, within: 1e-12))
    #expect(agree(replayed.1, leaves.grad, within: 1e-12))
    tape.rewind(to: mark)
  }

  @Test(
    "A long document's loss and gradients are those of softmax, under every mask",
    arguments: [
      "causal", "window:24", "strided:7", "blocks:32", "global:3", "window:20+global:2",
      "strided:16+window:5",
      "blocks:16+global:1+strided:9",
    ],
    [16, 61]
  )
  func masks(mask: String, tileSize: Int) throws {
    func model(_ kernel: KernelChoice, heads: Int) throws -> GPT {
      var choices = AttentionChoices()
      choices.kernel = kernel
      choices.mask = try #require(MaskChoice(mask))
      choices.keyValueHeadCount = heads / 2
      choices.positions = .rotary(base: 100)
      return Variant.model(
        try GPTConfiguration(
          vocabularySize: 5,
          layerCount: 2,
          embeddingWidth: 16,
          headCount: heads,
          contextLength: 150,
          attention: choices
        )
      )
    }
    let document = (0...150).map { $0 * $0 % 7 % 5 }
    for heads in [2, 4] {
      let flash = try model(.flash(tileSize: tileSize), heads: heads)
      let program = flash.tape.program(differentiating: flash.parameterVector) {
        [flash.loss(of: Array(repeating: 0, count: document.count))]
      }
      program.replay(document)
      program.backward()
      let softmax = try model(.softmax, heads: heads)
      let loss = softmax.loss(of: document)
      loss.backward()
      #expect(agree([program.result(0)], [loss.data], within: 1e-12))
      #expect(agree(flash.parameterVector.grad, softmax.parameterVector.grad, within: 1e-12))
    }
  }

  @Test(
    "A program takes memory in proportion to the context",
    arguments: ["causal", "window:40", "strided:8", "blocks:32", "window:20+global:2"]
  )
  func memory(mask: String) throws {
    var choices = AttentionChoices()
    choices.kernel = .flash(tileSize: 16)
    choices.mask = try #require(MaskChoice(mask))
    let model = Variant.model(
      try GPTConfiguration(
        vocabularySize: 3,
        layerCount: 2,
        embeddingWidth: 8,
        headCount: 2,
        contextLength: 512,
        attention: choices
      )
    )
    func byteCount(_ context: Int) -> Double {
      let document = Array(repeating: 0, count: context + 1)
      return Double(
        model.tape.program(differentiating: model.parameterVector) { [model.loss(of: document)] }.byteCount
      )
    }
    let (first, second, third) = (byteCount(128), byteCount(256), byteCount(512))
    #expect(second < 2.05 * first)
    #expect(third - second < 2.05 * (second - first))
  }
}
