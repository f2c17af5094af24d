import Arguments

/// `microgpt manual`: the manual page.
struct ManualCommand {
  static let definition = CommandDefinition(
    program: About.name,
    name: "manual",
    abstract: "Print the manual page, for man.",
    discussion: """
      To read it, and to install it for good:

        microgpt manual | man -l -
        microgpt manual > ~/.local/share/man/man1/microgpt.1

      Make the folder first where it is missing. On macOS, whose man reads no standard input: microgpt manual | mandoc | less.
      """
  )

  init(_ arguments: ParsedArguments) {}

  func run<Command>(for program: ProgramDefinition<Command>) {
    let page = ManualPage(
      program,
      version: About.version,
      date: About.date,
      sections: [
        .init(
          "ENVIRONMENT",
          [
            ("COLUMNS", "How wide output may be where it goes to no terminal."),
            (
              "LC_ALL, LC_CTYPE, LANG",
              "The first that is set says which characters there are. Without UTF-8 in it, everything but your texts is drawn in ASCII."
            ),
            ("NO_COLOR", "If it is set, there is no colour."),
          ]
        ),
        .init(
          "FILES",
          [
            (
              RunFolder.checkpointName, "A run's weights, and what training needs to go on, but for the text."
            ),
            (LogFormat.jsonl.fileName, "The figures of its steps."),
            (LogFormat.csv.fileName, "The same as a table, with --log-format csv."),
            (LogFormat.tensorboard.fileName, "The same for TensorBoard, with --log-format tensorboard."),
            (RunFolder.samplesName, "The texts that were sampled at its end."),
            (
              RunFolder.snapshotsName, "The weights after some steps, a file for each, with --snapshot-every."
            ),
          ]
        ),
        .init(
          "EXIT STATUS",
          [
            ("0", "The command did its work."),
            ("1", "A file, the data or the training failed."),
            ("64", "The arguments can't be used."),
            ("129, 130, 143", "A signal stopped a training, which was saved: SIGHUP, SIGINT or SIGTERM."),
            ("141", "The reader of standard output has gone."),
          ]
        ),
      ]
    )
    Terminal.output.write(page.text)
  }
}
