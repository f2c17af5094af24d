import Arguments
import Training
import VisibleText

/// What a training checks and says where several processes share it.
extension TrainCommand {
  /// Refuses what only one of several processes could read.
  func checkAllCanRead() throws {
    for path in [arguments[Self.file], arguments[Self.settings]].compactMap(\.self) {
      guard path != InputFile.standardInput else {
        throw arguments.usageError("Of several processes only the first has standard input; give files")
      }
      guard let kind = Platform.kind(of: path), kind != .file, kind != .folder else { continue }
      throw arguments.usageError(
        "several processes can't all read '\(path)': \(Platform.ReadError.notAFile(kind)); give a file"
      )
    }
  }

  /// Makes sure that all processes were given what decides which steps they make, and when they meet.
  func checkAllHave(_ settings: RunSettings, in team: Team) throws {
    let beginnings: [any NamedDeclaration] = [Self.from, Self.resume]
    let different = try team.namesOfDifferent(
      among: Setting.all.map { ("--" + $0.name, $0.value(in: settings)?.description ?? "") }
        // A folder may be called otherwise on another machine.
        + beginnings.map { ($0.name, arguments.isGiven($0) ? "given" : "") }
        + [(Self.fromCheckpoint.name, arguments.typed(Self.fromCheckpoint) ?? "")]
        + [(Self.saveEvery.name, "\(arguments[Self.saveEvery])")]
    )
    guard !different.isEmpty else { return }
    throw arguments.usageError(
      "the processes were given different options: \(different.joined(separator: ", ")) must be the same for all"
    )
  }

  /// Says where a batch is too small for all processes, or for all their threads.
  func noteIdleProcesses(_ session: TrainingSession, threads: Int) {
    let (count, useful) = (session.trainer.processes.count, session.trainer.usefulWorkerCount)
    guard count > 1, count * threads > useful, !arguments[Self.quiet] else { return }
    let have: Message = useful == 1 ? "only 1 has" : "only \(useful) have"
    Terminal.error.line(
      threads == 1
        ? "note: of \(count) processes, \(have) a part of most batches, which are small; see --batch"
        : "note: of the \(count * threads) threads of \(count) processes, \(have) a part of most batches; see --batch and --threads"
    )
  }
}
