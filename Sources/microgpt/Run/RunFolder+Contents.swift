import Training

extension RunFolder {
  /// What a run that is to be trained into the folder would take the place of.
  enum Contents {
    case nothing
    /// Figures and no checkpoint: what remains of a run that failed, or was killed, before its first.
    case figures
    /// Files of a run without its checkpoint.
    case remains
    case run
  }

  /// How many bytes at its beginning tell whose a file is.
  private static let markLength = 1 << 16

  /// What of a run stands in the folder.
  ///
  /// - Throws: ``Failure`` where something else stands in a file's place: a folder, a link, a file that this program has not
  ///   written.
  func contents() throws(Failure) -> Contents {
    // The format stands in the metadata, at most after the name of the text.
    let checkpoint = try holds(checkpointPath, "a checkpoint of this program") { beginning in
      beginning.firstRange(of: Array(Checkpoint.mark.utf8)) != nil
    }
    let metrics = try holds(metricsPath, "figures of a run") { beginning in
      beginning.starts(with: MetricsFile.mark.utf8)
    }
    // A text bears no mark: it is a run's where one is beside it.
    let samples = try holds(samplesPath, "from a run, none is beside it") { _ in checkpoint || metrics }
    try checkOtherLogs()
    let snapshots = try holdsSnapshots()
    return checkpoint
      ? .run : samples || snapshots && !metrics ? .remains : metrics ? .figures : .nothing
  }

  /// Makes sure that what stands under the names of figures in other formats are such files.
  private func checkOtherLogs() throws(Failure) {
    for format in LogFormat.others {
      _ = try holds(path + "/" + format.fileName, "figures of a run") { beginning in
        beginning.firstRange(of: format.mark) != nil
      }
    }
  }

  /// Whether there are snapshots.
  private func holdsSnapshots() throws(Failure) -> Bool {
    switch Platform.kindWithoutLinks(of: snapshotsPath) {
    case nil: return false
    case .folder: break
    case .link: throw Self.isInTheWay(snapshotsPath, "it is a link")
    case .some: throw Self.isInTheWay(snapshotsPath, "it is not a folder")
    }
    var isOne = false
    for name in (try? Platform.Folder(snapshotsPath).names) ?? [] {
      guard ![".", ".."].contains(name), !Platform.Draft.isName(name) else { continue }
      let path = snapshotsPath + "/" + name
      guard Self.step(ofSnapshot: name) != nil else { throw Self.isInTheWay(path, "it is not a snapshot") }
      if try holds(
        path,
        "a snapshot of this program",
        isMarked: { $0.firstRange(of: Array(Checkpoint.mark.utf8)) != nil }
      ) {
        isOne = true
      }
    }
    return isOne
  }

  /// Makes sure that the run in the folder can be written where it is.
  ///
  /// - Throws: ``Failure`` where a file's place is taken by something else.
  func checkPlaces() throws(Failure) {
    for path in [checkpointPath, metricsPath, samplesPath] {
      guard let kind = Platform.kind(of: path), kind != .file else { continue }
      throw Self.isInTheWay(path, "\(Platform.ReadError.notAFile(kind))")
    }
    try checkOtherLogs()
    if let kind = Platform.kindWithoutLinks(of: snapshotsPath), kind != .folder {
      throw Self.isInTheWay(snapshotsPath, "it is not a folder")
    }
  }

  /// Whether a file with something in it stands at a path.
  private func holds(
    _ path: String,
    _ expected: String,
    isMarked: ([UInt8]) -> Bool
  ) throws(Failure) -> Bool {
    let beginning: [UInt8]
    switch Platform.kindWithoutLinks(of: path) {
    case nil: return false
    case .link: throw Self.isInTheWay(path, "it is a link")
    case .file:
      do { beginning = try Platform.readBeginning(of: path, count: Self.markLength) } catch {
        throw Self.isInTheWay(path, "\(error)")
      }
    case .some(let kind): throw Self.isInTheWay(path, "\(Platform.ReadError.notAFile(kind))")
    }
    guard beginning.isEmpty || isMarked(beginning) else {
      throw Self.isInTheWay(path, "it is not \(expected)")
    }
    return !beginning.isEmpty
  }

  private static func isInTheWay(_ path: String, _ reason: String) -> Failure {
    Failure("'\(path)' is in the way: \(reason); move it, or give --output for another folder")
  }
}
