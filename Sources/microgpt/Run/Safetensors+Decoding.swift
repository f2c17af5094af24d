#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Safetensors {
  /// Reads a file's bytes, and checks all that the format's reference implementation checks.
  ///
  /// It is stricter in four points: the header must begin with its `{`, no name may come twice, every number
  /// in the header must be whole, and every tensor must be of 64-bit floating-point numbers.
  ///
  /// - Throws: ``SafetensorsError`` for the first thing that is wrong.
  init(decoding data: Data) throws(SafetensorsError) {
    guard data.count >= Self.headerLengthSize else { throw .noHeaderLength(fileLength: data.count) }
    let declaredLength = data.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    guard declaredLength <= Self.longestHeader else { throw .headerTooLong(declaredLength) }
    let headerLength = Int(declaredLength)
    let valuesStart = Self.headerLengthSize + headerLength
    guard valuesStart <= data.count else {
      throw .headerBeyondFile(headerLength: headerLength, fileLength: data.count)
    }

    let header = try SafetensorsHeader(
      parsing: Data(data.dropFirst(Self.headerLengthSize).prefix(headerLength))
    )
    let byteCount = try header.checkedByteCount()
    guard byteCount == data.count - valuesStart else {
      throw .dataLength(expected: byteCount, found: data.count - valuesStart)
    }

    metadata = header.metadata
    tensors = header.entries.map { entry in
      Tensor(
        name: entry.name,
        shape: entry.shape,
        values: Self.values(of: data, from: valuesStart + entry.begin, to: valuesStart + entry.end)
      )
    }
  }

  private static func values(of data: Data, from start: Int, to end: Int) -> [Double] {
    data.withUnsafeBytes { bytes in
      stride(from: start, to: end, by: numberSize).map { offset in
        Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      }
    }
  }
}
