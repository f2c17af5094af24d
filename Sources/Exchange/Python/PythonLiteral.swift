import VisibleText

/// Values as they are written in a program in Python.
enum PythonLiteral {
  /// A text in quotation marks.
  ///
  /// Whatever can't be seen, or might be drawn on its neighbours, is an escape. A byte that is not UTF-8 becomes the lone surrogate by which Python
  /// knows it (PEP 383).
  static func string(_ bytes: [UInt8]) -> String {
    var result = "\""
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var position = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        append(Unicode.UTF8.decode(encoded), to: &result)
        position += encoded.count
      case .error(let length):
        for byte in bytes[position..<position + length] { append(0xDC00 + UInt32(byte), to: &result) }
        position += length
      case .emptyInput:
        return result + "\""
      }
    }
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
    switch scalar {
    case "\n": result += "\\n"
    case "\\", "\"": result += "\\" + String(Character(scalar))
    case _ where scalar.isASCII && !scalar.isHidden || isLetter(scalar): result += String(Character(scalar))
    default: append(scalar.value, to: &result)
    }
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter: !scalar.isHidden
    default: false
    }
  }

  private static func append(_ value: UInt32, to result: inout String) {
    let digits = String(value, radix: 16)
    let count = value > 0xFFFF ? 8 : 4
    result += (count == 8 ? "\\U" : "\\u") + String(repeating: "0", count: count - digits.count) + digits
  }

  /// Words in lines of at most 100 columns, a space between two.
  static func lines(of words: [String], indentation: Int) -> String {
    let start = String(repeating: " ", count: indentation)
    var result = ""
    var length = 0
    for word in words {
      let count = word.unicodeScalars.count
      if length > 0, length + 1 + count <= 100 {
        result += " " + word
        length += 1 + count
      } else {
        result += (length > 0 ? "\n" : "") + start + word
        length = indentation + count
      }
    }
    return result
  }
}
