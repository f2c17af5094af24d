import Attention
import Autograd
import Transformer

/// What every head of a speller's cross-attention reads while the speller writes one name backward.
///
/// A row belongs to a token that is written, a column to a token that was read. The first row is the query from which the
/// first letter is written, and the last one that from which the boundary is. Where a letter is written while its own place
/// is read, the weight runs along the other diagonal: row i, column n − 1 − i of n letters.
public struct CrossAttentionMaps: Equatable, Sendable, Encodable {
  /// The tokens that were read, a column each: the letters and the boundary behind them.
  public let read: [Int]
  /// The tokens that were written, a row each: the likeliest each time; the boundary last, unless the model found no end.
  public let written: [Int]
  /// The heads of the decoder's first block, then those of the next.
  public let heads: [Head]

  /// One head's map.
  public struct Head: Equatable, Sendable, Encodable {
    /// The decoder's block, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// The pattern softmax(scores): a row for each token written, which sums to 1, in it a weight for each token read.
    public let pattern: [[Double]]
    /// The mean over the rows of the n letters of the weight on the other diagonal: 1 where nothing else is read.
    public let otherDiagonal: Double
  }

  /// The maps of a name.
  ///
  /// Nothing stays on the tape.
  ///
  /// - Parameters:
  ///   - speller: what reads and writes.
  ///   - document: the boundary, at least one letter, the boundary.
  /// - Throws: ``/Transformer/NonFiniteResult`` where the model gives no probabilities.
  public init(_ speller: BackwardSpeller, of document: [Int]) throws(NonFiniteResult) {
    let written = try speller.spell(document)
    let boundary = document[0]
    read = Array(document.dropFirst())
    // A target as long as the context has no boundary behind it.
    self.written = written.count < speller.contextLength ? written + [boundary] : written
    let start = speller.tape.mark
    defer { speller.tape.rewind(to: start) }
    let decoder = speller.read(document).decoder
    var state = decoder.initialState()
    defer { decoder.release(state) }
    let steps = ([boundary] + self.written.dropLast()).map {
      decoder.activations(after: speller.tape.input($0), state: &state).blocks.map { $0.crossAttention.heads }
    }
    let shape = speller.model.configuration.shape
    let letterCount = read.count - 1
    heads = (0..<shape.layerCount).flatMap { layer in
      (0..<shape.headCount).map { head in
        let pattern = steps.map { $0[layer][head].patternNumbers }
        return Head(
          layer: layer,
          head: head,
          pattern: pattern,
          otherDiagonal: Self.otherDiagonal(of: pattern, letterCount: letterCount)
        )
      }
    }
  }

  /// The mean weight of row i on column n − 1 − i; a row that is missing, because too few letters were written, counts as 0.
  private static func otherDiagonal(of pattern: [[Double]], letterCount: Int) -> Double {
    let weights = pattern.prefix(letterCount).enumerated().map { row, weights in
      weights[letterCount - 1 - row]
    }
    return weights.reduce(0, +) / Double(letterCount)
  }
}
