import Attention
import Autograd
import Inspection
import Random
import Transformer

/// The numbers of the lesson "shapes": one pass of a model with MiniMind's heads, list by list and as tensors.
public struct TracedPass: Equatable, Sendable {
  /// How many query heads the model has.
  public static let headCount = 8
  /// How many of them are stored.
  public static let storedHeadCount = 2
  /// How many tokens it reads.
  public static let length = 5
  /// How wide a head is here, and in MiniMind.
  public static let headWidths = (here: 3, full: 64)

  /// How many elements belong to one head.
  public let headWidth: Int
  /// The lists at the last position.
  public let shapes: Shapes
  /// How many numbers one layer stores of each token.
  public let storedCount: Int
  /// The rows and columns of W_q.
  public let queryMatrix: [Int]
  /// For each head how many elements of x its query was computed from.
  public let elementsRead: [Int]
  /// For each head where its query begins in the queries of all heads, by its place on the tape.
  public let queryOffsets: [Int]
  /// How many different keys all heads together read of the first position.
  public let distinctKeyCount: Int
  /// How many scores the loop computed, over all heads and positions.
  public let scoreCount: Int
  /// The same attention as tensors.
  public let tensors: TensorAttention
  /// The same where the axis of the heads is made by `view` alone.
  public let misread: TensorAttention
  /// The heads' outputs side by side, for each position, as the loop computed them.
  public let outputs: [[Double]]

  /// Reads a text with a model whose heads have that width.
  ///
  /// - Throws: ``LessonError`` where no model has such a shape, which does not happen.
  public init(headWidth: Int) throws(LessonError) {
    var attention = AttentionChoices()
    attention.keyValueHeadCount = Self.storedHeadCount
    let configuration: GPTConfiguration
    do {
      configuration = try GPTConfiguration(
        vocabularySize: 10,
        embeddingWidth: Self.headCount * headWidth,
        headCount: Self.headCount,
        attention: attention
      )
    } catch { throw LessonError(error.description) }
    var generator = MersenneTwister(seed: 42)
    let model = GPT(configuration, on: Tape()) { generator.unit() - 0.5 }
    self.init(model, configuration.headLayout ?? HeadLayout(headCount: Self.headCount, headWidth: headWidth))
  }

  private init(_ model: GPT, _ layout: HeadLayout) {
    self = model.withForwardPass(over: Array(0...Self.length)) { TracedPass($0, layout) }
  }

  private init(_ pass: ForwardPass, _ layout: HeadLayout) {
    let attention = pass.positions.map { $0.activations.blocks[0].attention }
    let last = attention[pass.count - 1]
    let stored = pass.positions.map { $0.stored[0] }
    let matrix = pass.model.parameters["layer0.attn_wq"]
    headWidth = layout.keyWidth
    shapes = Shapes(pass)
    storedCount = stored[0].key.count + stored[0].value.count
    queryMatrix = [matrix.rows, matrix.columns]
    elementsRead = last.heads.map { Self.elements(of: last.input, readBy: $0.query) }
    queryOffsets = last.heads.map { $0.query.position - last.queries.position }
    distinctKeyCount = Set(last.heads.map { $0.keys[0].position }).count
    scoreCount = attention.reduce(0) { $0 + $1.heads.reduce(0) { $0 + ($1.scores?.count ?? 0) } }
    outputs = attention.map { $0.heads.flatMap { $0.output.data } }
    func tensors(_ split: TensorAttention.Split) -> TensorAttention {
      TensorAttention(
        queries: attention.map { $0.queries.data },
        keys: stored.map { $0.key.data },
        values: stored.map { $0.value.data },
        layout: layout,
        scale: pass.model.attentionScale.data,
        split: split
      )
    }
    self.tensors = tensors(.viewAndTranspose)
    misread = tensors(.viewAlone)
  }

  /// How many elements of x have a derivative other than 0 in a query.
  private static func elements(of input: Vector, readBy query: Vector) -> Int {
    let places = input.position..<input.position + input.count
    let read = query.flatMap { $0.parents }.filter { $0.localDerivative != 0 }.map { $0.value.position }
    return Set(read.filter { places.contains($0) }).count
  }

  /// How far the tensors' outputs are from the loop's at most.
  public var difference: Double { largestDifference(tensors.outputs.flatMap { $0 }, outputs.flatMap { $0 }) }

  /// How far those are where the axis of the heads is made by `view` alone.
  public var misreadDifference: Double {
    largestDifference(misread.outputs.flatMap { $0 }, outputs.flatMap { $0 })
  }

  /// For each list its shape among tensors: texts and positions, or texts, heads and positions, stand before its last axis.
  public func tensorShape(of list: Shapes.List) -> [Int] {
    list.shape.count == 1
      ? [1, Self.length, list.shape[0]] : [1, list.shape[0], Self.length, list.shape[list.shape.count - 1]]
  }
}
