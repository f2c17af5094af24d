#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

import Drawing

/// The header of a safetensors file, read but for the checks of ``checkedByteCount()``.
struct SafetensorsHeader {
  /// What the header says about one tensor; its values stand at `begin..<end`, in bytes after the header.
  struct Entry {
    var name: String
    var numberType: String
    var shape: [Int]
    var begin: Int
    var end: Int
  }

  var metadata: [String: String]

  /// The tensors in the order of their offsets, which is the order of their values.
  var entries: [Entry]

  /// Reads the JSON text of a header.
  init(parsing json: Data) throws(SafetensorsError) {
    // With these two checks, no other encoding than UTF-8 can be meant: JSONDecoder would guess UTF-16 and
    // UTF-32 too.
    guard json.first == UInt8(ascii: "{") else { throw .headerStart }
    guard !json.contains(0), String(validating: json, as: UTF8.self) != nil else { throw .headerNotUTF8 }

    let contents: Contents
    do {
      contents = try JSONDecoder().decode(Contents.self, from: json)
    } catch {
      throw .header(Self.explain(error))
    }
    let names = try JSONKeys.check(Array(json))

    metadata = contents.metadata
    entries = []
    for name in names {
      guard let tensor = contents.tensors[name] else { continue }
      guard tensor.dataOffsets.count == 2 else {
        throw .header(
          "\(name).data_offsets: it has \(counted(tensor.dataOffsets.count, "number")) instead of two"
        )
      }
      entries.append(
        Entry(
          name: name,
          numberType: tensor.dtype,
          shape: tensor.shape,
          begin: tensor.dataOffsets[0],
          end: tensor.dataOffsets[1]
        )
      )
    }
    // Swift's sort is stable: tensors without values, which share their offsets, keep the header's order.
    entries.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
  }

  /// Checks each tensor's type, shape and place, and gives the number of bytes that all of them take.
  func checkedByteCount() throws(SafetensorsError) -> Int {
    var position = 0
    for entry in entries {
      guard entry.numberType == Safetensors.numberType else {
        throw .numberType(tensor: entry.name, found: entry.numberType)
      }
      guard entry.begin == position, entry.end >= entry.begin else {
        throw .offsets(tensor: entry.name, begin: entry.begin, end: entry.end, expectedBegin: position)
      }
      guard let byteCount = entry.byteCountOfShape else {
        throw .shapeTooLarge(tensor: entry.name, shape: entry.shape)
      }
      guard entry.end - entry.begin == byteCount else {
        throw .byteCount(
          tensor: entry.name,
          shape: entry.shape,
          expected: byteCount,
          found: entry.end - entry.begin
        )
      }
      position = entry.end
    }
    return position
  }

  private static func explain(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .keyNotFound(let key, let context): return "\(path(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      let place = context.codingPath.isEmpty ? "" : path(context.codingPath) + ": "
      return place + context.debugDescription
    @unknown default: return "\(error)"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }
}

extension SafetensorsHeader.Entry {
  /// How many bytes so many numbers take, or `nil` where they are more than can be counted.
  fileprivate var byteCountOfShape: Int? {
    var product = Safetensors.numberSize
    for length in shape {
      let (next, isTooLarge) = product.multipliedReportingOverflow(by: length)
      if isTooLarge { return nil }
      product = next
    }
    return product
  }
}

/// The header as JSON has it: one object whose values are tensors, but for one.
private struct Contents: Decodable {
  struct Tensor: Decodable {
    var dtype: String
    var shape: [Int]
    var dataOffsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case dataOffsets = "data_offsets"
    }
  }

  struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  var metadata: [String: String] = [:]
  var tensors: [String: Tensor] = [:]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for key in container.allKeys {
      if key.stringValue == Safetensors.metadataKey {
        metadata = try container.decode([String: String].self, forKey: key)
      } else {
        tensors[key.stringValue] = try container.decode(Tensor.self, forKey: key)
      }
    }
  }
}
