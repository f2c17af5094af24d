import Autograd
import Drawing
import Pictures
import Random
import Training
import Transformer
import VisibleText

/// A text under way as a model reads it, with what may come next.
struct WrittenText {
  /// Whose model writes.
  let training: LiveTraining
  /// How tokens are drawn.
  let settings: SamplerSettings
  /// The boundary and the beginning that was typed.
  let prompt: [Int]
  /// What was chosen after it.
  let choices: [Writing.Choice]
  /// The logits before each choice and, where the text has not ended, after the last.
  private let logits: [[Double]]

  /// Reads the text.
  ///
  /// - Throws: ``Refusal`` where the beginning can't be read, or the model computes what is no number.
  init(_ training: LiveTraining, _ settings: SamplerSettings) throws(Refusal) {
    let session = training.session
    do {
      prompt = try session.tokenizer.prompt(
        training.writing.beginning,
        contextLength: session.model.contextLength
      )
    } catch {
      if case .tokens(let error) = error { throw Refusal(session.tokenizer.sentence(on: error)) }
      throw Refusal("\(error)")
    }
    self.training = training
    self.settings = settings
    choices = training.writing.choices
    let read = Array((prompt + choices.map { $0.token }).prefix(session.model.contextLength))
    if session.model.firstNonFiniteResult(reading: read, readsLast: true) != nil {
      throw Refusal("the model computes numbers that are not finite")
    }
    logits = Array(session.model.logits(reading: read)[(prompt.count - 1)...])
  }

  /// Whether nothing comes any more: the text has its end, or the context is full.
  var hasEnded: Bool { isClosed || isFull }

  /// Whether the model, or the reader, has ended the text.
  var isClosed: Bool { choices.last?.token == training.session.tokenizer.boundary }

  /// Whether the model can read no further.
  var isFull: Bool { prompt.count + choices.count > training.session.model.contextLength }

  /// How many tokens may come.
  var room: Int { training.session.model.contextLength + 1 - prompt.count - choices.count }

  /// The probability with which each choice is drawn; 0 for what is left out.
  var probabilities: [Double] {
    zip(choices, logits).map { settings.sampler.probabilities(of: $1)[$0.token] }
  }

  /// What may come next, the likeliest first.
  var candidates: [Candidate] {
    guard !hasEnded, let last = logits.last else { return [] }
    let shares = settings.wholeSampler.probabilities(of: last)
    let probabilities = settings.sampler.probabilities(of: last)
    return shares.indices
      .map { Candidate(token: $0, share: shares[$0], probability: probabilities[$0]) }
      .sorted { ($1.share, $0.token) < ($0.share, $1.token) }
  }

  /// A token that may come next.
  struct Candidate {
    /// The token.
    let token: Int
    /// Its probability before anything is left out.
    let share: Double
    /// The probability with which it is drawn; 0 where top-k or top-p leave it out.
    let probability: Double
  }

  /// Draws the next token.
  func drawn(seed: UInt64) -> Int {
    var generator = training.writing.generator(seed: seed)
    return settings.sampler.draw(
      from: settings.sampler.probabilities(of: logits.last ?? []),
      using: &generator
    )
  }

  /// Draws up to the end of the text.
  func rest(seed: UInt64) -> [Int] {
    var generator = training.writing.generator(seed: seed)
    var tokens: [Int] = []
    let session = training.session
    _ = try? session.model.generate(
      1,
      continuing: prompt + choices.map { $0.token },
      until: session.tokenizer.boundary,
      sampler: settings.sampler,
      using: &generator
    ) { tokens.append($0.token) }
    return tokens
  }
}

extension GPT {
  /// The logits after each token of a text.
  fileprivate func logits(reading tokens: [Int]) -> [[Double]] {
    let mark = tape.mark
    var state = initialState()
    defer {
      release(state)
      tape.rewind(to: mark)
    }
    return tape.withoutRecording { tokens.map { logits(after: tape.input($0), state: &state).data } }
  }
}
