/// For one query: the line of tokens, with an arc to each that it reads, as thick as the weight.
///
/// A drawing of one row of an attention pattern, after Wattenberg's arc diagrams (2002).
public struct ArcDiagram: Sendable {
  /// What the weights are of: "layer 0, head 2".
  public let title: String
  /// The tokens in order.
  public let labels: [String]
  /// The index of the token that reads.
  public let query: Int
  /// How much the query reads of each token, from 0 to 1; nil where the token is hidden from it.
  public let weights: [Double?]
  /// The arcs' colour: an index into the palette's series, which begin again after the last.
  public let colour: Int

  /// Creates a diagram with one weight per label, the query being one of them.
  public init(title: String, labels: [String], query: Int, weights: [Double?], colour: Int = 0) {
    precondition(weights.count == labels.count, "\(weights.count) weights do not fit \(labels.count) labels")
    precondition(
      labels.isEmpty || labels.indices.contains(query),
      "the query \(query) is none of the \(labels.count) labels"
    )
    precondition(colour >= 0, "there is no colour \(colour)")
    self.title = title
    self.labels = labels
    self.query = query
    self.weights = weights
    self.colour = colour
  }
}
