/// How far a training run has come, in one line.
///
///     ▕██▌     ▏   75/100  smoothed loss 2.6513  17,000 steps/s  0:01 left  █▆▅▃▂▂▁▁
public struct ProgressLine: Sendable {
  /// Steps that are done.
  public let step: Int
  /// How many steps there are in all, at least 1.
  public let total: Int
  /// The smoothed loss in nats per token, once there is one.
  public let loss: Double?
  /// Training speed, once it is known.
  public let stepsPerSecond: Double?
  /// The expected time to the end in seconds, once it is known.
  public let secondsLeft: Double?
  /// The losses that the sparkline shows, oldest first.
  public let recentLosses: [Double]

  /// Creates the line's contents; what is not known yet is nil and is left out.
  public init(
    step: Int,
    total: Int,
    loss: Double? = nil,
    stepsPerSecond: Double? = nil,
    secondsLeft: Double? = nil,
    recentLosses: [Double] = []
  ) {
    self.step = step
    self.total = total
    self.loss = loss
    self.stepsPerSecond = stepsPerSecond
    self.secondsLeft = secondsLeft
    self.recentLosses = recentLosses
  }

  /// The line for pipes and log files: `step 100/1000  smoothed loss 2.6513  17,000 steps/s  0:01 left`.
  public var plain: String {
    (["step \(step)/\(total)"] + [lossText(Self.lossName), speedText, timeText].compactMap { $0 })
      .joined(separator: gutter)
  }

  /// The line for a terminal, never wider than `width` columns.
  ///
  /// Where the width is short, parts go in this order: the word `smoothed`, the sparkline, the speed, the time left, the bar,
  /// the word `loss`, the loss, the total. What is left over widens the sparkline and then the bar.
  public func drawn(width: Int, style: Style = .plain, glyphs: GlyphSet = .unicode) -> String {
    let count = padded(String(step), to: String(total).count, alignment: .right) + "/\(total)"
    let name =
      hasRoom(width, for: [count, lossText(Self.lossName), timeText, speedText]) ? Self.lossName : "loss"
    let core = [count, lossText(name)].compactMap { $0 }.joined(separator: gutter)
    guard displayWidth(of: core) <= width else { return short(width: width, glyphs: glyphs) }

    var room = width - displayWidth(of: core)
    var isFull = false
    func fits(_ columns: Int) -> Bool {
      // What is less important must not take the place of what did not fit.
      guard !isFull, columns + gutter.count <= room else {
        isFull = true
        return false
      }
      room -= columns + gutter.count
      return true
    }
    var barWidth = fits(Self.barWidths.lowerBound) ? Self.barWidths.lowerBound : 0
    let time = timeText.flatMap { fits($0.count) ? $0 : nil }
    let speed = speedText.flatMap { fits($0.count) ? $0 : nil }
    let sparkline = Sparkline(recentLosses)
    var sparklineWidth = 0
    if sparkline.values.count > 1, fits(Self.sparklineWidths.lowerBound) {
      sparklineWidth = min(Self.sparklineWidths.upperBound, Self.sparklineWidths.lowerBound + room)
      room -= sparklineWidth - Self.sparklineWidths.lowerBound
    }
    if barWidth > 0 { barWidth = min(Self.barWidths.upperBound, barWidth + room) }

    var parts: [String] = []
    if barWidth > 0 { parts.append(drawnBar(width: barWidth, style: style, glyphs: glyphs)) }
    parts.append(count)
    if let loss { parts.append(name + " " + style.bold(NumberFormat.fixed(loss, decimals: 4))) }
    if let speed { parts.append(style.dim(speed)) }
    if let time { parts.append(style.dim(time)) }
    if sparklineWidth > 0 { parts.append(style.cyan(sparkline.drawn(width: sparklineWidth, glyphs: glyphs))) }
    return parts.joined(separator: gutter)
  }

  private static let barWidths = 8...24
  private static let sparklineWidths = 8...24
  private var gutter: String { "  " }

  /// The forms for a few columns, from the longest to the shortest.
  private func short(width: Int, glyphs: GlyphSet) -> String {
    let count = "\(step)/\(total)"
    var forms = [count, "\(step)"]
    if let loss {
      let number = NumberFormat.fixed(loss, decimals: 4)
      forms = ["\(count)  loss \(number)", "\(count)  \(number)", "\(count) \(number)"] + forms
    }
    return forms.first { $0.count <= width }
      ?? truncated("\(step)", to: max(0, width), ellipsis: glyphs.ellipsis)
  }

  private func drawnBar(width: Int, style: Style, glyphs: GlyphSet) -> String {
    let fraction = total > 0 ? Double(step) / Double(total) : 0
    // A frame of two columns shows where the bar will end.
    let bar = Bar(fraction: fraction).drawn(width: width - 2, glyphs: glyphs)
    let frame = glyphs == .unicode ? ("▕", "▏") : ("[", "]")
    return style.dim(frame.0) + style.green(bar) + style.dim(frame.1)
  }

  private static let lossName = "smoothed loss"

  private func lossText(_ name: String) -> String? {
    loss.map { name + " " + NumberFormat.fixed($0, decimals: 4) }
  }

  /// Whether texts fit with the smallest bar, and the smallest sparkline where there is one.
  private func hasRoom(_ width: Int, for texts: [String?]) -> Bool {
    let sparklineWidth = recentLosses.count > 1 ? Self.sparklineWidths.lowerBound : nil
    let widths =
      texts.compactMap { $0.map { displayWidth(of: $0) } }
      + [Self.barWidths.lowerBound, sparklineWidth].compactMap { $0 }
    return widths.reduce(gutter.count * (widths.count - 1), +) <= width
  }

  private var timeText: String? {
    guard let secondsLeft, secondsLeft.isFinite, secondsLeft >= 0 else { return nil }
    return NumberFormat.clock(secondsLeft) + " left"
  }

  /// The speed to about three digits, so that it does not flicker: `17,000`, `236`, `12.4`, `0.35`.
  private var speedText: String? {
    guard let stepsPerSecond, stepsPerSecond.isFinite, stepsPerSecond > 0 else { return nil }
    let number: String
    switch stepsPerSecond {
    case 999.5...:
      var zeros = 1
      var leading = stepsPerSecond / 10
      while leading >= 999.5 {
        leading /= 10
        zeros += 1
      }
      let digits = NumberFormat.fixed(leading, decimals: 0) + String(repeating: "0", count: zeros)
      number = NumberFormat.grouping(digits)
    case 99.95...: number = NumberFormat.fixed(stepsPerSecond, decimals: 0)
    case 9.995...: number = NumberFormat.fixed(stepsPerSecond, decimals: 1)
    default: number = NumberFormat.fixed(stepsPerSecond, decimals: 2)
    }
    return number + " steps/s"
  }
}
