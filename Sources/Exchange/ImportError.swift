import VisibleText

/// Why a model of somebody else can't be read as one of ours.
package struct ImportError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, naming the tensor or the setting, and what would be accepted.
  package let message: Message
  /// Whether an option asks for what the model can't be, and the file is all right.
  package let isOfOption: Bool

  init(_ message: Message, isOfOption: Bool = false) {
    self.message = message
    self.isOfOption = isOfOption
  }

  package var description: String { message.text }
}
