import Drawing
import VisibleText

/// What is wrong with a file that should be a safetensors file of 64-bit floating-point tensors.
enum SafetensorsError: Error, Equatable, CustomStringConvertible {
  case noHeaderLength(fileLength: Int)
  case headerTooLong(UInt64)
  case headerBeyondFile(headerLength: Int, fileLength: Int)
  case headerStart
  case headerNotUTF8

  /// The header is no JSON, or not of the form it should have.
  case header(String)

  case duplicateKey(String)
  case notWhole(String)
  case numberType(tensor: String, found: String)
  case offsets(tensor: String, begin: Int, end: Int, expectedBegin: Int)
  case shapeTooLarge(tensor: String, shape: [Int])
  case byteCount(tensor: String, shape: [Int], expected: Int, found: Int)
  case dataLength(expected: Int, found: Int)

  var description: String { message.text }

  private var message: Message {
    switch self {
    case .noHeaderLength(let fileLength):
      "the file has \(counted(fileLength, "byte")), but the length of its header alone takes 8"
    case .headerTooLong(let length):
      "the header's length is given as \(length) bytes; at most \(Safetensors.longestHeader) are allowed"
    case .headerBeyondFile(let headerLength, let fileLength):
      "the header should be \(counted(headerLength, "byte")) long, but the file ends \(counted(fileLength - 8, "byte")) after its start"
    case .headerStart:
      "the header does not begin with a brace"
    case .headerNotUTF8:
      "the header is not UTF-8"
    case .header(let problem):
      "the header: \(problem)"
    case .duplicateKey(let key):
      "the header has \"\(key)\" twice"
    case .notWhole(let number):
      "the header has the number \(number), where only whole ones without a sign belong"
    case .numberType(let tensor, let found):
      "tensor \(tensor): numbers of type \(found); only F64 can be read"
    case .offsets(let tensor, let begin, let end, let expectedBegin) where begin == expectedBegin:
      "tensor \(tensor): its bytes end at \(end), before they begin at \(begin)"
    case .offsets(let tensor, let begin, _, let expectedBegin):
      "tensor \(tensor): its bytes begin at \(begin); the tensor before it ends at \(expectedBegin)"
    case .shapeTooLarge(let tensor, let shape):
      "tensor \(tensor): the shape \(excerpt("\(shape)")) is too large"
    case .byteCount(let tensor, let shape, let expected, let found):
      "tensor \(tensor): the shape \(excerpt("\(shape)")) takes \(expected) bytes, but it has \(found)"
    case .dataLength(let expected, let found) where found < expected:
      "the file is cut short: \(found) of \(expected) bytes of values"
    case .dataLength(let expected, let found):
      "the file has \(counted(found - expected, "byte")) after its last tensor"
    }
  }
}
