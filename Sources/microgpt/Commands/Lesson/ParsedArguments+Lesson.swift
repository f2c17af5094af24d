import Arguments
import VisibleText

extension ParsedArguments {
  /// That there is no lesson of a name; `names` are those that may be meant.
  func noLesson(_ name: String, among names: [String]) -> UsageError {
    let meant = suggestion(for: name, among: names)
    return usageError(
      "There is no lesson '\(name)'\(visible: meant.isEmpty ? "; '\(About.name) lesson' lists them" : meant)"
    )
  }
}
