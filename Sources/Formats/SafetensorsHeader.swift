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
  init(parsing bytes: [UInt8]) throws(SafetensorsError) {
    guard bytes.first == UInt8(ascii: "{") else { throw .headerStart }
    // A header in UTF-16 or UTF-32 is full of zeros.
    guard !bytes.contains(0) else { throw .headerNotUTF8 }
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: bytes) } catch {
      switch error {
      case .notUTF8: throw .headerNotUTF8
      case .duplicateKey(let key): throw .duplicateKey(key)
      default: throw .header(error.description)
      }
    }
    metadata = [:]
    entries = []
    for (name, value) in json.orderedMembers {
      if name == Safetensors.metadataKey {
        for (key, text) in try Self.members(of: value, name) {
          guard let text = text.string else { throw .header(name + "." + key + ": it is not a string") }
          metadata[key] = text
        }
      } else {
        entries.append(try Self.entry(name, value))
      }
    }
    // Swift's sort is stable: tensors without values, which share their offsets, keep the header's order.
    entries.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
  }

  private static func members(
    of value: JSON,
    _ name: String
  ) throws(SafetensorsError) -> [(key: String, value: JSON)] {
    switch value {
    case .members(let members): return members
    case .literal, .string, .array, .object: throw .header(name + ": it is not an object")
    }
  }

  private static func entry(_ name: String, _ value: JSON) throws(SafetensorsError) -> Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    for (key, value) in try members(of: value, name) {
      switch key {
      case "dtype":
        guard let text = value.string else { throw .header(name + ".dtype: it is not a string") }
        type = text
      case "shape": shape = try wholeNumbers(value, name + ".shape")
      case "data_offsets": offsets = try wholeNumbers(value, name + ".data_offsets")
      default: continue
      }
    }
    guard let type else { throw .header(name + ".dtype is missing") }
    guard let shape else { throw .header(name + ".shape is missing") }
    guard let offsets else { throw .header(name + ".data_offsets is missing") }
    guard offsets.count == 2 else {
      throw .header(name + ".data_offsets: there are " + String(offsets.count) + " of them instead of two")
    }
    return Entry(name: name, numberType: type, shape: shape, begin: offsets[0], end: offsets[1])
  }

  private static func wholeNumbers(_ value: JSON, _ name: String) throws(SafetensorsError) -> [Int] {
    guard let elements = value.elements else { throw .header(name + ": it is not an array") }
    var numbers: [Int] = []
    for element in elements {
      guard case .literal(let text) = element, element.number != nil else {
        throw .header(name + ": it holds something other than numbers")
      }
      guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
        throw .notWhole(text)
      }
      guard let number = Int(text, radix: 10) else { throw .header(name + ": a number is too large") }
      numbers.append(number)
    }
    return numbers
  }

  /// Checks each tensor's type, shape and place, and gives the number of bytes that all of them take.
  func checkedByteCount(_ types: [Safetensors.NumberType]) throws(SafetensorsError) -> Int {
    var position = 0
    for entry in entries {
      guard let type = types.first(where: { $0.rawValue == entry.numberType }) else {
        throw .numberType(
          tensor: entry.name,
          found: entry.numberType,
          accepted: types.map { $0.rawValue }.joined(separator: ", ")
        )
      }
      guard entry.begin == position, entry.end >= entry.begin else {
        throw .offsets(tensor: entry.name, begin: entry.begin, end: entry.end, expectedBegin: position)
      }
      guard let byteCount = entry.byteCount(type) else {
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
}

extension SafetensorsHeader.Entry {
  /// How many bytes so many numbers take, or `nil` where they are more than can be counted.
  fileprivate func byteCount(_ type: Safetensors.NumberType) -> Int? {
    var product = type.size
    for length in shape {
      let (next, isTooLarge) = product.multipliedReportingOverflow(by: length)
      if isTooLarge { return nil }
      product = next
    }
    return product
  }
}
