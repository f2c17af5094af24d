import Drawing

/// A number with few decimals, or `-` for none: trained figures differ in their last digits between machines.
func shown(_ number: Double?, _ decimals: Int = 2) -> String {
  number.map { NumberFormat.fixed($0, decimals: decimals) } ?? "-"
}

/// The same with its sign.
func shownChange(_ number: Double, _ decimals: Int = 2) -> String {
  (number < 0 ? "" : "+") + shown(number, decimals)
}
