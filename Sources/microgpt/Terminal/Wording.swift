import Report

/// A count with its noun: `1 document`, `6,209 documents`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(NumberFormat.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}
