import Training
import Transformer

extension TrainCommand {
  static let file = Argument.required("file", help: "The text to train on, in UTF-8, up to 256 MiB.")

  static let layers = Option.integer(
    "--layers",
    placeholder: "n",
    in: 1...1000,
    default: 1,
    help: "Number of blocks."
  )
  static let embedding = Option.integer(
    "--embedding",
    placeholder: "width",
    in: 1...,
    default: 16,
    help:
      "Width of the embedding; no model has more than \(GPTConfiguration.largestParameterCount) parameters."
  )
  static let heads = Option.integer(
    "--heads",
    placeholder: "n",
    in: 1...,
    default: 4,
    help: "Attention heads in each block; must divide the width."
  )
  static let context = Option.integer(
    "--context",
    placeholder: "n",
    in: 1...,
    default: 16,
    help: "Context length: how many tokens the model sees at once."
  )

  static let steps = Option.integer(
    "--steps",
    placeholder: "n",
    in: 1...TrainingConfiguration.largestStepCount,
    default: 1000,
    help: "Number of training steps."
  )
  static let seed = Option.integer(
    "--seed",
    placeholder: "n",
    in: 0...UInt64.max,
    default: 42,
    help: "Seed for all random numbers."
  )
  static let learningRate = Option.number(
    "--learning-rate",
    placeholder: "rate",
    in: .above(0),
    default: 0.01,
    help: "Adam's learning rate at the first step; it decays linearly to 0."
  )
  static let batch = Option.integer(
    "--batch",
    placeholder: "n",
    in: 1...TrainingConfiguration.largestBatchSize,
    default: 1,
    help: "Documents per step; the loss is their mean."
  )
  static let clip = Option.number(
    "--clip",
    placeholder: "norm",
    in: .above(0),
    defaultText: "no limit",
    help: "Clip the gradient to this norm."
  )
  static let validation = Option.number(
    "--validation",
    placeholder: "share",
    in: 0..<1,
    default: 0,
    defaultText: "0",
    help:
      "Share of the documents to hold out; ten times per run, the loss is measured on the first 1,000 of them."
  )
  static let threads = Option.integer(
    "--threads",
    placeholder: "n",
    in: 1...64,
    defaultText: "as many as processors, 1 where batches are small",
    help: "Threads that share a batch; the results do not depend on their number."
  )

  static let documents = Option.choice(
    "--documents",
    placeholder: "layout",
    default: Corpus.Layout.lines,
    help: "What a document is: a line, or a random window of one continuous text."
  )
  static let tokens = Option.choice(
    "--tokens",
    placeholder: "unit",
    default: Tokenizer.Unit.scalars,
    help: "What a token is: a Unicode scalar, a grapheme cluster, or a byte."
  )

  static let samples = Option.integer(
    "--samples",
    placeholder: "n",
    in: 0...SampleCommand.largestCount,
    default: 20,
    defaultText: "20; 1 at temperature 0",
    help: "How many texts to sample at the end."
  )
  static let temperature = Option.number(
    "--temperature",
    placeholder: "t",
    in: 0...,
    default: 0.5,
    help: "Sampling temperature: lower is safer, higher is wilder; 0 always takes the likeliest token."
  )

  static let output = Option.string(
    "--output",
    placeholder: "run",
    defaultText: "runs/<file name>",
    help: "Folder for the run."
  )
  static let overwrite = Flag(
    "--overwrite",
    help: "Replace an existing run, once the new one saves its first checkpoint."
  )
  static let resume = Option.string(
    "--resume",
    placeholder: "run",
    help: "Resume this run with its settings; --steps may set a new end."
  )
  static let saveEvery = Option.integer(
    "--save-every",
    placeholder: "n",
    in: 0...,
    default: 0,
    help: "Save a checkpoint every n steps; 0 saves only at the end and on Ctrl-C."
  )
  static let quiet = Flag("--quiet", help: "Show no progress and no notes, only the samples.")

  static let definition = CommandDefinition(
    name: "train",
    abstract: "Train a model on a text file, save the run, and print new texts.",
    discussion: """
      The defaults are microgpt.py's, and the same seed gives the same losses and the same names. Ctrl-C stops after the \
      current step and saves; --resume goes on from there and ends with exactly the weights of an uninterrupted run.
      """,
    arguments: [file],
    sections: [
      .init("MODEL", [layers, embedding, heads, context]),
      .init("ATTENTION", attentionOptions),
      .init("TRAINING", [steps, seed, learningRate, batch, clip, validation, threads]),
      .init("DATA", [documents, tokens]),
      .init("OUTPUT", [samples, temperature, output, overwrite, resume, saveEvery, quiet]),
    ]
  )
}
