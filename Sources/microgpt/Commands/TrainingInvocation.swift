import Training
import VisibleText

/// The command line that trains a run again: the file and every option whose value is not the default.
struct TrainingInvocation {
  private let file: String
  private let options: [(name: String, value: String)]
  private let flags: [String]

  /// - Parameters:
  ///   - checkpoint: the run's.
  ///   - output: the folder it goes to.
  ///   - snapshotInterval: another distance of its snapshots; nil for the run's own.
  init(_ checkpoint: Checkpoint, output: RunFolder, snapshotInterval: Int? = nil) {
    var settings = RunSettings(of: checkpoint)
    if let snapshotInterval { settings.training.snapshotInterval = snapshotInterval }
    var options = Setting.all.compactMap { setting -> (name: String, value: String)? in
      guard let value = setting.value(in: settings), value != setting.defaultValue else { return nil }
      if setting.kind == .flag { return nil }
      return ("--" + setting.name, value.description)
    }
    if let origin = checkpoint.origin {
      options.append(("--from", origin.run))
      options.append((RunFolder.checkpoint.name, "\(origin.step)"))
    }
    if !output.isSame(as: .standard(for: checkpoint.source.name)) {
      options.append(("--output", output.path))
    }
    file = checkpoint.source.name
    self.options = options
    flags = Setting.all.filter { $0.kind == .flag && $0.value(in: settings) == .flag(true) }
      .map { "--" + $0.name }
  }

  /// The line as one types it in a shell.
  var command: ShellText {
    shellCommand("microgpt train", [file], options: options, others: flags.joined(separator: " "))
  }
}
