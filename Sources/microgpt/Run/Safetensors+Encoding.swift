#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Safetensors {
  /// The file's bytes.
  ///
  /// They depend on the contents alone: tensors stand in their order, metadata in the order of its keys'
  /// UTF-8 bytes.
  ///
  /// - Precondition: The tensors' names differ from each other and from `__metadata__`.
  func encoded() -> Data {
    var header = Array(encodedHeader().utf8)
    // The values are to begin at a multiple of eight bytes.
    while header.count % Self.numberSize != 0 { header.append(UInt8(ascii: " ")) }
    precondition(header.count <= Self.longestHeader, "the header has \(header.count) bytes")

    let valueCount = tensors.reduce(0) { $0 + $1.values.count }
    var data = Data()
    data.reserveCapacity(Self.headerLengthSize + header.count + valueCount * Self.numberSize)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(contentsOf: header)
    for tensor in tensors {
      tensor.values.map { $0.bitPattern.littleEndian }.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    return data
  }

  private func encodedHeader() -> String {
    var entries: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let strings = pairs.map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
      entries.append("\(Self.quoted(Self.metadataKey)):{\(strings.joined(separator: ","))}")
    }
    var names: Set = [Self.metadataKey]
    var begin = 0
    for tensor in tensors {
      precondition(names.insert(tensor.name).inserted, "the name \(tensor.name) is taken")
      let end = begin + tensor.values.count * Self.numberSize
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(Self.quoted(tensor.name)):"
          + "{\"dtype\":\"\(Self.numberType)\",\"shape\":[\(shape)],\"data_offsets\":[\(begin),\(end)]}"
      )
      begin = end
    }
    return "{\(entries.joined(separator: ","))}"
  }

  /// `text` as a JSON string.
  private static func quoted(_ text: String) -> String {
    var result = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): result += "\\\"".utf8
      case UInt8(ascii: "\\"): result += "\\\\".utf8
      case UInt8(ascii: "\n"): result += "\\n".utf8
      case 0..<0x20: result += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
    return String(decoding: result, as: UTF8.self)
  }
}
