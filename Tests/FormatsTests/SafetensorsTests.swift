import Foundation
import Testing

@testable import Formats

@Suite("Safetensors")
struct SafetensorsTests {
  static let sample = Safetensors(
    tensors: [
      .init(
        name: "wte",
        shape: [2, 3],
        values: [1.5, -2.25, 0.1, -0.0, .leastNonzeroMagnitude, -.greatestFiniteMagnitude]
      ),
      .init(name: "a \"quoted\\ name\n", shape: [], values: [.pi]),
      .init(name: "none", shape: [0, 7], values: []),
      .init(name: "Čeněk", shape: [1], values: [-.infinity]),
    ],
    metadata: [
      "step": "3", "vocabulary": "é\"\\/\n\r\t\u{0}\u{1F}\u{7F}\u{2028}😀", "": "", "ab": "x", "B": "y",
    ]
  )

  static func bits(_ contents: Safetensors) -> [[UInt64]] {
    contents.tensors.map { $0.values.map(\.bitPattern) }
  }

  @Test("Encoding, then decoding gives the contents back, in order")
  func roundTrip() throws {
    let decoded = try Safetensors(decoding: Self.sample.data)
    #expect(decoded == Self.sample)
    #expect(Self.bits(decoded) == Self.bits(Self.sample))
  }

  @Test("Every bit of every number survives: NaN with its payload, both zeros, subnormals")
  func bitPatterns() throws {
    let patterns: [UInt64] = [
      0, 1, 1 << 63, 1 << 63 | 1, 0x000F_FFFF_FFFF_FFFF, 0x0010_0000_0000_0000, 0x7FEF_FFFF_FFFF_FFFF,
      0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000, 0x7FF8_0000_0000_0000, 0xFFF8_0000_DEAD_BEEF,
      0x0123_4567_89AB_CDEF,
    ]
    let contents = Safetensors(
      tensors: [.init(name: "x", shape: [patterns.count], values: patterns.map { Double(bitPattern: $0) })]
    )
    #expect(try Self.bits(Safetensors(decoding: contents.data)) == [patterns])
  }

  @Test("The bytes are those of the format's description")
  func bytes() {
    let contents = Safetensors(
      tensors: [.init(name: "b", shape: [2], values: [1, -2]), .init(name: "a", shape: [], values: [0.5])],
      metadata: ["z": "\u{1}", "k": "\"v\\"]
    )
    let header =
      #"{"__metadata__":{"k":"\"v\\","z":"\u0001"},"b":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},"#
      + #""a":{"dtype":"F64","shape":[],"data_offsets":[16,24]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    var expected = Data([UInt8(padded.utf8.count), 0, 0, 0, 0, 0, 0, 0])
    expected.append(contentsOf: padded.utf8)
    expected.append(contentsOf: [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0])
    expected.append(contentsOf: [0, 0, 0, 0, 0, 0, 0xE0, 0x3F])
    #expect(contents.data == expected)
  }

  @Test("Values begin at a multiple of eight bytes, however long the header is")
  func alignment() {
    for length in 0..<16 {
      let name = String(repeating: "n", count: length)
      let data = Safetensors(tensors: [.init(name: name, shape: [1], values: [1])]).data
      #expect(data.count % 8 == 0)
    }
  }

  @Test("The order in which metadata came does not show in the bytes")
  func determinism() {
    var keys = (0..<50).map { "key \($0)" }
    let bytes = Safetensors(metadata: Dictionary(uniqueKeysWithValues: keys.map { ($0, "v") })).data
    for _ in 0..<5 {
      keys.shuffle()
      var metadata: [String: String] = [:]
      for key in keys { metadata[key] = "v" }
      #expect(Safetensors(metadata: metadata).data == bytes)
    }
  }

  @Test("A file without tensors is a file")
  func empty() throws {
    let data = Safetensors().data
    #expect(data == Data([8, 0, 0, 0, 0, 0, 0, 0]) + Data("{}      ".utf8))
    #expect(try Safetensors(decoding: data) == Safetensors())
  }

  @Test("A part of a larger buffer is read as a file of its own")
  func slice() throws {
    let data = Self.sample.data
    let larger = Data([1, 2, 3]) + data + Data([4, 5])
    #expect(try Safetensors(decoding: larger.dropFirst(3).dropLast(2)) == Self.sample)
  }

  @Test("A tensor is found by its name")
  func lookup() {
    #expect(Self.sample["none"]?.shape == [0, 7])
    #expect(Self.sample["None"] == nil)
  }

  // Written by Python's safetensors 0.8.0 with numpy: save({"b": np.array([[1.5, -0.0, 5e-324]]),
  // "a": np.array(np.inf), "empty": np.zeros((0, 3))}, metadata={"text": 'é"\\\n\u2028\x00'})
  @Test("A file that Python wrote is read")
  func writtenByPython() throws {
    let header =
      #"{"__metadata__":{"text":"é\"\\\n"# + "\u{2028}"
      + #"\u0000"},"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"#
      + #""b":{"dtype":"F64","shape":[1,3],"data_offsets":[8,32]},"#
      + #""empty":{"dtype":"F64","shape":[0,3],"data_offsets":[32,32]}}"#
    let padded = header + String(repeating: " ", count: 216 - header.utf8.count)
    var file = Data([216, 0, 0, 0, 0, 0, 0, 0])
    file.append(contentsOf: padded.utf8)
    file.append(contentsOf: [0, 0, 0, 0, 0, 0, 0xF0, 0x7F, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F])
    file.append(contentsOf: [0, 0, 0, 0, 0, 0, 0, 0x80, 1, 0, 0, 0, 0, 0, 0, 0])
    let contents = try Safetensors(decoding: file)
    #expect(contents.metadata == ["text": "é\"\\\n\u{2028}\u{0}"])
    #expect(contents.tensors.map(\.name) == ["a", "b", "empty"])
    #expect(contents.tensors.map(\.shape) == [[], [1, 3], [0, 3]])
    #expect(
      Self.bits(contents) == [
        [0x7FF0_0000_0000_0000], [0x3FF8_0000_0000_0000, 0x8000_0000_0000_0000, 1], [],
      ]
    )
  }
}
