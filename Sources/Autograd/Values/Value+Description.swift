extension Value: CustomStringConvertible {
  /// What the value is and where it came from: `v2 = v0 * v1 = -8.0, gradient 1.0`.
  public var description: String {
    storage.check(self)
    let expression = storage.pointee.expression(at: position).map { "\($0) = " } ?? ""
    return "v\(position) = \(expression)\(data), gradient \(grad)"
  }
}

extension Vector: CustomStringConvertible {
  /// Where the vector stands and its numbers: `v4…v6 = [0.1, 0.2, 0.3]`.
  public var description: String { "\(TapeStorage.run(position, count)) = \(data)" }
}
