import Inspection
import VisibleText

/// Runs that differ only by seed: a mean can be taken of what they show.
struct RunGroup {
  /// What tells it from the others, in a few words: `scale none`.
  let label: String
  /// Its runs, by their numbers among all, from 0.
  let runs: [Int]

  /// Divides runs into groups, in the order of their first runs.
  ///
  /// Runs of one group have made equally many steps, or all that they were to make: patience may have ended some earlier. Of two with the same seed, the second is no further draw: it gets a group
  /// of its own.
  static func all(of runs: [ComparedRun], _ facts: [ComparedFact]) -> [RunGroup] {
    let others = facts.filter { $0.name != ComparedFact.seedName }
    var keys: [[Int]] = []
    var members: [[Int]] = []
    for (index, run) in runs.enumerated() {
      let key = others.map { $0.classes[index] } + [run.isComplete ? -1 : run.stepsDone]
      let place = keys.indices.first { place in
        keys[place] == key
          && !members[place].contains { runs[$0].settings.training.seed == run.settings.training.seed }
      }
      if let place {
        members[place].append(index)
      } else {
        keys.append(key)
        members.append([index])
      }
    }
    let labels = members.map { label(ofRun: $0[0], runs, others, isOnly: members.count == 1) }
    return zip(labels, members).map { label, members in
      // Runs that are the same in everything have only their names.
      let isClear = !label.isEmpty && labels.count { $0 == label } == 1
      let words = [label, isClear ? "" : runs[members[0]].name].filter { !$0.isEmpty }
      return RunGroup(label: words.joined(separator: ", "), runs: members)
    }
  }

  /// Where a label has so many words, the table says the rest.
  private static let longestLabel = 60

  private static func label(
    ofRun index: Int,
    _ runs: [ComparedRun],
    _ facts: [ComparedFact],
    isOnly: Bool
  ) -> String {
    guard !isOnly else { return "all runs" }
    var words = facts.filter(\.differs).map { "\($0.name) \($0.values[index])" }
    if runs.contains(where: { !$0.isComplete }) {
      words.append("step \(runs[index].progress)")
    }
    return excerpt(words.joined(separator: ", "), limit: longestLabel)
  }
}
