import Formats
import Testing

@Suite("ONNX")
struct ONNXModelTests {
  private static let model = {
    var model = ONNXModel(producer: "me", producerVersion: "1", name: "g")
    model.nodes = [
      .init(
        "Gemm",
        ["x", "w"],
        outputs: ["y"],
        attributes: [("transB", .integer(1)), ("a", .integers([-1, 2]))]
      )
    ]
    model.tensors = [
      .init(name: "w", shape: [1, 2], values: .doubles([1, -2])),
      .init(name: "n", shape: [], values: .integers([-1])),
    ]
    model.inputs = [.init(name: "x", type: .double, shape: [.named("T"), .count(300)])]
    model.documentation = "doc"
    model.metadata = [("k", "v")]
    return model
  }()

  @Test("A model's bytes are those that its protocol buffer has by hand")
  func bytes() throws {
    func message(_ field: UInt8, _ content: [UInt8]) -> [UInt8] {
      [field << 3 | 2, UInt8(content.count)] + content
    }
    func text(_ field: UInt8, _ text: String) -> [UInt8] { message(field, Array(text.utf8)) }
    let minusOne = [UInt8](repeating: 0xFF, count: 9) + [1]
    // The attribute's type is field 20, whose key takes two bytes.
    let attributes =
      message(5, text(1, "transB") + [3 << 3, 1, 0xA0, 1, 2])
      + message(5, text(1, "a") + [8 << 3] + minusOne + [8 << 3, 2, 0xA0, 1, 7])
    let node = message(
      1,
      text(1, "x") + text(1, "w") + text(2, "y") + text(3, "y") + text(4, "Gemm") + attributes
    )
    let one: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
    let minusTwo: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0xC0]
    let weights = message(5, [1 << 3, 1, 1 << 3, 2, 2 << 3, 11] + text(8, "w") + message(9, one + minusTwo))
    let number = message(5, [2 << 3, 7] + text(8, "n") + message(9, [UInt8](repeating: 0xFF, count: 8)))
    let axes = message(1, text(2, "T")) + message(1, [1 << 3, 0xAC, 2])
    let input = message(11, text(1, "x") + message(2, message(1, [1 << 3, 11] + message(2, axes))))
    let graph = node + text(2, "g") + weights + number + text(10, "doc") + input
    let expected =
      [1 << 3, 8] + text(2, "me") + text(3, "1") + text(6, "doc") + [
        7 << 3 | 2, UInt8(graph.count & 0x7F | 0x80), UInt8(graph.count >> 7),
      ]
      + graph + message(8, text(1, "") + [2 << 3, 17]) + message(14, text(1, "k") + text(2, "v"))
    #expect(graph.count > 0x7F)
    #expect(try Self.model.encoded() == expected)
    #expect(expected.starts(with: ONNXModel.beginning(producer: "me")))
  }

  @Test("What would be too large for a protocol buffer is refused, to the byte")
  func limit() throws {
    #expect(ONNXModel.largestFile == 2_147_483_647)
    let count = try Self.model.encoded().count
    #expect(try Self.model.encoded(limit: count).count == count)
    #expect(throws: ONNXError.tooLarge(byteCount: count, limit: count - 1)) {
      try Self.model.encoded(limit: count - 1)
    }
    // The numbers alone, before anything is copied.
    #expect(throws: ONNXError.tooLarge(byteCount: 24, limit: 23)) { try Self.model.encoded(limit: 23) }
    #expect("\(ONNXError.tooLarge(byteCount: 24, limit: 23))".contains("would take 24 bytes"))
  }
}
