import Training
import Transformer

/// How the speller of the lesson "cross" is trained.
public struct SpellingRecipe: Sendable {
  /// The names; nil for ``PracticeText/names``.
  public let corpus: Corpus?
  /// How many steps there are.
  public let stepCount: Int
  /// What everything random is drawn from.
  public let seed: UInt64

  /// A recipe: a session's own settings where nothing else is given.
  public init(
    _ corpus: Corpus? = nil,
    steps: Int = SpellingSession.defaultConfiguration.stepCount,
    seed: UInt64 = SpellingSession.defaultConfiguration.seed
  ) {
    self.corpus = corpus
    stepCount = steps
    self.seed = seed
  }

  /// How many characters a name may have: it and the boundary behind it fill the context.
  public static let longestName = EncoderDecoderShape().contextLength - 1
  /// How many different characters the names may have.
  public static let largestAlphabet = 1000
  /// How many steps there may be: more teach nothing new.
  public static let largestStepCount = 100_000
  /// How many names it takes to hold out one of ten.
  public static let smallestNameCount = 5

  /// A session that has made no step.
  ///
  /// - Throws: ``LessonError`` where the names can't be spelt here.
  func session() throws(LessonError) -> SpellingSession {
    let corpus: Corpus = if let own = self.corpus { own } else { try Self.practice() }
    var configuration = SpellingSession.defaultConfiguration
    configuration.stepCount = stepCount
    configuration.seed = seed
    let alphabet = Tokenizer(unit: configuration.unit, covering: corpus.texts).vocabularySize - 1
    guard alphabet <= Self.largestAlphabet else {
      throw LessonError(
        "it has \(alphabet) different characters; a speller of this lesson learns at most \(Self.largestAlphabet)"
      )
    }
    do { return try SpellingSession(corpus, configuration: configuration) } catch {
      switch error {
      case .dataset(.tooLong(_, let limit)):
        throw LessonError(
          "each of its lines has more than \(limit) characters, the most that can be spelt here"
        )
      case .dataset(.emptyShare(_, let count, _)):
        throw LessonError(
          "it has \(count) \(count == 1 ? "line" : "lines") of at most \(Self.longestName) characters, and it takes \(Self.smallestNameCount): one in ten is held out"
        )
      default: throw LessonError(error.description)
      }
    }
  }

  /// Makes sure that there can be a session.
  ///
  /// - Throws: ``LessonError`` that says what the names lack.
  public func check() throws(LessonError) { _ = try session() }

  private static func practice() throws(LessonError) -> Corpus {
    do { return try Corpus(utf8: PracticeText.names.bytes, layout: .lines) } catch {
      throw LessonError(error.description)
    }
  }
}
