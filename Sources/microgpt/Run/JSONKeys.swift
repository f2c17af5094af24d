#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What `JSONDecoder` does not tell of a JSON text.
///
/// It keeps no order of keys, takes one of two equal keys, reads 2.0 as a whole number, and lets a comma pass
/// behind the last element.
enum JSONKeys {
  /// Gives the keys of the outermost object in their order; `json` must be what `JSONDecoder` takes for
  /// valid.
  ///
  /// - Throws: `SafetensorsError` where an object has a key twice, a number is not written as a whole one
  ///   without a sign, or a comma stands before a closing bracket.
  static func check(_ json: [UInt8]) throws(SafetensorsError) -> [String] {
    var outermost: [String] = []
    // One set of keys for each object or array that is open; an array's stays empty.
    var open: [Set<String>] = []
    var position = 0
    while position < json.count {
      switch json[position] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open.append([])
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        _ = open.popLast()
        position += 1
      case UInt8(ascii: ","):
        position += 1
        let next = firstVisible(of: json, from: position)
        if next == UInt8(ascii: "}") || next == UInt8(ascii: "]") {
          throw .header("a comma stands before a closing bracket")
        }
      case UInt8(ascii: "\""):
        let end = endOfString(in: json, from: position)
        if firstVisible(of: json, from: end) == UInt8(ascii: ":"), let depth = open.indices.last {
          let key = try text(of: json[position..<end])
          if !open[depth].insert(key).inserted { throw .duplicateKey(key) }
          if depth == 0 { outermost.append(key) }
        }
        position = end
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        let number = json[position...].prefix { numberBytes.contains($0) }
        if !number.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
          throw .notWhole(String(decoding: number, as: UTF8.self))
        }
        position = number.endIndex
      default: position += 1
      }
    }
    return outermost
  }

  private static let numberBytes = Set("0123456789+-.eE".utf8)

  /// Where the string ends, behind its closing quote, that opens at `start`.
  private static func endOfString(in json: [UInt8], from start: Int) -> Int {
    var position = start + 1
    while position < json.count, json[position] != UInt8(ascii: "\"") {
      position += json[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position + 1, json.count)
  }

  /// The first byte, from `start` on, that is not JSON's white space.
  private static func firstVisible(of json: [UInt8], from start: Int) -> UInt8? {
    json[start...].first { !" \t\n\r".utf8.contains($0) }
  }

  /// The text of a JSON string with its quotes.
  private static func text(of string: ArraySlice<UInt8>) throws(SafetensorsError) -> String {
    guard string.contains(UInt8(ascii: "\\")) else {
      return String(decoding: string.dropFirst().dropLast(), as: UTF8.self)
    }
    do {
      return try JSONDecoder().decode(String.self, from: Data(string))
    } catch {
      throw .header("the key \(String(decoding: string, as: UTF8.self)) is no JSON string")
    }
  }
}
