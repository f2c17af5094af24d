/// The end of a complaint: the question whether a close name was meant, or nothing where none is close.
package func suggestion(for typed: String, among names: [String]) -> String {
  guard let name = closestName(to: typed, among: names) else { return "" }
  return ". Did you mean '\(name)'?"
}

/// The first of the names that are nearest to what was typed, nil where none is near.
///
/// Near is a name with at most a third of its letters wrong (one where it is short), or the only one that begins with
/// the three or more letters that were typed. Hyphens in front do not count as letters.
func closestName(to typed: String, among names: [String]) -> String? {
  let letters = Array(typed.drop { $0 == "-" }.lowercased())
  guard !letters.isEmpty else { return nil }
  var closest: (name: String, distance: Int)?
  for name in names {
    let target = Array(name.drop { $0 == "-" })
    let distance = editDistance(letters, target)
    guard distance <= max(1, target.count / 3), distance < target.count else { continue }
    if let best = closest, best.distance <= distance { continue }
    closest = (name, distance)
  }
  if let closest { return closest.name }
  let completions = names.filter { $0.drop { $0 == "-" }.starts(with: letters) }
  return letters.count >= 3 && completions.count == 1 ? completions[0] : nil
}

/// The least number of insertions, deletions, replacements and swaps of neighbours that make one text of another.
///
/// No letter is changed twice ("optimal string alignment", a restriction of Damerau's distance).
///
/// - Complexity: O(n·m) time, O(m) memory.
func editDistance(_ first: [Character], _ second: [Character]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...second.count)
  for (row, letter) in first.enumerated() {
    var current = [row + 1]
    for (column, other) in second.enumerated() {
      var distance = min(
        previous[column + 1] + 1,
        current[column] + 1,
        previous[column] + (letter == other ? 0 : 1)
      )
      if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
        distance = min(distance, beforePrevious[column - 1] + 1)
      }
      current.append(distance)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[second.count]
}
