import Arguments

/// The executable: finds the command, runs it, and turns what it throws into a message and an exit status.
enum Microgpt {
  static let definition = ProgramDefinition<Command>(
    name: About.name,
    abstract: "Train a tiny GPT on a text file, one scalar at a time, and look inside.",
    discussion: """
      Each number the model computes remembers what it was computed from, so you can look at it and at its gradient. To begin:

        microgpt train data/names.txt
        microgpt sample runs/names --prompt ka --count 10
      """ + Launcher.generalHelp
  )

  /// The subcommands.
  enum Command: String, CommandSet {
    case train
    case sample
    case score
    case evaluate
    case info
    case export
    case importModel = "import"
    case report
    case compare
    case lesson
    case quiz
    case worksheet
    case completion
    case manual
    case inspectScaling = "inspect scaling"
    case inspectAttention = "inspect attention"
    case inspectHeads = "inspect heads"
    case inspectFilm = "inspect film"
    case inspectLens = "inspect lens"
    case inspectAblate = "inspect ablate"
    case inspectPatch = "inspect patch"
    case inspectCircuits = "inspect circuits"
    case inspectGradients = "inspect gradients"
    case inspectGraph = "inspect graph"
    case inspectShapes = "inspect shapes"
    case inspectCheck = "inspect check"
    case inspectSchema = "inspect schema"

    static let groups = [
      CommandGroup(
        name: "inspect",
        abstract: "Look inside: attention, its causes, the scale's gradient, graphs, shapes.",
        discussion: """
          Each subcommand takes a run that 'microgpt train' made, and a text:

            microgpt inspect attention runs/names --text emma
            microgpt inspect scaling
          """
      )
    ]

    var definition: CommandDefinition {
      switch self {
      case .train: TrainCommand.definition
      case .sample: SampleCommand.definition
      case .score: ScoreCommand.definition
      case .evaluate: EvaluateCommand.definition
      case .info: InfoCommand.definition
      case .export: ExportCommand.definition
      case .importModel: ImportCommand.definition
      case .report: ReportCommand.definition
      case .compare: CompareCommand.definition
      case .lesson: LessonCommand.definition
      case .quiz: QuizCommand.definition
      case .worksheet: WorksheetCommand.definition
      case .completion: CompletionCommand.definition
      case .manual: ManualCommand.definition
      case .inspectScaling: ScalingCommand.definition
      case .inspectAttention: AttentionCommand.definition
      case .inspectHeads: HeadsCommand.definition
      case .inspectFilm: FilmCommand.definition
      case .inspectLens: LensCommand.definition
      case .inspectAblate: AblateCommand.definition
      case .inspectPatch: PatchCommand.definition
      case .inspectCircuits: CircuitsCommand.definition
      case .inspectGradients: GradientsCommand.definition
      case .inspectGraph: GraphCommand.definition
      case .inspectShapes: ShapesCommand.definition
      case .inspectCheck: CheckCommand.definition
      case .inspectSchema: SchemaCommand.definition
      }
    }

    /// Runs the command and returns the exit status.
    func run(_ arguments: ParsedArguments) throws -> Int32 {
      switch self {
      case .train: return try TrainCommand(arguments).run()
      case .sample: try SampleCommand(arguments).run()
      case .score: try ScoreCommand(arguments).run()
      case .evaluate: try EvaluateCommand(arguments).run()
      case .info: try InfoCommand(arguments).run()
      case .export: try ExportCommand(arguments).run()
      case .importModel: try ImportCommand(arguments).run()
      case .report: try ReportCommand(arguments).run()
      case .compare: try CompareCommand(arguments).run()
      case .lesson: try LessonCommand(arguments).run()
      case .quiz: try QuizCommand(arguments).run()
      case .worksheet: try WorksheetCommand(arguments).run()
      case .completion: CompletionCommand(arguments).run(for: Microgpt.definition)
      case .manual: ManualCommand(arguments).run(for: Microgpt.definition)
      case .inspectScaling: try ScalingCommand(arguments).run()
      case .inspectAttention: try AttentionCommand(arguments).run()
      case .inspectHeads: try HeadsCommand(arguments).run()
      case .inspectFilm: try FilmCommand(arguments).run()
      case .inspectLens: try LensCommand(arguments).run()
      case .inspectAblate: try AblateCommand(arguments).run()
      case .inspectPatch: try PatchCommand(arguments).run()
      case .inspectCircuits: try CircuitsCommand(arguments).run()
      case .inspectGradients: try GradientsCommand(arguments).run()
      case .inspectGraph: try GraphCommand(arguments).run()
      case .inspectShapes: try ShapesCommand(arguments).run()
      case .inspectCheck: try CheckCommand(arguments).run()
      case .inspectSchema: try SchemaCommand(arguments).run()
      }
      return ExitStatus.success
    }
  }

  /// Runs the program with the given arguments, as bytes, and returns its exit status.
  static func run(_ arguments: some Sequence<[UInt8]>) -> Int32 {
    Terminal.openMissingStreams()
    Platform.ignoreSignalsOfWriting()
    Platform.removeDraftsWhenStopped()
    if Launcher.isSpokenFor { Terminal.beSilent() }
    let arguments = Array(arguments)
    for argument in arguments { Terminal.keepSigns(of: argument) }
    do {
      return try perform(arguments)
    } catch let error as UsageError {
      Terminal.error.draw(error.report)
      return ExitStatus.usage
    } catch let error as Failure {
      Terminal.error.line("Error: \(error.message)")
      return ExitStatus.failure
    } catch {
      Terminal.error.line("Error: \(error)")
      return ExitStatus.failure
    }
  }

  /// Does what the arguments ask for.
  private static func perform(_ arguments: [[UInt8]]) throws -> Int32 {
    let invocation: Invocation<Command>
    do { invocation = try definition.parse(definition.texts(ofArguments: arguments)) } catch {
      // Others that were started together with this process may have good arguments, and would wait for it.
      return try Team(processes: Launcher.processes()).perform { throw error }
    }
    switch invocation {
    case .help(let topic):
      Terminal.output.draw(definition.help(for: topic, width: Terminal.output.width))
      return ExitStatus.success
    case .version:
      Terminal.output.line("\(About.version)")
      return ExitStatus.success
    case .run(let command, let parsed):
      // What is no training is the first process's.
      if command != .train, Launcher.isSpokenFor { return ExitStatus.success }
      if parsed.isGiven(Terminal.ascii) { Terminal.drawInASCII() }
      if command != .train || !parsed[TrainCommand.quiet] { SignsOfLife.begin() }
      return try command.run(parsed)
    }
  }
}
