import Drawing

/// How far a lesson's training is: a line on standard error where somebody is looking, which is gone when the lesson goes on.
final class LessonProgress {
  private let isLive = Terminal.error.isInteractive
  private let clock = ContinuousClock()
  private lazy var start = clock.now
  private var lastShown = 0.0
  private var losses: [Double] = []

  /// Seconds between two redrawings; a training that is over sooner is not worth a line.
  private static let interval = 0.1
  /// How many losses the line's curve is drawn from.
  private static let lossCount = 64

  /// Shows a step, unless another was shown a moment ago.
  func show(_ step: Int, of count: Int, loss: Double) {
    SignsOfLife.progress(step, of: count, "step")
    guard isLive else { return }
    if step == 1 { begin() }
    if step % max(1, count / Self.lossCount) == 0 { losses.append(loss) }
    guard step < count else { return end() }
    let seconds = (clock.now - start).seconds
    guard seconds - lastShown >= Self.interval else { return }
    lastShown = seconds
    let speed = Double(step) / seconds
    let line = ProgressLine(
      step: step,
      total: count,
      loss: loss,
      stepsPerSecond: speed,
      secondsLeft: Double(count - step) / speed,
      recentLosses: losses
    )
    let terminal = Terminal.error
    terminal.write(
      "\r\u{1B}[K" + line.drawn(width: terminal.width - 1, style: terminal.style, glyphs: terminal.glyphs)
    )
  }

  private func begin() {
    start = clock.now
    lastShown = 0
    losses = []
  }

  private func end() {
    if lastShown > 0 { Terminal.error.write("\r\u{1B}[K") }
  }
}
