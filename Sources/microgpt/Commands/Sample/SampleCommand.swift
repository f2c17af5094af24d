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
    try arguments.checkTextIsPrinted()
    try InputFile.checkOneIsStandardInput(
      arguments,
      [(Self.prompts, arguments[Self.prompts]), (Self.against, arguments[Self.against])]
    )
    let sampler = try sampler()
    let run = RunFolder(path: arguments[Self.run])
    let checkpoint = try arguments.checkpoint(of: run)
    let contextLength = checkpoint.model.contextLength
    let length = arguments[Self.length] ?? contextLength
    try checkStatistics(length: length, contextLength: contextLength)
    let known = try arguments[Self.against].map { try KnownTexts($0, layout: checkpoint.training.layout) }
    let tokenizer = checkpoint.tokenizer
    let prompts = try prompts(tokenizer, length: length)
    var generator =
      arguments[Self.seed].map { MersenneTwister(seed: $0) } ?? checkpoint.state.generator
    let isOneEnough = sampler.textsAreAlike || arguments[Self.prompts] != nil
    let count = arguments.given(Self.count) ?? (isOneEnough ? 1 : arguments[Self.count])
    Terminal.noteDebugBuild()
    var listing = SampleListing(
      tokenizer: tokenizer,
      known: known,
      showsChoices: arguments[Self.probabilities],
      style: Terminal.output.style,
      glyphs: Terminal.output.glyphs
    )
    let model = checkpoint.makeModel(on: Tape())
    var figures =
      arguments[PrintedDocument.flag]
      ? SampleFigures(sampler, length: length, seed: arguments[Self.seed]) : nil
    var drawn: [GeneratedToken] = []
    var slide = WindowSlide(contextLength: contextLength)
    var texts: [[Int]] = []
    for prompt in prompts {
      listing.prompt = prompt
      do {
        texts = try model.generate(
          count,
          continuing: prompt,
          until: tokenizer.boundary,
          length: length,
          sampler: sampler,
          using: &generator
        ) { token in
          SignsOfLife.progress(token.position, of: length, "text \(token.text + 1), token")
          slide.note(token)
          if figures == nil {
            if let entry = listing.entry(endingWith: token) { Terminal.output.write(entry) }
            return
          }
          drawn.append(token)
          guard token.isLast else { return }
          figures?.add(
            drawn,
            after: prompt,
            tokenizer,
            known: known,
            givesChoices: arguments[Self.probabilities]
          )
          drawn = []
        }
      } catch {
        throw NonFiniteModel.failure(of: arguments[Self.run], reading: "the prompt and what it draws", error)
      }
    }
    if let figures {
      let document = FigureDocument(.sample, figures, run: run, step: checkpoint.state.stepsDone)
      return Terminal.output.write(try document.json())
    }
    if let summary = listing.summary { Terminal.error.line("\(summary)") }
    if let sentence = slide.sentence { Terminal.error.line("note: \(visible: sentence)") }
    if arguments[Self.statistics], let prompt = prompts.first {
      // The last token drawn is never read.
      let lengths = texts.map { min(prompt.count + $0.count, length) }
      let table = Self.statistics(of: lengths, beginning: prompt.count, checkpoint.model)
      Terminal.output.line()
      Terminal.output.write(table)
    }
  }

  /// Whether the likeliest token is taken each time.
  private var isGreedy: Bool { arguments[Self.greedy] || arguments[Self.temperature] == 0 }

  private func sampler() throws(UsageError) -> Sampler {
    let temperature = arguments[Self.temperature]
    let penalty = arguments[Self.repetitionPenalty] ?? 1
    guard isGreedy else {
      return Sampler(
        .random(temperature: temperature, topK: arguments[Self.topK], topP: arguments[Self.topP]),
        repetitionPenalty: penalty
      )
    }
    // Temperature 0 beside --greedy says the same twice.
    let idle: [any NamedDeclaration] =
      (temperature == 0 ? [] : [Self.temperature]) + [Self.topK, Self.topP, Self.seed]
    if let option = idle.first(where: arguments.isGiven) {
      let reason = arguments[Self.greedy] ? Self.greedy.name : "\(Self.temperature.name) 0, which is --greedy"
      throw arguments.usageError("\(option.name) has no effect with \(reason); give one of the two")
    }
    return Sampler(.greedy, repetitionPenalty: penalty)
  }

  /// Refuses to count what a cache holds of texts that do not all fit it, or do not begin alike.
  private func checkStatistics(length: Int, contextLength: Int) throws(UsageError) {
    guard arguments[Self.statistics] else { return }
    let name = Self.statistics.name
    guard !arguments[PrintedDocument.flag] else {
      throw arguments.usageError(
        "\(name) has no effect with \(PrintedDocument.flag.name), which prints the texts and their tokens"
      )
    }
    guard arguments[Self.prompts] == nil else {
      throw arguments.usageError("\(name) is of texts with one prompt; give \(Self.prompt.name)")
    }
    guard length <= contextLength else {
      throw arguments.usageError(
        "\(name) is of texts that fit the context; give \(Self.length.name) at most \(contextLength)"
      )
    }
  }

  /// The tokens that texts begin with, for each prompt.
  ///
  /// - Throws: ``UsageError`` that names the option, ``Failure`` that names the file and the line of a prompt that is none.
  private func prompts(_ tokenizer: Tokenizer, length: Int) throws -> [[Int]] {
    guard let path = arguments[Self.prompts] else {
      do { return [try tokenizer.prompt(arguments[Self.prompt] ?? [], contextLength: length)] } catch {
        throw arguments.usageError("\(Self.prompt.name): \(complaint(about: error, tokenizer))")
      }
    }
    guard !arguments.isGiven(Self.prompt) else {
      throw arguments.usageError("Give \(Self.prompt.name) or \(Self.prompts.name), not both")
    }
    var prompts: [[Int]] = []
    for (line, text) in try PromptLines(path).prompts {
      do { prompts.append(try tokenizer.prompt(text, contextLength: length)) } catch {
        throw Failure(
          "can't use \(InputFile.phrase(path)): line \(line): \(complaint(about: error, tokenizer))"
        )
      }
    }
    return prompts
  }

  private func complaint(about error: PromptError, _ tokenizer: Tokenizer) -> Message {
    switch error {
    case .tokens(let error):
      Terminal.keepSigns(of: error)
      return tokenizer.sentence(on: error)
    case .length(let count, _):
      guard let length = arguments[Self.length] else {
        return "\(error), or \(Self.length.name) \(count + 1) or more, for which the window slides"
      }
      return
        "\(counted(count, "token")) \(count == 1 ? "leaves" : "leave") nothing to draw in texts of \(length); "
        + "give a larger \(Self.length.name)"
    }
  }
}
