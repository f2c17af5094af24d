import Autograd
import Transformer

/// Every list of numbers of one forward pass, with name, shape and meaning, as the model's variant has it.
public struct Shapes: Equatable, Sendable, Encodable {
  /// At which position, counted from 0, the lists were computed: at its end the model had read one token more.
  public let position: Int
  /// How many stored positions were visible from there, the first layer's store being asked.
  public let visibleCount: Int
  /// How many values the whole pass left on the tape, from the first token to the loss.
  public let valueCount: Int
  /// The lists in the order of computation.
  public let lists: [List]

  /// One list, or one for each head, or one for each head and visible position.
  public struct List: Equatable, Sendable, Encodable {
    /// The layer, counted from 0, or nil outside the blocks.
    @ExplicitNull public private(set) var layer: Int?
    /// The name, in TransformerLens's manner.
    public let name: String
    /// The shape: the last number is the length of a list.
    public let shape: [Int]
    /// What the vector means, in a few words.
    public let meaning: String
  }

  /// The lists of the last position of a pass.
  public init(_ pass: ForwardPass) {
    let last = pass.count - 1
    position = last
    visibleCount = pass.visiblePositions(layer: 0, position: last).count
    valueCount = pass.end - pass.positions[0].extent.lowerBound
    lists = pass.namedActivations(at: last).map {
      List(layer: $0.layer, name: $0.name, shape: $0.shape, meaning: $0.meaning)
    }
  }
}
