import Training
import VisibleText

extension Setting {
  /// The settings of a page, which keeps no snapshots in files.
  static var ofPage: [Setting] { all.filter { $0.name != snapshotEvery.name } }

  /// What the page calls its control.
  var pageLabel: String {
    switch name {
    case Setting.embedding.name: "width"
    case Setting.keyValueHeads.name: "stored heads"
    case Setting.documents.name: "a document is"
    case Setting.tokens.name: "a token is"
    default: label
    }
  }

  /// Which values it takes: the end of the sentence that says that another is invalid.
  var expectation: Message {
    switch kind {
    case .count(let end?): ": give a whole number from 1 to \(end)."
    case .count(nil): ": give a whole number from 1."
    case .countOrNone(let end): ": give a whole number from 0 to \(end)."
    case .seed: ": give a whole number from 0 to \(UInt64.max)."
    case .positive: ": give a number above 0."
    case .notNegative: ": give a number from 0."
    case .share: ": give a number from 0 to below 1."
    case .flag: ": give yes or no."
    case .word(let words): ": give one of \(visible: words.joined(separator: ", "))."
    case .choice(let expectation, _): "\(visible: expectation)"
    }
  }
}
