import VisibleText

/// Why a model of somebody else can't be read as one of ours.
package struct ImportError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, naming the tensor or the setting, and what would be accepted.
  package let message: Message

  init(_ message: Message) { self.message = message }

  package var description: String { message.text }
}
