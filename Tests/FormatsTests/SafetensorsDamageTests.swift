import Foundation
import Testing

@testable import Formats

/// Where the format's reference implementation refuses a file, so does this one.
@Suite("Damaged safetensors files")
struct SafetensorsDamageTests {
  /// A file of this header, not padded, and this many bytes of values.
  static func file(_ header: String, valueBytes: Int = 16) -> Data {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) } + Data(header.utf8)
      + Data(repeating: 0, count: valueBytes)
  }

  static func tensor(_ shape: String, _ begin: Int, _ end: Int, type: String = "F64") -> String {
    #"{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(begin),\#(end)]}"#
  }

  static func error(decoding data: Data) -> SafetensorsError? {
    do {
      _ = try Safetensors(decoding: data)
      return nil
    } catch {
      return error
    }
  }

  @Test("No beginning of a file is a file, and neither is a file with bytes after its end")
  func everyLength() throws {
    let data = SafetensorsTests.sample.data
    for length in 0..<data.count {
      let error = try #require(Self.error(decoding: data.prefix(length)), "\(length) bytes")
      let headerEnd = 8 + Int(data[0]) + Int(data[1]) << 8
      switch length {
      case ..<8: #expect(error == .noHeaderLength(fileLength: length))
      case ..<headerEnd: #expect(error == .headerBeyondFile(headerLength: headerEnd - 8, fileLength: length))
      default: #expect(error == .dataLength(expected: data.count - headerEnd, found: length - headerEnd))
      }
    }
    #expect(Self.error(decoding: data + Data([0])) == .dataLength(expected: 64, found: 65))
  }

  @Test("A changed byte of the header is refused, or changes what is read; it never loses a value")
  func everyHeaderByte() {
    let data = SafetensorsTests.sample.data
    let headerEnd = 8 + Int(data[0]) + Int(data[1]) << 8
    let values = SafetensorsTests.sample.tensors.flatMap(\.values)
    for position in 0..<headerEnd {
      for replacement in [0, 0x20, 0x22, 0x2C, 0x2D, 0x30, 0x39, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0xFF]
        as [UInt8]
      {
        var changed = data
        changed[position] = replacement
        guard replacement != data[position], let contents = try? Safetensors(decoding: changed) else {
          continue
        }
        #expect(contents != SafetensorsTests.sample, "byte \(position) is \(replacement)")
        #expect(contents.tensors.flatMap(\.values) == values, "byte \(position) is \(replacement)")
      }
    }
  }

  @Test("A header's length beyond 100 MB is refused before anything is read")
  func longHeader() {
    let tail = Data(repeating: 0x20, count: 64)
    for length in [100_000_001, UInt64(Int.max), .max] {
      let data = withUnsafeBytes(of: length.littleEndian) { Data($0) } + tail
      #expect(Self.error(decoding: data) == .headerTooLong(length))
    }
    let data = withUnsafeBytes(of: UInt64(100_000_000).littleEndian) { Data($0) } + tail
    #expect(Self.error(decoding: data) == .headerBeyondFile(headerLength: 100_000_000, fileLength: 72))
  }

  @Test("A header begins with a brace", arguments: ["", " {}", "[]", "\u{FEFF}{}", "\"a\"", "null"])
  func start(header: String) {
    #expect(Self.error(decoding: Self.file(header, valueBytes: 0)) == .headerStart)
  }

  @Test("A header is UTF-8, and nothing that could be taken for UTF-16 or UTF-32")
  func encoding() {
    for header in [[0x7B, 0x22, 0xFF, 0x22, 0x7D], [0x7B, 0, 0x7D, 0], [0x7B, 0, 0, 0, 0x7D, 0, 0, 0]]
      as [[UInt8]]
    {
      let data = Data([UInt8(header.count), 0, 0, 0, 0, 0, 0, 0]) + Data(header)
      #expect(Self.error(decoding: data) == .headerNotUTF8)
    }
  }

  @Test(
    "A header is one JSON object, of the form that the format says",
    arguments: [
      "{", "{]", "{}}", "{} x", #"{"a"}"#, #"{"a":}"#, #"{"a":1}"#, #"{"a":null}"#, #"{"a":{}}"#,
      #"{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},}"#,
      #"{"a":{"dtype":"F64","shape":[2, ],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F64","shape":[2,],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F64","shape":[2]}}"#, #"{"a":{"dtype":"F64","data_offsets":[0,16]}}"#,
      #"{"a":{"shape":[2],"data_offsets":[0,16]}}"#, #"{"a":{"dtype":8,"shape":[2],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F64","shape":2,"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F64","shape":["2"],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F64","shape":[18446744073709551616],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F64","shape":[2],"data_offsets":[]}}"#,
      #"{"a":{"dtype":"F64","shape":[2],"data_offsets":[0]}}"#,
      #"{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16,16]}}"#,
      #"{"__metadata__":{"step":3}}"#, #"{"__metadata__":{"step":null}}"#, #"{"__metadata__":"step"}"#,
      #"{"\ud800":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}"#,
    ]
  )
  func form(header: String) {
    guard case .header(let problem) = Self.error(decoding: Self.file(header)) else {
      Issue.record("not refused for its header")
      return
    }
    #expect(!problem.isEmpty)
  }

  @Test("White space around the parts of a header is allowed")
  func whiteSpace() throws {
    let header =
      "{ \"a\"\n:\t" + #"{ "dtype" : "F64", "shape" : [ 2 ], "data_offsets" : [ 0 , 16 ] } }"# + " \r\n"
    #expect(
      try Safetensors(decoding: Self.file(header)).tensors == [.init(name: "a", shape: [2], values: [0, 0])]
    )
  }

  @Test("Braces, quotes and digits inside of names and metadata mean nothing")
  func textThatLooksLikeJSON() throws {
    let contents = Safetensors(
      tensors: [
        .init(name: #"{"a":[-1.5"#, shape: [1], values: [2]), .init(name: "a", shape: [], values: [3]),
      ],
      metadata: ["k": #"\",{"a":-1e5},"a":1]}\"#, "a": "1.5"]
    )
    #expect(try Safetensors(decoding: contents.data) == contents)
  }

  @Test("A key that comes twice in an object is refused, also where it is written in two ways")
  func duplicates() {
    let one = Self.tensor("[1]", 0, 8)
    let two = Self.tensor("[1]", 8, 16)
    #expect(Self.error(decoding: Self.file(#"{"a":\#(one),"a":\#(two)}"#)) == .duplicateKey("a"))
    #expect(Self.error(decoding: Self.file(#"{"a":\#(one),"\u0061":\#(two)}"#)) == .duplicateKey("a"))
    let metadata = #"{"__metadata__":{"a":"1","a":"2"},"a":\#(Self.tensor("[2]", 0, 16))}"#
    #expect(Self.error(decoding: Self.file(metadata)) == .duplicateKey("a"))
    let field = #"{"a":{"dtype":"F64","dtype":"F64","shape":[2],"data_offsets":[0,16]}}"#
    #expect(Self.error(decoding: Self.file(field)) == .duplicateKey("dtype"))
  }

  @Test("The same key in two objects is no duplicate")
  func sameKeyElsewhere() throws {
    let header = #"{"__metadata__":{"a":"a","dtype":"shape"},"a":\#(Self.tensor("[2]", 0, 16))}"#
    #expect(try Safetensors(decoding: Self.file(header)).tensors.map(\.name) == ["a"])
  }

  @Test("Numbers are whole and have no sign", arguments: ["2.0", "2e0", "-2", "-0"])
  func numbers(number: String) {
    let header = #"{"a":\#(Self.tensor("[\(number)]", 0, 16))}"#
    #expect(Self.error(decoding: Self.file(header)) == .notWhole(number))
  }

  @Test("Other types of numbers are refused by name", arguments: ["F32", "I64", "BF16", "f64", ""])
  func types(type: String) {
    let header = #"{"a":\#(Self.tensor("[2]", 0, 16, type: type))}"#
    #expect(Self.error(decoding: Self.file(header)) == .numberType(tensor: "a", found: type, accepted: "F64"))
  }

  @Test(
    "A shape takes as many bytes as the offsets say",
    arguments: ["[]", "[0]", "[1]", "[3]", "[2,2]", "[2,0]"]
  )
  func byteCounts(shape: String) throws {
    let header = #"{"a":\#(Self.tensor(shape, 0, 16))}"#
    let error = try #require(Self.error(decoding: Self.file(header)))
    guard case .byteCount(tensor: "a", shape: _, let expected, found: 16) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(expected != 16)
  }

  @Test("A shape whose size cannot be counted is refused, also where a zero follows")
  func largeShapes() {
    let huge = Int.max
    for shape in [[huge], [huge, huge], [huge, huge, 0], [1 << 31, 1 << 32], [2, huge / 8]] {
      let header = #"{"a":\#(Self.tensor("\(shape)", 0, 16))}"#
      #expect(Self.error(decoding: Self.file(header)) == .shapeTooLarge(tensor: "a", shape: shape))
    }
  }

  @Test("Holes, overlaps and offsets that run backwards are refused, and so is a first tensor not at 0")
  func offsets() {
    func error(_ first: (Int, Int), _ second: (Int, Int)) -> SafetensorsError? {
      let a = Self.tensor("[\((first.1 - first.0) / 8)]", first.0, first.1)
      let b = Self.tensor("[\(max(0, second.1 - second.0) / 8)]", second.0, second.1)
      return Self.error(decoding: Self.file(#"{"a":\#(a),"b":\#(b)}"#, valueBytes: 32))
    }
    #expect(error((0, 8), (8, 32)) == nil)
    #expect(error((0, 8), (16, 32)) == .offsets(tensor: "b", begin: 16, end: 32, expectedBegin: 8))
    #expect(error((0, 16), (8, 32)) == .offsets(tensor: "b", begin: 8, end: 32, expectedBegin: 16))
    #expect(error((0, 16), (0, 16)) == .offsets(tensor: "b", begin: 0, end: 16, expectedBegin: 16))
    #expect(error((0, 32), (32, 24)) == .offsets(tensor: "b", begin: 32, end: 24, expectedBegin: 32))
    #expect(error((8, 16), (16, 32)) == .offsets(tensor: "a", begin: 8, end: 16, expectedBegin: 0))
    #expect(error((0, 8), (8, 24)) == .dataLength(expected: 24, found: 32))
  }

  @Test("Offsets, not the header, give the order of the tensors")
  func order() throws {
    let header =
      #"{"b":\#(Self.tensor("[1]", 8, 16)),"e":\#(Self.tensor("[0]", 8, 8)),"a":\#(Self.tensor("[]", 0, 8))}"#
    #expect(try Safetensors(decoding: Self.file(header)).tensors.map(\.name) == ["a", "e", "b"])
  }

  @Test("Errors name the place and the numbers")
  func messages() {
    let errors: [(SafetensorsError, [String])] = [
      (.noHeaderLength(fileLength: 5), ["5 bytes"]),
      (.headerTooLong(123_456_789_012), ["123456789012", "100000000"]),
      (.headerBeyondFile(headerLength: 100, fileLength: 50), ["100", "42"]),
      (.header("a.shape: x"), ["a.shape: x"]),
      (.duplicateKey("wte"), ["wte"]),
      (.notWhole("1.5"), ["1.5"]),
      (.numberType(tensor: "wte", found: "F32", accepted: "F64"), ["wte", "F32", "F64"]),
      (.offsets(tensor: "wte", begin: 24, end: 32, expectedBegin: 16), ["wte", "24", "16"]),
      (.offsets(tensor: "wte", begin: 24, end: 16, expectedBegin: 24), ["wte", "24", "16", "before"]),
      (.shapeTooLarge(tensor: "wte", shape: [7, 9]), ["wte", "[7, 9]"]),
      (.byteCount(tensor: "wte", shape: [3], expected: 24, found: 16), ["wte", "[3]", "24", "16"]),
      (.dataLength(expected: 24, found: 16), ["16 of 24"]),
      (.dataLength(expected: 24, found: 25), ["1 byte after"]),
    ]
    for (error, parts) in errors {
      for part in parts { #expect(error.description.contains(part), "\(error)") }
    }
  }
}
