import Foundation
import TestSupport

/// The finished page: `data/playground.html`, or the one that the environment names.
enum BuiltPage {
  /// Its address with what follows the `#`.
  static func url(_ settings: String = "") -> URL {
    let path = ProcessInfo.processInfo.environment["PLAYGROUND"]
    let file = path.map { URL(filePath: $0) } ?? dataFile("playground.html")
    return URL(string: file.absoluteString + (settings.isEmpty ? "" : "#" + settings)) ?? file
  }

  /// Whether it is there to be looked at: a debug build, which has no part in it, leaves that to the release pass.
  static var exists: Bool {
    #if DEBUG
    guard ProcessInfo.processInfo.environment["PLAYGROUND"] != nil else { return false }
    #endif
    return FileManager.default.fileExists(atPath: url().path)
  }

  /// The page in Chromium.
  static func inChromium(_ settings: String = "", width: Int = 1280) throws -> ChromiumPage {
    try ChromiumPage(url(settings), width: width)
  }
}

extension DrivenPage {
  /// The text of a value of the page.
  func shown(_ name: String) throws -> String { try text(of: "[data-value=\"\(name)\"]") }

  /// Waits until training stands still after so many steps.
  func waitForStep(_ step: Int) throws {
    // A panel that nobody sees stands still.
    _ = try value("(document.getElementById('training').scrollIntoView(), 0)")
    try wait(
      until: """
        document.querySelector('[data-value=step]').textContent === '\(step)' &&
        document.getElementById('play').getAttribute('aria-pressed') === 'false'
        """
    )
  }

  /// Waits with a panel in sight: what nobody sees is not drawn, and what is drawn above the panel moves it away.
  func wait(at panel: String, until expression: String) throws {
    try wait(until: "(document.getElementById('\(panel)').scrollIntoView(), true) && (\(expression))")
  }

  /// Starts anew, and waits until the page has gone to the training that begins.
  func startAnew() throws {
    try click("#start [type=submit]")
    try wait(until: "Math.abs(document.getElementById('training').getBoundingClientRect().top) < 100")
  }

  /// Every loss that the engine keeps, asked for as the page asks.
  func losses() throws -> [Double] {
    let texts = try value(
      "ask('losses').then(answer => Object.entries(answer.values).sort((a, b) => a[0] - b[0]).map(pair => pair[1]))"
    )
    return (texts as? [String] ?? []).compactMap { Double($0) }
  }
}
