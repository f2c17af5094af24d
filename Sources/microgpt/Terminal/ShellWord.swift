/// A text as one word of a shell's command line, in quotes where it needs them: `'my words.txt'`.
func shellWord(_ text: String) -> String {
  let plain = text.unicodeScalars.allSatisfy { scalar in
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || "._-/+=:,@%".unicodeScalars.contains(scalar)
  }
  guard !plain || text.isEmpty else { return text }
  return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
