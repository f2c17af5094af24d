import Drawing
import Training
import Transformer
import VisibleText

/// What `train` shows while it works: one live line on a terminal, plain lines now and then elsewhere.
struct TrainingProgress {
  let isQuiet: Bool
  private let textPath: String
  /// Whether texts are sampled at the end.
  private let samplesTexts: Bool
  private let terminal = Terminal.error
  private let isLive = Terminal.error.isInteractive
  /// What losses are means over.
  private let documents: String
  /// The options, as they were typed, that a run does not keep, so that going on takes them again.
  private let unkeptOptions: [(name: String, value: String)]
  private let firstStep: Int
  private let stepCount: Int
  /// The smoothed loss at up to `historyLength` evenly spaced steps.
  private var history: [Double] = []
  private var lastShown = -Double.infinity
  private var lastLoss = 0.0
  /// Whether the live line stands unfinished on the terminal.
  private var isLineOpen = false

  private static let historyLength = 64
  /// Seconds between two redrawings of the live line.
  private static let liveInterval = 0.05
  /// Seconds after which a plain line is due even if no tenth of the run has passed.
  private static let plainInterval = 10.0

  init(
    _ session: TrainingSession,
    on text: TextFile,
    isQuiet: Bool,
    samplesTexts: Bool,
    unkeptOptions: [(name: String, value: String)]
  ) {
    self.isQuiet = isQuiet
    self.samplesTexts = samplesTexts
    self.unkeptOptions = unkeptOptions
    textPath = text.path
    documents = session.trainer.dataset.layout == .lines ? "documents" : "windows"
    firstStep = session.trainer.state.stepsDone
    stepCount = session.trainer.configuration.stepCount
  }

  /// Says what is about to be trained.
  func begin(_ session: TrainingSession) {
    guard !isQuiet else { return }
    Terminal.noteDebugBuild()
    let model = session.model.configuration
    let dataset = session.trainer.dataset
    let (count, heldOut) = dataset.counts
    let amount =
      switch dataset.layout {
      case .lines: counted(count, "document")
      case .stream: "one text of " + counted(count, "token")
      }
    note(
      "\(InputFile.title(textPath)): \(amount)"
        + (heldOut > 0 ? ", \(counted(heldOut, "other")) to measure on" : "")
        + ", a vocabulary of \(counted(model.vocabularySize, "token")), "
        + "\(counted(model.parameterCount, "parameter"))"
    )
    if dataset.droppedCount > 0 { note("dropped: \(counted(dataset.droppedCount, "duplicate"))") }
    if dataset.sharedCount > 0 {
      note(
        "also trained on: \(counted(dataset.sharedCount, "document")) of those held out; --\(Setting.unique.name) drops duplicates"
      )
    }
    if dataset.truncatedCount > 0 { note(Self.truncation(in: dataset, model)) }
    if let memory = model.memoryNote(for: dataset) { note(memory) }
    if firstStep == 0, let origin = session.origin {
      note(
        "beginning with the weights of '\(origin.run)' after \(counted(origin.step, "step"))"
          + (origin.newTokenCount == 0
            ? "" : "; new in the vocabulary, and drawn: \(counted(origin.newTokenCount, "token"))")
      )
    }
    if firstStep > 0 { note("going on after step \(NumberFormat.grouped(firstStep))") }
  }

  /// How many documents are cut at the context's end, and which context would hold them.
  private static func truncation(in dataset: Dataset, _ model: GPTConfiguration) -> Message {
    let (longest, nearlyAll) = dataset.neededContext
    let count = dataset.truncatedCount
    // Where a few documents are far longer than the rest, a context for them all costs much.
    let most: Message =
      nearlyAll > model.contextLength && longest > 2 * nearlyAll
      ? "--context \(nearlyAll) would hold 99 % of all, --context \(longest) the longest"
      : "--context \(longest) would hold the longest"
    return
      "longer than the context of \(model.contextLength) and cut there: \(counted(count, "document")); \(most.text)"
  }

