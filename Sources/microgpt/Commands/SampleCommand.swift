import Autograd
import Training
import Transformer

/// `microgpt sample`: prints texts that a trained model makes up.
struct SampleCommand {
  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let sampler = try sampler()
    let checkpoint = try RunFolder(path: arguments[Self.run]).loadCheckpoint()
    let known = try arguments[Self.against].map { try KnownTexts($0, layout: checkpoint.training.layout) }
    let tokenizer = checkpoint.tokenizer
    let prompt = try promptTokens(tokenizer, contextLength: checkpoint.model.contextLength)
    var generator =
      arguments[Self.seed].map { MersenneTwister(seed: UInt64($0)) } ?? checkpoint.state.generator
    // Greedy texts are all the same: one is enough unless more are asked for.
    let count = arguments.given(Self.count) ?? (arguments[Self.greedy] ? 1 : arguments[Self.count])
    Program.noteDebugBuild()
    var listing = SampleListing(
      tokenizer: tokenizer,
      prompt: prompt,
      known: known,
      showsChoices: arguments[Self.probabilities],
      style: Terminal.output.style
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
      Terminal.output.write("\n" + table.drawn(style: Terminal.output.style))
    }
  }

  private func sampler() throws(UsageError) -> Sampler {
    guard arguments[Self.greedy] else {
      return Sampler(
        .random(
          temperature: arguments[Self.temperature],
          topK: arguments[Self.topK],
          topP: arguments[Self.topP]
        )
      )
    }
    let given = [
      arguments.given(Self.temperature).map { _ in Self.temperature.name },
      arguments[Self.topK].map { _ in Self.topK.name },
      arguments[Self.topP].map { _ in Self.topP.name },
      arguments[Self.seed].map { _ in Self.seed.name },
    ]
    if let option = given.compactMap({ $0 }).first {
      throw arguments.usageError("\(option) has no effect with --greedy; give one of the two")
    }
    return Sampler(.greedy)
  }

  private func promptTokens(_ tokenizer: Tokenizer, contextLength: Int) throws(UsageError) -> [Int] {
    let tokens: [Int]
    do { tokens = try tokenizer.encode((arguments[Self.prompt] ?? [])[...]) } catch {
      throw arguments.usageError("--prompt: \(error) of the run, which is: \(tokenizer.alphabet)")
    }
    guard tokens.count < contextLength else {
      throw arguments.usageError(
        "--prompt: \(tokens.count) tokens leave nothing to draw in a context of \(contextLength); "
          + "give at most \(contextLength - 1)"
      )
    }
    return [tokenizer.boundary] + tokens
  }
}
