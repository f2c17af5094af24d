/// The figures of a run's steps in other formats, made from the lines of its metrics and kept in step with them.
struct OtherLogs {
  private let output: RunOutput
  private let formats: [LogFormat]
  /// Whether the files are there, with the steps so far.
  private var isBegun = false

  /// - Parameters:
  ///   - formats: those asked for.
  ///   - isContinued: whether a run is gone on with in its own folder, where those formats stay that it has.
  init(_ output: RunOutput, _ formats: [LogFormat], isContinued: Bool) {
    self.output = output
    self.formats = LogFormat.others.filter { format in
      formats.contains(format) || isContinued && output.folder.status(of: format.fileName) != nil
    }
  }

  /// Writes the files anew from the run's metrics, unless that is done, or a run of before still stands in the folder.
  ///
  /// A process that is killed leaves steps that will be made again: they are dropped here, as from the metrics.
  mutating func begin() throws(Failure) {
    guard !isBegun, !output.replacesRun else { return }
    isBegun = true
    for format in LogFormat.others where !formats.contains(format) { output.folder.remove(format.fileName) }
    for format in formats {
      do {
        let draft = try Platform.Draft(in: output.folder)
        try draft.write(format.beginning)
        var lines = try StepLines(output.run.metricsPath)
        var bytes: [UInt8] = []
        while let line = try lines.next() {
          bytes += format.encoded(line.figures, line: line.bytes)
          if bytes.count > 1 << 16 {
            try draft.write(bytes)
            bytes = []
          }
        }
        try draft.write(bytes)
        try draft.take(format.fileName, waitsForDisk: false)
      } catch { throw failure(format, "\(error)") }
    }
  }

  /// Appends lines that have gone to the metrics.
  func append(_ lines: [UInt8]) throws(Failure) {
    guard isBegun, !formats.isEmpty else { return }
    let steps = lines.split(separator: UInt8(ascii: "\n")).compactMap { line in
      StepFigures(line).map { (figures: $0, line: line) }
    }
    for format in formats {
      let bytes = steps.flatMap { format.encoded($0.figures, line: $0.line) }
      do { try output.folder.append(bytes, to: format.fileName, waitsForDisk: false) } catch {
        throw failure(format, "\(error)")
      }
    }
  }

  private func failure(_ format: LogFormat, _ reason: String) -> Failure {
    Failure("can't write '\(output.run.path)/\(format.fileName)': \(reason)")
  }
}
