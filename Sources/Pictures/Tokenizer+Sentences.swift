import Training
import Transformer
import VisibleText

extension Tokenizer {
  /// Why a text can't be encoded, with all that could be: for whoever gives a model other characters than it has learnt.
  package func sentence(on error: TokenizerError) -> Message {
    guard case .unknown = error else { return "\(error)" }
    return "\(error) of the run, which is: \(alphabet)"
  }

  /// The same for a corpus, with the line at fault.
  package func sentence(on error: TokenizerError, in corpus: Corpus) -> Message {
    guard case .unknown(_, let position) = error else { return "\(error)" }
    return "line \(corpus.lineNumber(at: position)): \(sentence(on: error))"
  }
}
