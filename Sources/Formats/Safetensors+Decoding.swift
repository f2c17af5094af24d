extension Safetensors {
  /// Reads a file's bytes, and checks all that the format's reference implementation checks.
  ///
  /// It is stricter in four points: the header must begin with its `{`, no name may come twice, every length
  /// and offset must be whole, and every tensor must be of 64-bit floating-point numbers.
  ///
  /// - Throws: ``SafetensorsError`` for the first thing that is wrong.
  public init(decoding bytes: [UInt8]) throws(SafetensorsError) {
    let file: Result<Safetensors, SafetensorsError> = bytes.withUnsafeBytes { bytes in
      do throws(SafetensorsError) { return .success(try Safetensors(decoding: bytes)) } catch {
        return .failure(error)
      }
    }
    self = try file.get()
  }

  /// Reads a file's bytes where they are in memory, with the same checks.
  public init(decoding data: UnsafeRawBufferPointer) throws(SafetensorsError) {
    guard data.count >= Self.headerLengthSize else { throw .noHeaderLength(fileLength: data.count) }
    let declaredLength = UInt64(littleEndian: data.loadUnaligned(as: UInt64.self))
    guard declaredLength <= Self.longestHeader else { throw .headerTooLong(declaredLength) }
    let headerLength = Int(declaredLength)
    let valuesStart = Self.headerLengthSize + headerLength
    guard valuesStart <= data.count else {
      throw .headerBeyondFile(headerLength: headerLength, fileLength: data.count)
    }

    let header = try SafetensorsHeader(
      parsing: Array(data[Self.headerLengthSize..<valuesStart])
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

  private static func values(of data: UnsafeRawBufferPointer, from start: Int, to end: Int) -> [Double] {
    stride(from: start, to: end, by: numberSize).map { offset in
      Double(bitPattern: UInt64(littleEndian: data.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
    }
  }
}