  /// Shows a step, unless another was shown a moment ago.
  mutating func show(_ step: Trainer<GPT>.Step, seconds: Double) {
    lastLoss = step.smoothedLoss
    guard !isQuiet else { return }
    if let loss = step.validationLoss {
      breakLiveLine()
      note(
        "held-out loss after step \(NumberFormat.grouped(step.number)): \(NumberFormat.fixed(loss, decimals: 4)) (mean over \(documents))"
      )
    }
    let stride = max(1, (stepCount - firstStep) / Self.historyLength)
    if step.number % stride == 0 { history.append(step.smoothedLoss) }
    let isLast = step.number == stepCount
    let isTenth = step.number % max(1, stepCount / 10) == 0
    let interval = isLive ? Self.liveInterval : Self.plainInterval
    guard isLast || (!isLive && isTenth) || seconds - lastShown >= interval else { return }
    // A plain first line would come before anything is known.
    guard isLive || lastShown >= 0 || isTenth || seconds >= interval else { return }
    lastShown = seconds

    let speed = Double(step.number - firstStep) / max(seconds, 1e-9)
    let line = ProgressLine(
      step: step.number,
      total: stepCount,
      loss: step.smoothedLoss,
      stepsPerSecond: speed,
      secondsLeft: Double(stepCount - step.number) / speed,
      recentLosses: history
    )
    if isLive {
      terminal.write(
        "\r\u{1B}[K" + line.drawn(width: terminal.width - 1, style: terminal.style, glyphs: terminal.glyphs)
      )
      isLineOpen = true
    } else {
      terminal.write(line.plain + "\n")
    }
  }

  /// Says how training went.
  mutating func end(_ trainer: Trainer<GPT>, seconds: Double, folder: RunFolder) {
    guard !isQuiet else { return }
    breakLiveLine()
    let state = trainer.state
    if trainer.configuration.stopsEarly(state) {
      note(
        "stopped early after step \(NumberFormat.grouped(state.stepsDone)) of \(NumberFormat.grouped(stepCount)): "
          + "\(counted(state.measurementsSinceBest, "measurement")) without a lower held-out loss"
      )
    }
    if let best = state.best, best.step < state.stepsDone {
      let texts: Message =
        samplesTexts
        ? "; texts are sampled from the last model. From that one" : ". To sample from that model"
      note(
        "lowest held-out loss after step \(NumberFormat.grouped(best.step)): \(NumberFormat.fixed(best.validationLoss, decimals: 4))\(texts): "
          + "\(shellCommand("microgpt sample", [folder.path], options: [(RunFolder.checkpoint.name, "best")]))"
      )
    }
    // β = 0.98 is a memory of 50 steps.
    let mean = state.stepsDone < 50 ? "all steps" : "about the last 50 steps"
    note(
      "\(counted(state.stepsDone - firstStep, "step")) in \(NumberFormat.duration(seconds)), smoothed loss "
        + "\(NumberFormat.fixed(lastLoss, decimals: 4)), a mean of \(mean); saved in \(folder.path)"
    )
  }

  /// Says where training stopped and how to go on.
  mutating func endInterrupted(_ step: Trainer<GPT>.Step, folder: RunFolder) {
    guard !isQuiet else { return }
    breakLiveLine()
    let again: Message = textPath == InputFile.standardInput ? ", with the same text on standard input" : ""
    note(
      "stopped after step \(NumberFormat.grouped(step.number)) of \(NumberFormat.grouped(stepCount)) and saved; to go on\(again): \(command(resuming: folder))"
    )
  }

  private func command(resuming folder: RunFolder) -> ShellText {
    let resume = (name: TrainCommand.resume.name, value: folder.path)
    return shellCommand("microgpt train", [textPath], options: [resume] + unkeptOptions)
  }

  private mutating func breakLiveLine() {
    if isLineOpen { terminal.line() }
    isLineOpen = false
  }

  private func note(_ message: Message) { terminal.line(message) }
}
