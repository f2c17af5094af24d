import VisibleText

/// Why something was not done, in words for the reader.
struct Refusal: Error {
  let message: Message

  init(_ message: Message) { self.message = message }
}
