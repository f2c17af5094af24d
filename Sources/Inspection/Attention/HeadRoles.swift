import Attention
import Autograd
import Transformer

/// What each head mostly does over several texts: the roles of all their queries together.
///
/// In one text a fixed distance often is where an earlier copy stands; in texts of several lengths it is not.
public struct HeadRoles: Equatable, Sendable, Encodable {
  /// How many texts were read.
  public let documentCount: Int
  /// The layers in order, in each its heads.
  public let heads: [Head]

  /// One head's role.
  public struct Head: Equatable, Sendable, Encodable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// What the head mostly does in these texts.
    public let role: HeadRole
  }

  /// Reads texts; all patterns are kept meanwhile.
  ///
  /// - Parameters:
  ///   - model: whose heads are looked at.
  ///   - documents: at least two tokens in each; what lies beyond the context is not read.
  ///   - progress: is told which document, counted from 1, is about to be read.
  public init(_ model: GPT, documents: [[Int]], progress: (_ document: Int) -> Void = { _ in }) {
    let (layerCount, headCount) = (model.configuration.layerCount, model.configuration.headCount)
    var queries = Array(repeating: [HeadRole.CountedQuery](), count: layerCount * headCount)
    for (number, document) in documents.enumerated() {
      progress(number + 1)
      model.withForwardPass(over: document) { pass in
        for index in queries.indices {
          let pattern = pass.cells(layer: index / headCount, head: index % headCount) { $0.patternNumbers }
          queries[index] += HeadRole.CountedQuery.all(of: pattern, tokens: pass.tokens)
        }
      }
    }
    documentCount = documents.count
    heads = queries.enumerated().map { index, queries in
      Head(layer: index / headCount, head: index % headCount, role: HeadRole(of: queries))
    }
  }
}
