import Foundation

/// A page in headless Firefox, driven through Marionette, which is built into it.
///
/// A message is its length, a colon and JSON: `[0, number, command, parameters]`, answered by `[1, number, error, result]`.
public final class FirefoxPage: DrivenPage {
  /// Where Firefox is, if it is on `PATH`.
  public static let executable: URL? = {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return ["firefox", "firefox-esr"].flatMap { name in folders.map { URL(filePath: "\($0)/\(name)") } }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// Whether there is a Firefox to look with.
  public static var isAvailable: Bool { executable != nil }

  private let process = Process()
  private let folder: URL
  private var connection: FileHandle
  private var buffer = Data()
  private var lastNumber = 0

  /// Opens a file.
  public init(_ url: URL) throws {
    folder = FileManager.default.temporaryDirectory.appending(component: "page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Port 0 lets the system choose; Firefox writes which it is into its profile.
    try Data("user_pref(\"marionette.port\", 0);\n".utf8).write(to: folder.appending(component: "user.js"))
    process.executableURL = Self.executable
    process.arguments = [
      "--headless", "--marionette", "--no-remote", "--profile", folder.path, "--width", "1280", "--height",
      "900",
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(["HOME": folder.path]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try BuiltProcess.run(process)
    connection = try Self.connect(folder.appending(component: "MarionetteActivePort"), process)
    _ = try nextMessage()  // The greeting.
    _ = try call("WebDriver:NewSession", ["capabilities": [String: Any]()])
    _ = try call("WebDriver:SetTimeouts", ["script": 400_000, "pageLoad": 300_000])
    _ = try call("WebDriver:Navigate", ["url": url.absoluteString])
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  /// What an expression of JavaScript comes to.
  public func value(_ expression: String) throws -> Any? {
    let script = """
      const done = arguments[arguments.length - 1];
      (async () => (\(expression)))().then(value => done([value]), error => done({ error: String(error) }));
      """
    let result = try call(
      "WebDriver:ExecuteAsyncScript",
      ["script": script, "args": [Any](), "sandbox": NSNull()]
    )
    let answer = (result as? [String: Any])?["value"]
    if let error = (answer as? [String: Any])?["error"] { throw DrivenPageError.refused("\(error)") }
    let value = (answer as? [Any])?.first
    return value is NSNull ? nil : value
  }

  /// A PNG picture of what is seen.
  public func screenshot() throws -> Data {
    let result = try call("WebDriver:TakeScreenshot", ["full": false]) as? [String: Any]
    return Data(base64Encoded: result?["value"] as? String ?? "") ?? Data()
  }

  private func call(_ command: String, _ parameters: [String: Any]) throws -> Any? {
    lastNumber += 1
    let message = try JSONSerialization.data(withJSONObject: [0, lastNumber, command, parameters] as [Any])
    try connection.write(contentsOf: Data("\(message.count):".utf8) + message)
    let answer = try nextMessage() as? [Any] ?? []
    guard answer.count == 4, answer[1] as? Int == lastNumber else {
      throw DrivenPageError.noAnswer("\(command): \(answer)")
    }
    if !(answer[2] is NSNull) { throw DrivenPageError.refused("\(command): \(answer[2])") }
    return answer[3]
  }

  private func nextMessage() throws -> Any {
    while true {
      if let colon = buffer.firstIndex(of: UInt8(ascii: ":")),
        let length = Int(String(decoding: buffer[buffer.startIndex..<colon], as: UTF8.self)),
        buffer.distance(from: colon, to: buffer.endIndex) > length
      {
        let end = colon + 1 + length
        let message = Data(buffer[(colon + 1)..<end])
        buffer = Data(buffer[end...])
        return try JSONSerialization.jsonObject(with: message)
      }
      let data = connection.availableData
      guard !data.isEmpty else { throw DrivenPageError.noAnswer("Firefox has ended") }
      buffer += data
    }
  }

  /// Waits for Firefox to say where it listens, and connects there.
  private static func connect(_ file: URL, _ process: Process) throws -> FileHandle {
    while process.isRunning {
      if let text = try? String(contentsOf: file, encoding: .utf8), let port = UInt16(text),
        let handle = connect(port)
      {
        return handle
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
    throw DrivenPageError.noAnswer("Firefox has ended")
  }

  private static func connect(_ port: UInt16) -> FileHandle? {
    #if os(Linux)
    let stream = Int32(SOCK_STREAM.rawValue)
    #else
    let stream = SOCK_STREAM
    #endif
    let descriptor = socket(AF_INET, stream, 0)
    guard descriptor >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      close(descriptor)
      return nil
    }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }
}
