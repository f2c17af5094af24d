import Drawing

/// A number with few decimals, or `-` for none: trained figures differ in their last digits between machines.
func shown(_ number: Double?, _ decimals: Int = 2) -> String {
  number.map { NumberFormat.fixed($0, decimals: decimals) } ?? "-"
}

/// The same with its sign.
func shownChange(_ number: Double, _ decimals: Int = 2) -> String {
  (number < 0 ? "" : "+") + shown(number, decimals)
}

/// A vector: its elements in brackets.
func shown(_ vector: [Double], _ decimals: Int) -> String {
  "(" + vector.map { shown($0, decimals) }.joined(separator: ", ") + ")"
}

/// A share in per cent: `37.5 %`.
func percent(_ share: Double) -> String { shown(100 * share, 1) + " %" }

extension Table.Column {
  /// A column of numbers, or of vectors: they stand on the right.
  static func right(_ header: String) -> Table.Column { Table.Column(header, alignment: .right) }
}
