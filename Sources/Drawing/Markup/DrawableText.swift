import VisibleText

/// A text as it stands in a picture or on a page: in one line, with what can't be seen written out, and a combining mark
/// that has no letter to stand on on a dotted circle.
func drawable(_ text: String) -> String { harmless(text, marks: .circled) }
