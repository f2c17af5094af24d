import Drawing
import Training
import Transformer
import VisibleText

/// How large a model and a text may be, so that the page answers while it trains.
public enum PageLimits {
  /// The longest text in bytes.
  public static let textSize = 4 << 20
  /// The longest file that is opened, in bytes: larger than the checkpoint of any model that the page takes.
  public static let fileSize = 16 << 20
  /// The most parameters.
  public static let parameterCount = 100_000
  /// The most values that a step may leave on the tape.
  public static let valueCount = 1_000_000
  /// The longest context in tokens: no step that a page makes reads more.
  public static let contextLength = 100_000
  /// The most tokens of a text that the panels look at: a map has a cell for each pair.
  public static let readLength = 32
  /// The most steps of a training.
  public static let stepCount = 10_000_000

  /// What the page says of them.
  public static var sentence: String {
    "A model in this page has at most \(grouped(parameterCount)) parameters and a context of at most \(grouped(contextLength)) "
      + "tokens, and computes at most \(grouped(valueCount)) values a step. A text has at most \(textSize >> 20) MB, a training "
      + "at most \(grouped(stepCount)) steps. Panels look at the first \(readLength) tokens of a text."
  }

  /// Why a text is too large for a page, nil where it is not.
  static func refusal(ofTextSize size: Int) -> Message? {
    guard size > textSize else { return nil }
    return "the text has \(NumberFormat.bytes(size)); the page takes at most \(NumberFormat.bytes(textSize))"
  }

  /// Why a file is too large for a page, nil where it is not.
  static func refusal(ofFileSize size: Double) -> Message? {
    guard size > Double(fileSize) else { return nil }
    return "the file has more than \(NumberFormat.bytes(fileSize)); the page takes at most as much"
  }

  /// Why a model is too large for a page, nil where it is not.
  static func refusal(of model: GPTConfiguration, batchSize: Int, longestDocument: Int) -> Message? {
    if model.parameterCount > parameterCount {
      return """
        the model would have \(grouped(model.parameterCount)) parameters for \(grouped(model.vocabularySize)) tokens; \
        the page takes at most \(grouped(parameterCount))
        """
    }
    if model.contextLength > contextLength {
      return
        "the context has \(grouped(model.contextLength)) tokens; the page takes at most \(grouped(contextLength))"
    }
    let length = min(longestDocument, model.contextLength)
    let count = model.valueCount(ofDocument: length) * Double(batchSize)
    if count > Double(valueCount) {
      return """
        a step would compute about \(NumberFormat.grouped(count)) values; the page takes at most \(grouped(valueCount)): \
        give a smaller context, batch, width or fewer layers
        """
    }
    return nil
  }

  /// A whole number with commas between its thousands.
  private static func grouped(_ number: Int) -> String { NumberFormat.grouped(number) }
}
