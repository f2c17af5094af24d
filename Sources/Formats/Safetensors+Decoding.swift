extension Safetensors {
  /// Reads a file's bytes, and checks all that the format's reference implementation checks.
  ///
  /// It is stricter in four points: the header must begin with its `{`, no name may come twice, every length
  /// and offset must be whole, and every tensor must be of numbers of one of the given types.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - types: which numbers are accepted; those of our own files have 64 bits.
  /// - Throws: ``SafetensorsError`` for the first thing that is wrong.
  public init(decoding bytes: [UInt8], types: [NumberType] = [.float64]) throws(SafetensorsError) {
    let file: Result<Safetensors, SafetensorsError> = bytes.withUnsafeBytes { bytes in
      do throws(SafetensorsError) { return .success(try Safetensors(decoding: bytes, types: types)) } catch {
        return .failure(error)
      }
    }
    self = try file.get()
  }

  /// Reads a file's bytes where they are in memory, with the same checks.
  public init(
    decoding data: UnsafeRawBufferPointer,
    types: [NumberType] = [.float64]
  ) throws(SafetensorsError) {
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
    let byteCount = try header.checkedByteCount(types)
    guard byteCount == data.count - valuesStart else {
      throw .dataLength(expected: byteCount, found: data.count - valuesStart)
    }

    metadata = header.metadata
    tensors = header.entries.map { entry in
      let type = NumberType(rawValue: entry.numberType) ?? .float64
      return Tensor(
        name: entry.name,
        shape: entry.shape,
        values: Self.values(type, of: data, from: valuesStart + entry.begin, to: valuesStart + entry.end),
        type: type
      )
    }
  }

  private static func values(
    _ type: NumberType,
    of data: UnsafeRawBufferPointer,
    from start: Int,
    to end: Int
  ) -> [Double] {
    func bits<Bits: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _: Bits.Type) -> Bits {
      Bits(littleEndian: data.loadUnaligned(fromByteOffset: offset, as: Bits.self))
    }
    return stride(from: start, to: end, by: type.size).map { offset in
      switch type {
      case .float64: Double(bitPattern: bits(offset, UInt64.self))
      case .float32: Double(Float(bitPattern: bits(offset, UInt32.self)))
      case .bfloat16: Double(Float(bitPattern: UInt32(bits(offset, UInt16.self)) << 16))
      case .float16: half(bits(offset, UInt16.self))
      }
    }
  }

  /// A number of 16 bits: a sign, an exponent of 5 bits, a fraction of 10.
  private static func half(_ bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10) & 0x1F, Double(bits & 0x3FF))
    let magnitude =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 0x1F: fraction == 0 ? Double.infinity : .nan
      default: (1 + fraction * 0x1p-10) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
      }
    return bits >> 15 == 0 ? magnitude : -magnitude
  }
}
