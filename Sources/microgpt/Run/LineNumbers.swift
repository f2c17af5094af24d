/// Numbers of lines, told in a few words however many there are.
struct LineNumbers {
  private var ranges: [ClosedRange<Int>] = []
  private(set) var count = 0

  private static let toldCount = 4

  mutating func append(_ number: Int) {
    count += 1
    if let last = ranges.last, last.upperBound + 1 == number {
      ranges[ranges.count - 1] = last.lowerBound...number
    } else if ranges.count < Self.toldCount {
      ranges.append(number...number)
    }
  }

  /// What is amiss with lines of figures, in words.
  static func complaints(unreadable: LineNumbers, misplaced: LineNumbers) -> [String] {
    (unreadable.count > 0 ? ["\(unreadable.text) can't be read"] : [])
      + (misplaced.count > 0
        ? ["\(misplaced.text) \(misplaced.count == 1 ? "is" : "are") out of order"] : [])
  }

  /// "line 3", "lines 3, 5–7 and 12 more".
  var text: String {
    var words = ranges.map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
    }
    let told = ranges.reduce(0) { $0 + $1.count }
    if told < count { words.append("\(count - told) more") }
    let last = words.popLast() ?? ""
    return (count == 1 ? "line " : "lines ")
      + (words.isEmpty ? last : words.joined(separator: ", ") + " and " + last)
  }
}
