import Foundation

/// Headless Chromium, to see what a page does where people read it.
///
/// Each look starts a browser of its own with an empty profile. Chromium's windows are at least 500 pixels wide, so a page is
/// looked at in a frame of the asked width, which is the width that its media queries see.
public struct Browser: Sendable {
  /// Why a look failed.
  public enum Failure: Error {
    /// The browser ended with this status and this standard error.
    case exit(Int32, String)
    /// The page did not answer; this is what it was in the end.
    case noAnswer(String)
    /// The probe threw an error.
    case thrown(String)
  }

  /// Where Chromium is, if it is on `PATH`.
  public static let executable: URL? = {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    let names = ["chromium", "chromium-browser", "google-chrome"]
    return names.flatMap { name in folders.map { URL(filePath: "\($0)/\(name)") } }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// Whether there is a browser to look with.
  public static var isAvailable: Bool { executable != nil }

  /// The width of the page in CSS pixels.
  public var width: Int
  /// The height of what is seen of it in CSS pixels.
  public var height: Int
  /// Whether the reader prefers a dark theme.
  public var prefersDark: Bool

  /// A browser of a desktop's size with a light theme, unless told otherwise.
  public init(width: Int = 1280, height: Int = 800, prefersDark: Bool = false) {
    self.width = width
    self.height = height
    self.prefersDark = prefersDark
  }

  /// What a script finds in a page: the text it returns.
  ///
  /// The script is a function's body and runs in a copy of the page without its Content-Security-Policy, once the page has
  /// loaded.
  public func probe(_ page: String, _ script: String) throws -> String {
    let probe = """
      <script>addEventListener("load", () => {
      let answer; try { answer = "ok " + (() => { \(script) })() } catch (error) { answer = "no " + error }
      parent.document.documentElement.setAttribute("data-answer", encodeURIComponent(answer)) })</script>
      """
    let copy = page.replacingOccurrences(of: "Content-Security-Policy", with: "x-removed")
      .replacingOccurrences(of: "</body>", with: probe + "</body>")
    let dom = try run(["--dump-dom"], on: framed(copy)).output
    guard let start = dom.range(of: "data-answer=\"")?.upperBound,
      let end = dom.range(of: "\"", range: start..<dom.endIndex)?.lowerBound,
      let answer = dom[start..<end].removingPercentEncoding
    else { throw Failure.noAnswer(dom) }
    guard answer.hasPrefix("ok ") else { throw Failure.thrown(String(answer.dropFirst(3))) }
    return String(answer.dropFirst(3))
  }

  /// What the browser has to say about a page as it stands: errors, warnings, refused requests.
  public func consoleMessages(of page: String) throws -> [String] {
    try run(["--enable-logging=stderr", "--v=0", "--dump-dom"], on: page).errors
      .split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init)
  }

  /// Writes a PNG picture of the first `height` pixels of a page.
  public func screenshot(of page: String, to file: URL) throws {
    _ = try run(["--hide-scrollbars", "--screenshot=\(file.path)"], on: framed(page))
  }

  /// How many sheets of paper a page takes where it is printed.
  public func sheetCount(of page: String) throws -> Int {
    let file = FileManager.default.temporaryDirectory.appending(component: "print-\(UUID().uuidString).pdf")
    defer { try? FileManager.default.removeItem(at: file) }
    _ = try run(["--print-to-pdf=\(file.path)"], on: page)
    let mark = Array("/Type /Page".utf8)
    var (rest, count) = (try Data(contentsOf: file)[...], 0)
    while let range = rest.firstRange(of: mark) {
      rest = rest[range.upperBound...]
      // `/Pages` is the list of them.
      if rest.first != UInt8(ascii: "s") { count += 1 }
    }
    return count
  }

  /// A page that shows another in a frame of this browser's size.
  private func framed(_ page: String) -> String {
    let source = page.replacingOccurrences(of: "&", with: "&amp;")
      .replacingOccurrences(of: "\"", with: "&quot;")
    return """
      <!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
      <body style="margin:0"><iframe style="display:block;border:0;width:\(width)px;height:\(height)px"
      srcdoc="\(source)"></iframe></body></html>
      """
  }

  private func run(_ arguments: [String], on page: String) throws -> (output: String, errors: String) {
    let folder = FileManager.default.temporaryDirectory.appending(component: "browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(component: "page.html")
    try Data(page.utf8).write(to: source)
    // Files take any length of output, where a pipe that nobody empties would fill up.
    let output = try file("output", in: folder)
    let errors = try file("errors", in: folder)

    let process = Process()
    process.executableURL = Self.executable
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--user-data-dir=\(folder.appending(component: "profile").path)",
        "--window-size=\(width),\(height)", "--blink-settings=preferredColorScheme=\(prefersDark ? 0 : 1)",
      ] + arguments + [source.absoluteString]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output.handle
    process.standardError = errors.handle
    try process.run()
    // The process has its own; Foundation would keep these.
    try output.handle.close()
    try errors.handle.close()
    process.waitUntilExit()
    let said = String(decoding: try Data(contentsOf: errors.url), as: UTF8.self)
    guard process.terminationStatus == 0 else { throw Failure.exit(process.terminationStatus, said) }
    return (String(decoding: try Data(contentsOf: output.url), as: UTF8.self), said)
  }

  private func file(_ name: String, in folder: URL) throws -> (url: URL, handle: FileHandle) {
    let url = folder.appending(component: name)
    try Data().write(to: url)
    return (url, try FileHandle(forWritingTo: url))
  }
}
