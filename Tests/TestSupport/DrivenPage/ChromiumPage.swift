import Foundation

/// A page in headless Chromium, driven through its debugging pipe.
///
/// The protocol is the DevTools Protocol: JSON messages that end with a byte 0, on descriptors 3 and 4 of the browser.
public final class ChromiumPage: DrivenPage {
  private let process = Process()
  private let folder: URL
  private let requests: FileHandle
  private let answers: FileHandle
  private var buffer = Data()
  private var lastNumber = 0
  private var session: String?
  /// What the page wrote to its console, and errors that nothing caught.
  public private(set) var complaints: [String] = []

  /// Opens a file in a window of a size in CSS pixels.
  public init(_ url: URL, width: Int = 1280, height: Int = 900, prefersDark: Bool = false) throws {
    guard let executable = Browser.executable else { throw DrivenPageError.noAnswer("there is no Chromium") }
    folder = FileManager.default.temporaryDirectory.appending(component: "page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let input = folder.appending(component: "requests").path
    let output = folder.appending(component: "answers").path
    mkfifo(input, 0o600)
    mkfifo(output, 0o600)
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments =
      ["-c", "in=$1 out=$2; shift 2; exec \"$@\" 3<\"$in\" 4>\"$out\"", "sh", input, output]
      + [
        executable.path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--no-first-run",
        "--remote-debugging-pipe", "--user-data-dir=\(folder.appending(component: "profile").path)",
        "--window-size=\(width),\(height)",
      ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try BuiltProcess.run(process)
    requests = try FileHandle(forWritingTo: URL(filePath: input))
    answers = try FileHandle(forReadingFrom: URL(filePath: output))

    let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"] as? String ?? ""
    session =
      try call("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String
    _ = try call("Runtime.enable")
    _ = try call("Log.enable")
    _ = try call("Page.enable")
    let size: [String: Any] = [
      "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
    ]
    _ = try call("Emulation.setDeviceMetricsOverride", size)
    let scheme = ["name": "prefers-color-scheme", "value": prefersDark ? "dark" : "light"]
    _ = try call("Emulation.setEmulatedMedia", ["features": [scheme]])
    _ = try call("Page.navigate", ["url": url.absoluteString])
    try wait(until: "document.readyState === 'complete' && location.href !== 'about:blank'")
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  /// What an expression of JavaScript comes to.
  public func value(_ expression: String) throws -> Any? {
    let parameters: [String: Any] = [
      "expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true,
    ]
    let answer = try call("Runtime.evaluate", parameters)
    if let details = answer["exceptionDetails"] as? [String: Any] {
      let exception = details["exception"] as? [String: Any]
      throw DrivenPageError.refused("\(exception?["description"] ?? details)")
    }
    let value = (answer["result"] as? [String: Any])?["value"]
    return value is NSNull ? nil : value
  }

  /// A PNG picture of what is seen.
  public func screenshot() throws -> Data {
    let answer = try call("Page.captureScreenshot", ["format": "png"])
    return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
  }

  /// Presses and releases a key of the keyboard, such as `Tab` or `ArrowRight`.
  public func press(_ key: String, code: Int) throws {
    for type in ["keyDown", "keyUp"] {
      var event: [String: Any] = ["type": type, "key": key, "code": key, "windowsVirtualKeyCode": code]
      // A button is pressed by what Enter types.
      if key == "Enter", type == "keyDown" { event["text"] = "\r" }
      _ = try call("Input.dispatchKeyEvent", event)
    }
  }

  /// Asks the browser, and waits for what it says.
  public func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    lastNumber += 1
    var request: [String: Any] = ["id": lastNumber, "method": method, "params": parameters]
    if let session { request["sessionId"] = session }
    try requests.write(contentsOf: JSONSerialization.data(withJSONObject: request) + [0])
    while true {
      let message = try nextMessage()
      guard message["id"] as? Int == lastNumber else {
        notice(message)
        continue
      }
      if let error = message["error"] { throw DrivenPageError.refused("\(method): \(error)") }
      return message["result"] as? [String: Any] ?? [:]
    }
  }

  private func nextMessage() throws -> [String: Any] {
    while true {
      if let end = buffer.firstIndex(of: 0) {
        let message = Data(buffer[buffer.startIndex..<end])
        buffer = Data(buffer[(end + 1)...])
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      let data = answers.availableData
      guard !data.isEmpty else { throw DrivenPageError.noAnswer("Chromium has ended") }
      buffer += data
    }
  }

  private func notice(_ message: [String: Any]) {
    switch message["method"] as? String {
    case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled":
      complaints.append("\(message["params"] ?? "")")
    default: break
    }
  }
}
