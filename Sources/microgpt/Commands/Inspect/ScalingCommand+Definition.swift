import Arguments
import Inspection
import Training

extension ScalingCommand {
  static let run = Argument.optional(
    "run",
    as: .path,
    help: "The folder of a run; without one, random queries and keys are drawn."
  )

  static let widths = Option(
    "--widths",
    placeholder: "d,d,…",
    as: .integers(in: 1...65_536),
    default: ScaleStatistics.standardHeadWidths,
    help: "Head widths d to compare."
  )
  static let keys = Option(
    "--keys",
    placeholder: "n",
    as: .integer(in: 1...10_000),
    default: 16,
    help: "Number of keys per query."
  )
  static let queries = Option(
    "--queries",
    placeholder: "n",
    as: .integer(in: 1...1_000_000),
    default: 1000,
    help: "Number of random queries per width."
  )

  static let train = Option(
    "--train",
    placeholder: "file",
    as: .input,
    help:
      "Train on this text with each scale at several head widths; shape and settings are a run's, if one is given."
  )
  static let headWidths = Option(
    "--head-widths",
    placeholder: "d,d,…",
    as: Conversion<[Int]>.integers(in: 1...1024).optional,
    default: nil,
    defaultText: "the embedding's, a quarter and a sixteenth of it",
    help: "The head widths to train with; each must divide the embedding."
  )
  static let embedding = Option(
    "--embedding",
    placeholder: "width",
    as: .integer(in: 1...1024),
    defaultText: "64, or that of the run",
    help: "Width of the embedding, divided among the heads."
  )
  static let steps = Option(
    "--steps",
    placeholder: "n",
    as: .integer(in: 1...TrainingConfiguration.largestStepCount),
    defaultText: "1000, or those of the run",
    help: "Number of steps of each training."
  )
  static let seed = Option(
    "--seed",
    placeholder: "n",
    as: .integer(in: 0...UInt64.max),
    defaultText: "42, or that of the run",
    help: "Seed for all random numbers."
  )

  /// How many elements the keys of a query may have together.
  static let largestKeyElementCount = 1 << 24

  static let initialisationOptions: [any NamedDeclaration] = [widths, keys, queries]
  static let trainingOptions: [any NamedDeclaration] = [headWidths, embedding, steps]

  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect scaling",
    abstract: "Show what the √d scaling of the scores does, and its gradient in four ways.",
    discussion: """
      Alone, it draws queries and keys of unit variance and shows what the scales 1, 1/√d and 1/d do to their scores. With a \
      run and --text, it computes the gradient of the scale for each layer, head and position in four ways that must agree: \
      backpropagation, Cov(g, a) under the pattern's weights, a central difference, and q·∂L/∂q = s·∂L/∂s. With --train, it \
      trains a model with each of the three scales at several head widths.
      """,
    arguments: [run],
    sections: [
      .init("WITHOUT A RUN", initialisationOptions),
      .init("WITH A RUN", [InspectedText.text, RunFolder.checkpoint]),
      .init("TRAINING", [train] + trainingOptions),
      .init("OPTIONS", [seed]),
      InspectionOutput.section,
    ]
  )
}
