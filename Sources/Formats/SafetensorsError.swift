import VisibleText

/// What is wrong with a file that should be a safetensors file of floating-point tensors.
public enum SafetensorsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is too short for the eight bytes of the header's length.
  case noHeaderLength(fileLength: Int)
  /// The header would be longer than any may be.
  case headerTooLong(UInt64)
  /// The header would end after the file does.
  case headerBeyondFile(headerLength: Int, fileLength: Int)
  /// The header does not begin with `{`.
  case headerStart
  /// The header is in another encoding.
  case headerNotUTF8
  /// The header is no JSON, or not of the form it should have.
  case header(String)
  /// An object in the header has a key twice.
  case duplicateKey(String)
  /// A length or an offset is not a whole number without a sign.
  case notWhole(String)
  /// A tensor holds numbers of a type that is not accepted.
  case numberType(tensor: String, found: String, accepted: String)
  /// A tensor does not begin where the one before it ends, or ends before it begins.
  case offsets(tensor: String, begin: Int, end: Int, expectedBegin: Int)
  /// The product of the lengths of a tensor's axes does not fit 64 bits.
  case shapeTooLarge(tensor: String, shape: [Int])
  /// A tensor's shape and its offsets contradict each other.
  case byteCount(tensor: String, shape: [Int], expected: Int, found: Int)
  /// The file has fewer bytes than the tensors take, or more.
  case dataLength(expected: Int, found: Int)

  /// What is wrong, without the file's name, which the caller knows.
  public var description: String { message.text }

  private var message: Message {
    switch self {
    case .noHeaderLength(let fileLength):
      "the file has \(bytes(fileLength)), but the length of its header alone takes 8"
    case .headerTooLong(let length):
      "the header's length is given as \(length) bytes; at most \(Safetensors.longestHeader) are allowed"
    case .headerBeyondFile(let headerLength, let fileLength):
      "the header should be \(bytes(headerLength)) long, but the file ends \(bytes(fileLength - 8)) after its start"
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
    case .numberType(let tensor, let found, let accepted):
      "tensor \(tensor): numbers of type \(found); only \(accepted) can be read"
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
      "the file has \(bytes(found - expected)) after its last tensor"
    }
  }

  private func bytes(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }
}
