import Attention
import Autograd
import TestSupport
import Transformer

extension LanguageModel {
  /// The losses of the document, with nothing left on the tape.
  func documentLosses() -> [Double] {
    let mark = tape.mark
    defer { tape.rewind(to: mark) }
    return tokenLosses(of: Variant.document).map { $0.data }
  }
}

extension Replacement {
  /// The activation times a factor.
  static func multiple(_ factor: Double) -> Replacement {
    Replacement { activation, _ in activation * factor }
  }
}
