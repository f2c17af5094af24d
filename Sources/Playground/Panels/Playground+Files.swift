import Drawing
import Formats
import Training
import Transformer
import VisibleText

/// Checkpoints, in and out.
extension Playground {
  /// What a checkpoint of the training would say of its text.
  var files: Answer {
    var answer = Answer()
    guard let source = training?.source else { return answer }
    answer.set(
      "source",
      "\("\(source.name), \(NumberFormat.bytes(source.fingerprint.byteCount)), \(source.fingerprint)" as Message)"
    )
    return answer
  }

  /// What a checkpoint says that the text of a request is called: an example's path in the repository, or the file's name.
  static func sourceName(_ request: Request) -> String {
    if let example = request["example"], !example.isEmpty { return "data/\(example).txt" }
    guard let name = request["source"], !name.isEmpty else { return "text.txt" }
    return name
  }

  /// The training as a file that `microgpt` reads.
  var saveCheckpoint: Answer {
    guard let training else { return Answer(refusal: "nothing trains yet") }
    do {
      let bytes = try training.checkpoint().encoded()
      var answer = Answer()
      answer.give("checkpoint.safetensors", type: "application/octet-stream", bytes)
      answer.set("saved", Self.noteOnSaved(training))
      return answer
    } catch { return Answer(refusal: error.message) }
  }

  /// The scale in a saved checkpoint, where it is not that of the settings, or not that of all steps.
  private static func noteOnSaved(_ training: LiveTraining) -> String {
    guard training.trainedScale != training.ownScale || training.hasMixedScales else { return "" }
    let mixed = training.hasMixedScales ? "; earlier ones were made with another" : ""
    let step = training.stepsDone == 0 ? "the first step will be" : "the last step was"
    return "Saved with \(scaleWords(training.trainedScale)), which \(step) made with\(mixed)."
  }

  /// Opens the attached file: a checkpoint, a snapshot, or the settings of a page; what trains goes on where it is refused.
  ///
  /// The page gives the texts that it has as values whose names begin with `text`; before it reads a file, it asks with the
  /// file's `size` alone.
  func open(_ request: Request) -> Answer {
    let size = request.number("size") ?? Double(attachment?.count ?? 0)
    if let refusal = PageLimits.refusal(ofFileSize: size) { return Answer(refusal: refusal) }
    guard let bytes = attachment else { return Answer() }
    do {
      return SettingsFile.isOne(bytes) ? try openSettings(bytes, request) : try openCheckpoint(bytes, request)
    } catch {
      let name = request["name"] ?? "the file"
      return Answer(refusal: "can't open '\(name)': \(error.message)")
    }
  }

  private func openSettings(_ bytes: [UInt8], _ request: Request) throws(Refusal) -> Answer {
    let file = try SettingsFile(decoding: bytes)
    if let example = file.example {
      try Self.checkExample(example, among: request.names(after: "text-"), askedBy: "it")
    }
    var answer = Answer()
    answer.set("startsAnew", "true")
    answer.setControls(file.settings)
    answer.setControl("example", file.example ?? "")
    if let text = file.text { answer.setControl("text", text) }
    return answer
  }

  private func openCheckpoint(_ bytes: [UInt8], _ request: Request) throws(Refusal) -> Answer {
    let checkpoint: Checkpoint
    do { checkpoint = try Checkpoint(decoding: bytes) } catch { throw Refusal("\(error)") }
    let stepCount = try Self.stepCount(request, after: checkpoint.state.stepsDone)
    let match = request.values.keys.filter { $0.utf8.starts(with: "text".utf8) }.sorted().first {
      Fingerprint(of: Array((request[$0] ?? "").utf8)) == checkpoint.source.fingerprint
    }
    let text = match.map { Array((request[$0] ?? "").utf8) }
    let opened = try LiveTraining(opening: checkpoint, text: text, stepCount: stepCount)
    training = opened
    var answer = facts(opened: Self.sentence(opened))
    answer.setControls(opened.settings)
    if let match, match != "text" {
      answer.setControl("example", String(match.dropFirst("text-".utf8.count)))
    }
    return answer
  }

  /// How many steps a request asks for in all, nil for as many as were planned.
  private static func stepCount(_ request: Request, after stepsDone: Int) throws(Refusal) -> Int? {
    guard let text = request["steps"], !text.isEmpty else { return nil }
    guard let count = Int(text), (1...PageLimits.stepCount).contains(count) else {
      throw Refusal("steps: the value '\(text)' is invalid. Give a number from 1 to \(PageLimits.stepCount)")
    }
    guard count > stepsDone else {
      throw Refusal("the run has made \(counted(stepsDone, "step")); give more steps to go on")
    }
    return count
  }

  /// What was opened, and whether training goes on from there.
  static func sentence(_ training: LiveTraining) -> Message {
    let planned = training.settings.training.stepCount
    let made: Message =
      training.source.holdsWeights
      ? "Opened a model imported from '\(training.source.name)'."
      : "Opened after \(NumberFormat.grouped(training.stepsDone)) of \(counted(planned, "step")) on '\(training.source.name)'."
    if let obstacle = training.obstacle {
      return made + " It can be looked into, but not trained on: \(obstacle)."
    }
    if training.isOver { return made + " All steps are made: to go on, give more steps and open it again." }
    return made + " Its text is here: training goes on from there."
  }
}

extension Answer {
  /// Puts settings into their controls; one without a value empties its control.
  fileprivate mutating func setControls(_ settings: RunSettings) {
    for setting in Setting.all { setControl(setting.name, setting.value(in: settings)?.description ?? "") }
  }
}
