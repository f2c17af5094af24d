import Drawing
import Inspection
import VisibleText

/// Several runs side by side: how they differ, which of them differ only by seed, and what they make of a text.
struct Comparison {
  let runs: [ComparedRun]
  let facts: [ComparedFact]
  let groups: [RunGroup]
  /// What each run makes of the text; nil for one that can't read it, and for all without a text.
  let readings: [ComparedReading?]
  /// Whether a text was given.
  let hasText: Bool
  /// What a reader must know before comparing.
  let notes: [Message]

  init(_ runs: [ComparedRun], _ text: ComparedText?) {
    let facts = ComparedFact.all(of: runs)
    self.runs = runs
    self.facts = facts
    groups = RunGroup.all(of: runs, facts)
    readings = text?.readings ?? runs.map { _ in nil }
    hasText = text != nil
    notes = Self.notes(runs, facts) + (text?.notes ?? [])
  }

  /// Whether a mean is taken of anything.
  var hasSeeds: Bool { groups.contains { $0.runs.count > 1 } }

  /// The facts that are not the same in all runs.
  var differences: [ComparedFact] { facts.filter(\.differs) }

  /// What is the same in all runs, in a line.
  var agreement: String {
    facts.filter {
      !$0.differs && !$0.isAbsent && ![ComparedFact.extensionName, ComparedFact.originName].contains($0.name)
    }
    .map { "\($0.name) \($0.values[0])" }.joined(separator: ", ")
  }

  /// The number of the group that a run belongs to.
  func group(of run: Int) -> Int { groups.firstIndex { $0.runs.contains(run) } ?? 0 }

  /// A group's letter, as the charts have it.
  static func letter(_ group: Int) -> String { String(LineChart.letter(group)) }

  /// How a group is called in a legend: its letter, what tells it from the others, how many runs it has.
  func name(ofGroup index: Int) -> String {
    let group = groups[index]
    return "\(Self.letter(index)) \(group.label)"
      + (group.runs.count > 1 ? " (\(counted(group.runs.count, "seed")))" : "")
  }

  /// A figure of a group's runs; nil where one has none.
  func spread(_ group: RunGroup, _ figure: (Int) -> Double?) -> SeedSpread? {
    let figures = group.runs.compactMap(figure)
    return figures.count == group.runs.count ? SeedSpread(figures) : nil
  }

  func smoothedLoss(of group: RunGroup) -> SeedSpread? { spread(group) { runs[$0].smoothedLoss } }

  func heldOutLoss(of group: RunGroup) -> SeedSpread? { spread(group) { runs[$0].heldOutLoss } }

  func lowestHeldOutLoss(of group: RunGroup) -> SeedSpread? { spread(group) { runs[$0].lowestHeldOut?.loss } }

  func textLoss(of group: RunGroup) -> SeedSpread? { spread(group) { readings[$0]?.figures.loss } }

  /// s ∂L/∂s of a group, over all layers or in one.
  func relativeScaleGradient(of group: RunGroup, layer: Int? = nil) -> SeedSpread? {
    spread(group) { run in
      guard let figures = readings[run]?.figures else { return nil }
      return layer.map { figures.relativeScaleGradients[$0] } ?? figures.relativeScaleGradient
    }
  }

  /// ∂L/∂s of a group, over all layers: its runs have one scale.
  func scaleGradient(of group: RunGroup) -> SeedSpread? {
    spread(group) { readings[$0]?.figures.scaleGradient }
  }

  private static func notes(_ runs: [ComparedRun], _ facts: [ComparedFact]) -> [Message] {
    var notes: [Message] = []
    for run in runs {
      if let process = run.trainer {
        notes.append(
          "'\(run.folder.path)' is in training (process \(process)); it is shown as saved after step \(visible: run.progress)"
        )
      }
      if run.curve.isEmpty && run.stepsDone > 0 {
        notes.append("'\(run.folder.path)' has no figures of its steps: it is not in the charts")
      }
    }
    func isDifferent(_ name: String) -> Bool { facts.contains { $0.name == name && $0.differs } }
    if isDifferent(ComparedFact.vocabularyName) {
      notes.append("the runs have different tokens: a loss per token of one does not compare to another's")
    } else if Set(runs.filter { !$0.source.holdsWeights }.map(\.source.fingerprint)).count > 1 {
      notes.append("the runs were trained on different texts: their losses in training do not compare")
    }
    if Set(runs.map(\.stepsDone)).count > 1 {
      notes.append("the runs have made different numbers of steps")
    }
    for (index, run) in runs.enumerated() {
      let twin = runs[..<index].indices.first { other in
        runs[other].stepsDone == run.stepsDone && facts.allSatisfy { $0.classes[other] == $0.classes[index] }
      }
      if let twin {
        notes.append(
          "'\(run.folder.path)' has the settings of '\(runs[twin].folder.path)', its seed too: it adds nothing to a mean"
        )
      }
    }
    return notes
  }
}
