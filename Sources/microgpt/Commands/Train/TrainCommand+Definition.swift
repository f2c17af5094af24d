import Arguments
import Training
import Transformer

extension TrainCommand {
  static let file = Argument.required(
    "file",
    as: .input,
    help: "The text to train on, in UTF-8, up to 256 MiB."
  )

  static let threads = Option(
    "--threads",
    placeholder: "n",
    as: .integer(in: 1...64),
    defaultText: "as many as processors, 1 where batches are small",
    help: "Threads that share a batch; the results do not depend on their number."
  )

  static let ropeBase = Option(
    "--rope-base",
    placeholder: "base",
    as: .number(in: .above(1)),
    defaultText: "10000",
    help: "The base of --positions rotary, which may also be written as rotary:<base>."
  )

  static let samples = Option(
    "--samples",
    placeholder: "n",
    as: .integer(in: 0...SampleCommand.largestCount),
    default: 20,
    defaultText: "20; 1 at temperature 0",
    help: "How many texts to sample at the end."
  )
  static let temperature = Option(
    "--temperature",
    placeholder: "t",
    as: .number(in: 0...),
    default: 0.5,
    help: "Sampling temperature: lower is safer, higher is wilder; 0 always takes the likeliest token."
  )

  static let output = Option(
    "--output",
    short: "-o",
    placeholder: "run",
    as: .path,
    defaultText: "runs/<file name>",
    help: "Folder for the run."
  )
  static let overwrite = Flag(
    "--overwrite",
    help: "Replace an existing run, once the new one saves its first checkpoint."
  )
  static let resume = Option(
    "--resume",
    placeholder: "run",
    as: .path,
    help:
      "Resume this run, on the same text and with its settings; --steps, --patience and --snapshot-every may be given anew."
  )
  static let from = Option(
    "--from",
    placeholder: "run",
    as: .path,
    help: "Begin with the weights and the vocabulary of this run; text, learning rate and steps are new ones."
  )
  static let fromCheckpoint = Option(
    RunFolder.checkpoint.name,
    placeholder: RunFolder.checkpoint.placeholder,
    as: RunFolder.checkpoint.conversion,
    default: CheckpointChoice.last,
    help:
      "Of --from: the run's last checkpoint; best, the one of the lowest held-out loss; or the one of a step."
  )
  static let settings = Option(
    "--settings",
    placeholder: "file",
    as: .input,
    help:
      "Take the settings of this JSON file, as 'microgpt info --json' prints them. Options given beside it win; --patience none or --unique=no takes back what it says."
  )
  static let saveEvery = Option(
    "--save-every",
    placeholder: "n",
    as: .integer(in: 0...),
    default: 0,
    help: "Save a checkpoint every n steps; 0 saves only at the end and on Ctrl-C."
  )
  static let logFormats = Option(
    "--log-format",
    placeholder: "formats",
    as: Conversion(
      expectation:
        ": give one or more of \(LogFormat.allCases.map(\.rawValue).joined(separator: ", ")), joined by commas.",
      text: { $0.map(\.rawValue).joined(separator: ",") },
      value: { text in
        let names = text.split(separator: ",", omittingEmptySubsequences: false)
        let formats = names.compactMap { LogFormat(rawValue: String($0)) }
        return formats.count == names.count ? formats : nil
      }
    ),
    default: [LogFormat.jsonl],
    help:
      "In which formats to write the figures of steps: jsonl (always written), csv, tensorboard; joined by commas."
  )
  static let json = Flag(
    PrintedDocument.flag.name,
    help: "Print the settings, the losses and the samples as JSON, in one line, at the end."
  )
  static let quiet = Flag("--quiet", help: "Show no progress and no notes, only the samples.")

  static let definition = CommandDefinition(
    program: About.name,
    name: "train",
    abstract: "Train a model on a text file, save the run, and print new texts.",
    discussion: """
      The defaults are microgpt.py's, and the same seed gives the same losses and the same names. Ctrl-C stops after the \
      current step and saves; --resume goes on from there and ends with exactly the weights of an uninterrupted run.
      """ + Launcher.help,
    arguments: [file],
    sections: [
      .init("MODEL", SettingOptions.options(in: .model)),
      .init("ATTENTION", SettingOptions.options(in: .attention) + [ropeBase]),
      .init("TRAINING", SettingOptions.options(in: .training) + [threads]),
      .init("DATA", SettingOptions.options(in: .data)),
      .init("BEGINNING", [settings, from, fromCheckpoint, resume]),
      .init(
        "OUTPUT",
        [samples, temperature, output, overwrite, saveEvery, logFormats, json, Terminal.ascii, quiet]
      ),
    ]
  )
}
