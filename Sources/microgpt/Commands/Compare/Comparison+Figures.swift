import Inspection
import VisibleText

/// What `compare --json` prints.
struct ComparisonFigures: Encodable {
  let groups: [Group]
  let runs: [Run]
  /// The names of the settings that are not the same in all runs.
  let differing: [String]
  let notes: [String]

  struct Group: Encodable {
    let label: String
    let runs: [Int]
    @ExplicitNull private(set) var smoothedLoss: SeedSpread?
    @ExplicitNull private(set) var heldOutLoss: SeedSpread?
    @ExplicitNull private(set) var lowestHeldOutLoss: SeedSpread?
    @ExplicitNull private(set) var textLoss: SeedSpread?
    @ExplicitNull private(set) var scaleGradient: SeedSpread?
    @ExplicitNull private(set) var relativeScaleGradient: SeedSpread?
    let curve: [Point]
    let heldOutCurve: [Point]

    init(_ group: RunGroup, of comparison: Comparison) {
      label = group.label
      runs = group.runs
      curve = comparison.curve(of: group).points.map { Point(step: $0.step, loss: $0.loss) }
      heldOutCurve = comparison.heldOutCurve(of: group).points.map { Point(step: $0.step, loss: $0.loss) }
      smoothedLoss = comparison.smoothedLoss(of: group)
      heldOutLoss = comparison.heldOutLoss(of: group)
      lowestHeldOutLoss = comparison.lowestHeldOutLoss(of: group)
      textLoss = comparison.textLoss(of: group)
      scaleGradient = comparison.scaleGradient(of: group)
      relativeScaleGradient = comparison.relativeScaleGradient(of: group)
    }
  }

  struct Point: Encodable {
    let step: Int
    let loss: SeedSpread
  }

  struct Run: Encodable {
    let run: String
    let group: Int
    let stepsDone: Int
    let isInTraining: Bool
    let settings: [Setting]
    let smoothedLoss: Double
    @ExplicitNull private(set) var heldOutLoss: Double?
    @ExplicitNull private(set) var lowestHeldOutLoss: Double?
    @ExplicitNull private(set) var lowestHeldOutStep: Int?
    let samples: [String]
    @ExplicitNull private(set) var reading: Reading?

    init(_ index: Int, of comparison: Comparison) {
      let run = comparison.runs[index]
      self.run = run.folder.path
      group = comparison.group(of: index)
      stepsDone = run.stepsDone
      isInTraining = run.trainer != nil
      settings = comparison.facts.map { Setting(name: $0.name, value: $0.values[index]) }
      smoothedLoss = run.smoothedLoss
      samples = run.samples.map { visible($0) }
      heldOutLoss = run.heldOutLoss
      lowestHeldOutLoss = run.lowestHeldOut?.loss
      lowestHeldOutStep = run.lowestHeldOut?.step
      reading = comparison.readings[index].map { Reading(tokens: $0.allLabels, figures: $0.figures) }
    }
  }

  struct Setting: Encodable {
    let name: String
    let value: String
  }

  struct Reading: Encodable {
    let tokens: [String]
    let figures: TextReading
  }

  init(_ comparison: Comparison) {
    groups = comparison.groups.map { Group($0, of: comparison) }
    runs = comparison.runs.indices.map { Run($0, of: comparison) }
    differing = comparison.differences.map(\.name)
    notes = comparison.notes.map(\.text)
  }
}
