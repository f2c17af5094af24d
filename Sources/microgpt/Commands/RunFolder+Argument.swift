import Arguments

extension RunFolder {
  /// The run that a command is about.
  static let argument = Argument.required("run", help: "The folder of a run, as 'microgpt train' makes it.")
}
