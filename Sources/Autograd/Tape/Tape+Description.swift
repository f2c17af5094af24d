extension Tape: CustomStringConvertible {
  /// The operations on the tape in order, a line each, with the values they produced.
  public var description: String {
    var lines = "\(valueCount) values, \(recordCount) operations, \(byteCount) bytes"
    for index in 0..<recordCount {
      let record = storage.pointee.records.base[index]
      lines +=
        "\n\(TapeStorage.run(Int(record.result), Int(record.count))) = \(storage.pointee.expression(of: record, at: nil))"
    }
    return lines
  }
}
