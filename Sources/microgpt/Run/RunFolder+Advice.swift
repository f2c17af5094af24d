import VisibleText

extension RunFolder {
  /// Why there is no run at the path, and what was probably meant.
  var missingReason: Message {
    if let (run, step) = containingSnapshot {
      return
        "'\(path)' is a snapshot, which is for looking into and not for going on; give the run's folder, "
        + "\(shellWord(run.path)), where a command that looks into it takes --checkpoint \(step)"
    }
    if path == InputFile.standardInput {
      return "there is no run '-': a run is a folder, and standard input is none"
    }
    switch Platform.kind(of: path) {
    case nil:
      return containingRun.map {
        "'\(path)' is no run, but '\($0.path)' is one; give the folder: \(shellWord($0.path))" as Message
      }
        ?? "there is no run '\(path)'; 'microgpt train' makes one"
    case .folder:
      if let process = try? Platform.Folder(path).holder {
        return "'\(path)' holds no checkpoint yet: process \(process) trains into it and has not saved one"
      }
      return "'\(path)' is not a run: it holds no \(Self.checkpointName)"
    case .file, .link, .pipe, .socket, .device:
      let kind: Message = "'\(path)' is not a run: it is a file, and a run is a folder"
      return containingRun.map { "\(kind); give the folder: \(shellWord($0.path))" as Message } ?? kind
        + " that 'microgpt train' makes"
    }
  }

  /// The run of which the path is a snapshot's file, and the step.
  private var containingSnapshot: (run: RunFolder, step: Int)? {
    let names = path.split(separator: "/", omittingEmptySubsequences: false)
    guard names.count > 1, names[names.count - 2] == Self.snapshotsName,
      let step = Self.step(ofSnapshot: String(names[names.count - 1])), Platform.kind(of: path) == .file
    else { return nil }
    let folder = names.dropLast(2).joined(separator: "/")
    return (RunFolder(path: folder.isEmpty ? "." : folder), step)
  }

  /// The run in which the path would be a file.
  private var containingRun: RunFolder? {
    let names = path.split(separator: "/", omittingEmptySubsequences: false).reversed().drop { $0.isEmpty }
    guard names.count > 1 else {
      let here = RunFolder(path: ".")
      return here.holdsCheckpoint && Platform.kind(of: path) == .file ? here : nil
    }
    let folder = RunFolder(path: names.dropFirst().reversed().joined(separator: "/"))
    return folder.holdsCheckpoint ? folder : nil
  }

  /// What is wrong with the path where a text is wanted, if it is that of a run; nil if it is not.
  var isNoText: Message? {
    guard Platform.kind(of: path) == .folder, holdsCheckpoint else { return nil }
    let reason: Message = "can't read '\(path)': it is a folder, not a file, with a run in it; give a text"
    guard let source = (try? loadCheckpoint())?.source, !source.isStandardInput, !source.holdsWeights else {
      return reason
    }
    return "\(reason), such as the one that the run was trained on: \(shellWord(source.name))"
  }
}
