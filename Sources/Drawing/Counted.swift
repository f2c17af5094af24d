/// A count with its noun: `1 document`, `6,209 documents`.
///
/// - Parameters:
///   - count: how many.
///   - noun: one of them.
///   - plural: several of them, where it is not the noun with an s.
public func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  "\(NumberFormat.grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
}
