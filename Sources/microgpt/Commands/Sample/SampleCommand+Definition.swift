import Arguments

extension SampleCommand {
  /// The most texts at a time.
  static let largestCount = 1_000_000
  /// The most tokens of a text.
  static let largestLength = 1_000_000

  static let run = RunFolder.argument

  static let count = Option(
    "--count",
    placeholder: "n",
    as: .integer(in: 0...largestCount),
    default: 20,
    defaultText: "20; 1 with --greedy or --prompts",
    help: "Texts to print, of each prompt."
  )
  static let prompt = Option(
    "--prompt",
    placeholder: "text",
    as: .text,
    defaultText: "none",
    help: "How each text begins."
  )
  static let prompts = Option(
    "--prompts",
    placeholder: "file",
    as: .input,
    help: "Sample from each line of this file in turn, written as --prompt takes it."
  )
  static let length = Option(
    "--length",
    placeholder: "n",
    as: .integer(in: 1...largestLength),
    defaultText: "the context length",
    help:
      "Tokens of a text at most, those of the prompt included; beyond the context length the model forgets the oldest."
  )
  static let temperature = Option(
    "--temperature",
    placeholder: "t",
    as: .number(in: 0...),
    default: 0.5,
    help: "Lower is safer, higher is wilder; 1 keeps the model's own probabilities; 0 is --greedy."
  )
  static let topK = Option(
    "--top-k",
    placeholder: "k",
    as: .integer(in: 1...),
    defaultText: "all",
    help: "Draw only from the k likeliest tokens."
  )
  static let topP = Option(
    "--top-p",
    placeholder: "p",
    as: .number(in: .above(0, through: 1)),
    defaultText: "1",
    help: "Draw only from the likeliest tokens that together reach probability p."
  )
  static let greedy = Flag(
    "--greedy",
    help: "Take the likeliest token each time; all texts are then the same."
  )
  static let repetitionPenalty = Option(
    "--repetition-penalty",
    placeholder: "p",
    as: .number(in: .above(0)),
    defaultText: "1, none",
    help:
      "Above 1, make the tokens that the model has read less likely, below 1 likelier: their logits are divided by p where positive, else multiplied."
  )
  static let seed = Option(
    "--seed",
    placeholder: "n",
    as: .integer(in: 0...UInt64.max),
    defaultText: "continue where training ended",
    help: "Seed for the random numbers."
  )
  static let probabilities = Flag(
    "--probabilities",
    help:
      "Show the five likeliest tokens at each step, after penalty, temperature, top-k and top-p; <|> is the boundary, which ends a text."
  )
  static let against = Option(
    "--against",
    placeholder: "file",
    as: .input,
    help:
      "Mark each text as new, or as known: a line of this file; for a stream, any part of it. An empty text is neither."
  )

  static let statistics = Flag(
    "--statistics",
    help:
      "Show how much memory the keys and values of all texts take together, in lists and in pages that share the prompt; a page has the run's size, or 4 positions."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "sample",
    abstract: "Sample new texts from a trained model.",
    discussion: """
      A text ends where the model ends it, or at --length. Beyond the context length a window slides: the model reads the \
      boundary and the last tokens that fit behind it, with positions numbered anew from 0, and draws as it would after a \
      prompt of these tokens. --repetition-penalty counts what stands in the window, the boundary too.

      Without --seed, sampling continues the random numbers \
      of the training: at the same temperature the first texts are those that training printed. Each text is printed on one \
      line: a line break as \\n, a backslash as \\\\, and \
      whatever else can't be seen as \\u{…}; --prompt reads it back.
      """,
    arguments: [run],
    sections: [
      .init(
        "SAMPLING",
        [
          count, prompt, prompts, length, temperature, topK, topP, repetitionPenalty, greedy, seed,
          RunFolder.checkpoint,
        ]
      ),
      .init("OUTPUT", [probabilities, against, statistics, PrintedDocument.flag, Terminal.ascii]),
    ]
  )
}
