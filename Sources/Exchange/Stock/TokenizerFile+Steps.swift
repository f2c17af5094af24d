import Formats
import VisibleText

/// What happens to a text before the model of a tokenizer, and to its tokens after.
extension TokenizerFile {
  /// Makes sure that a text is divided into its characters, or bytes.
  ///
  /// - Parameters:
  ///   - part: the `pre_tokenizer`.
  ///   - modelDivides: whether the model makes a token of each character of what it is given.
  func checkDivision(_ part: JSON?, modelDivides: Bool) throws(ImportError) {
    var (namesBytes, dividesCharacters) = (false, modelDivides)
    for step in try steps(of: part, "pretokenizers", "pre_tokenizer") {
      switch step["type"]?.string {
      case "ByteLevel" where step["add_prefix_space"]?.flag == false && isOfBytes && !namesBytes:
        namesBytes = true
        // Each character is now as many as it has bytes.
        dividesCharacters = modelDivides
      case "Split":
        // No byte's name is a line break.
        try checkSplit(step, mayLeaveLineBreaks: modelDivides || namesBytes)
        dividesCharacters = true
      case let type:
        throw ImportError(
          "tokenizer.json: the pre_tokenizer has a step \(type ?? "without a type") that can't be followed here; Split goes, and for tokens that are bytes ByteLevel without add_prefix_space before it"
        )
      }
    }
    guard dividesCharacters, namesBytes == isOfBytes else {
      throw ImportError(
        "tokenizer.json: the pre_tokenizer does not divide a text into single \(visible: isOfBytes ? "bytes" : "characters")"
      )
    }
  }

  /// Patterns that match every character by itself.
  private static let patterns = [
    #"[\s\S]"#, #"[\S\s]"#, #"[\w\W]"#, #"[\d\D]"#, "(?m:.)", "(?m).", #".|\n"#, "",
  ]

  /// Makes sure that a step `Split` leaves every character by itself.
  ///
  /// - Parameters:
  ///   - step: the step.
  ///   - mayLeaveLineBreaks: whether several line breaks may stay together.
  private func checkSplit(_ step: JSON, mayLeaveLineBreaks: Bool) throws(ImportError) {
    let pattern = step["pattern"]?["Regex"]?.string ?? step["pattern"]?["String"].map { _ in "" }
    guard let pattern, step["pattern"]?["String"]?.string ?? "" == "", step["behavior"]?.string == "Isolated",
      step["invert"]?.flag != true
    else {
      throw ImportError(
        "tokenizer.json: the pre_tokenizer has a Split that does not isolate single characters; its pattern must be the Regex [\\s\\S] or the String \"\", its behavior Isolated"
      )
    }
    if Self.patterns.contains(where: { $0.utf8.elementsEqual(pattern.utf8) }) { return }
    // A point matches all but line breaks, which are errors where the vocabulary has none.
    if pattern == ".", mayLeaveLineBreaks { return }
    if pattern == ".", try !vocabulary().contains(where: { $0.word == "\n" }) { return }
    throw ImportError(
      "tokenizer.json: the pre_tokenizer splits at \(pattern), which does not isolate every character; the Regex [\\s\\S] does"
    )
  }

  /// Makes sure that nothing joins the tokens of a text but the boundary before them.
  ///
  /// - Parameter part: the `post_processor`.
  func checkTemplate(_ part: JSON?) throws(ImportError) {
    for step in try steps(of: part, "processors", "post_processor") {
      switch step["type"]?.string {
      // It moves the places where tokens stand in the text, and no token.
      case "ByteLevel": continue
      case "TemplateProcessing" where isBoundaryAtMost(step): continue
      case let type:
        throw ImportError(
          "tokenizer.json: the post_processor has a step \(type ?? "without a type") that does more than to put the boundary before a text"
        )
      }
    }
  }

  /// Whether a template is the text, or the boundary and the text.
  private func isBoundaryAtMost(_ step: JSON) -> Bool {
    guard var pieces = step["single"]?.elements else { return false }
    if pieces.count == 2, let word = pieces[0]["SpecialToken"]?["id"]?.string {
      let tokens = step["special_tokens"]?[word]?["ids"]?.elements?.map { $0.integer(as: Int.self) }
      guard tokens == [boundary.token] else { return false }
      pieces.removeFirst()
    }
    return pieces.count == 1 && pieces[0]["Sequence"]?["id"]?.string == "A"
  }

  /// The steps of a part that is one, or several in an array.
  private func steps(of part: JSON?, _ key: String, _ name: String) throws(ImportError) -> [JSON] {
    guard let part, !part.isNull else { return [] }
    guard part["type"]?.string == "Sequence" else { return [part] }
    guard let steps = part[key]?.elements else {
      throw ImportError("tokenizer.json: the \(visible: name) has no \(visible: key)")
    }
    return steps
  }
}
