import Inspection
import Training
import Transformer

/// The numbers of the lesson "cross": a trained speller, what its cross-attention reads, and what becomes of it when that is
/// changed.
public struct Spelling: Sendable {
  /// How it was trained.
  public let recipe: SpellingRecipe
  /// How many names it was trained on.
  public let trainedCount: Int
  /// How many names were left out because they are too long.
  public let leftOutCount: Int
  /// How many of the held-out names it spells.
  public let score: SpellingScore
  /// How many letters a held-out name has on average.
  public let meanHeldOutLength: Double
  /// The maps of one held-out name.
  public let maps: CrossAttentionMaps
  /// Where each head looks.
  public let heads: [HeadPlaces]
  /// How many names are spelt with each change.
  public let changes: [Change]
  /// Some held-out names, as they were read and written.
  public let examples: [(read: [Int], written: [Int])]
  /// Which text tokens stand for.
  let tokenizer: Tokenizer

  /// How many held-out names are read for the places and the changes.
  public static let probeCount = 100
  /// How many names are shown.
  static let exampleCount = 6

  /// Trains the speller and looks into it.
  ///
  /// - Parameters:
  ///   - recipe: how it is trained.
  ///   - workbench: is told how far training is.
  public init(_ recipe: SpellingRecipe, on workbench: Workbench) throws(LessonError) {
    var session = try recipe.session()
    do {
      while let step = try session.trainer.next() {
        workbench.progress(step.number, recipe.stepCount, step.smoothedLoss)
      }
    } catch { throw LessonError(error.description) }
    do { try self.init(session, recipe) } catch { throw LessonError(error.description) }
  }

  private init(_ session: SpellingSession, _ recipe: SpellingRecipe) throws(NonFiniteResult) {
    let speller = session.speller
    let heldOut = session.trainer.dataset.validation
    let probe = Array(heldOut.prefix(Self.probeCount))
    self.recipe = recipe
    tokenizer = session.tokenizer
    trainedCount = session.trainer.dataset.training.count
    leftOutCount = session.leftOutCount
    score = try SpellingScore(speller, of: heldOut)
    meanHeldOutLength = Self.meanLength(of: heldOut.map { $0.dropFirst().dropLast() })
    // A short one, so that four maps of it can be taken in.
    let shown = heldOut.first { $0.count == 7 } ?? heldOut[0]
    maps = try CrossAttentionMaps(speller, of: shown)
    heads = try HeadPlaces.all(speller, probe)
    changes = try Change.all(speller, probe, shown: shown)
    var examples: [(read: [Int], written: [Int])] = []
    for document in heldOut.prefix(Self.exampleCount) {
      examples.append((Array(document.dropFirst().dropLast()), try speller.spell(document)))
    }
    self.examples = examples
  }

  static func meanLength(of names: [some Collection<Int>]) -> Double {
    Double(names.reduce(0) { $0 + $1.count }) / Double(names.count)
  }

  /// Letters as a text.
  func text(_ tokens: [Int]) -> String {
    tokenizer.decode(tokens.filter { $0 != tokenizer.boundary })
  }

  /// The head that gives most weight to the other diagonal.
  public var best: HeadPlaces {
    heads.dropFirst().reduce(heads[0]) { $1.otherDiagonal > $0.otherDiagonal ? $1 : $0 }
  }
}
