import Drawing
import Training
import Transformer
import VisibleText

/// One thing that was chosen about all runs: a setting, or the text they were trained on.
struct ComparedFact {
  let name: String
  /// The value for each run, as it is shown.
  let values: [String]
  /// A number for each run: the same for those that have the same value.
  let classes: [Int]

  /// Whether all runs do without, by default: they have no value, or one of 0 or no.
  let isAbsent: Bool

  /// Whether some run has another value than the others.
  var differs: Bool { classes.contains { $0 != classes[0] } }

  private init<Value: Equatable>(
    _ name: String,
    _ values: [Value],
    isAbsent: Bool = false,
    text: (Value) -> String
  ) {
    self.name = name
    self.isAbsent = isAbsent
    self.values = values.map(text)
    classes = values.map { value in values.firstIndex(of: value) ?? 0 }
  }

  static let seedName = Setting.seed.label
  static let sourceName = "text"
  static let vocabularyName = "vocabulary"
  static let originName = "weights from"
  static let extensionName = "resumed to another end"

  /// All that there is to compare of some runs: every setting, then the text and what comes from it.
  static func all(of runs: [ComparedRun]) -> [ComparedFact] {
    let settings = Setting.all.map { setting in
      let values = runs.map { setting.effectiveValue(in: $0.settings) }
      return ComparedFact(
        setting.label,
        values,
        isAbsent: values.allSatisfy {
          $0 == setting.defaultValue && ["0", "no"].contains($0?.description ?? "no")
        }
      ) { $0?.description ?? "none" }
    }
    // Two texts of one name are told apart by their marks.
    let names = Set(runs.map { $0.source.name })
    let texts = Set(runs.map { $0.source.fingerprint })
    let source = ComparedFact(sourceName, runs.map { $0.source.fingerprint }) { fingerprint in
      let source = runs.first { $0.source.fingerprint == fingerprint }?.source
      let name =
        (source?.holdsWeights == true ? "none, imported from " : "") + InputFile.title(source?.name ?? "")
      return names.count < texts.count ? "\(excerpt(name)) \(fingerprint)" : excerpt(name)
    }
    return settings + [
      source,
      ComparedFact(vocabularyName, runs.map(\.tokenizer)) { counted($0.vocabularySize, "token") },
      ComparedFact(originName, runs.map(\.origin)) {
        $0.map { "\(excerpt($0.run)) after \(counted($0.step, "step"))" } ?? "none"
      },
      ComparedFact(extensionName, runs.map(\.wasExtended)) { $0 ? "yes" : "no" },
    ]
  }
}
