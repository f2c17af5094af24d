import Arguments
import Autograd
import Drawing
import Pictures
import Random
import Training
import Transformer
import VisibleText

/// `microgpt sample`: prints texts that a trained model makes up.
struct SampleCommand {
  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let sampler = try sampler()
    let checkpoint = try arguments.checkpoint(of: RunFolder(path: arguments[Self.run]))
    let known = try arguments[Self.against].map { try KnownTexts($0, layout: checkpoint.training.layout) }
    let tokenizer = checkpoint.tokenizer
    let prompt = try promptTokens(tokenizer, contextLength: checkpoint.model.contextLength)
    var generator =
      arguments[Self.seed].map { MersenneTwister(seed: $0) } ?? checkpoint.state.generator
    // Greedy texts are all the same: one is enough unless more are asked for.
    let count = arguments.given(Self.count) ?? (isGreedy ? 1 : arguments[Self.count])
    Terminal.noteDebugBuild()
    var listing = SampleListing(
      tokenizer: tokenizer,
      prompt: prompt,
      known: known,
      showsChoices: arguments[Self.probabilities],
      style: Terminal.output.style,
      glyphs: Terminal.output.glyphs
    )
    let texts: [[Int]]
    do {
      texts = try checkpoint.makeModel(on: Tape()).generate(
        count,
        continuing: prompt,
        until: tokenizer.boundary,
        sampler: sampler,
        using: &generator
      ) { token in
        SignsOfLife.progress(
          token.position,
          of: checkpoint.model.contextLength,
          "text \(token.text + 1), token"
        )
        if let entry = listing.entry(endingWith: token) { Terminal.output.write(entry) }
      }
    } catch {
      throw NonFiniteModel.failure(of: arguments[Self.run], reading: "the prompt and what it draws", error)
    }
    if let summary = listing.summary { Terminal.error.line("\(summary)") }
    if arguments[Self.statistics] {
      // The last token drawn is never read.
      let lengths = texts.map { min(prompt.count + $0.count, checkpoint.model.contextLength) }
      let table = Self.statistics(of: lengths, beginning: prompt.count, checkpoint.model)
      Terminal.output.line()
      Terminal.output.write(table)
    }
  }

  /// Whether the likeliest token is taken each time.
  private var isGreedy: Bool { arguments[Self.greedy] || arguments[Self.temperature] == 0 }

  private func sampler() throws(UsageError) -> Sampler {
    let temperature = arguments[Self.temperature]
    guard isGreedy else {
      return Sampler(
        .random(temperature: temperature, topK: arguments[Self.topK], topP: arguments[Self.topP])
      )
    }
    // Temperature 0 beside --greedy says the same twice.
    let idle: [any NamedDeclaration] =
      (temperature == 0 ? [] : [Self.temperature]) + [Self.topK, Self.topP, Self.seed]
    if let option = idle.first(where: arguments.isGiven) {
      let reason = arguments[Self.greedy] ? Self.greedy.name : "\(Self.temperature.name) 0, which is --greedy"
      throw arguments.usageError("\(option.name) has no effect with \(reason); give one of the two")
    }
    return Sampler(.greedy)
  }

  private func promptTokens(_ tokenizer: Tokenizer, contextLength: Int) throws(UsageError) -> [Int] {
    do { return try tokenizer.prompt(arguments[Self.prompt] ?? [], contextLength: contextLength) } catch {
      switch error {
      case .tokens(let error): throw arguments.usageError("--prompt: \(tokenizer.sentence(on: error))")
      case .length: throw arguments.usageError("--prompt: \(error)")
      }
    }
  }
}
