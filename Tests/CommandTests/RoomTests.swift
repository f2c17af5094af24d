import Foundation
import Testing

/// The folders of the executable: a file names only what stands in its own folder or in one before it.
@Suite("Rooms of the command line")
struct RoomTests {
  /// The folders in their order; of a command with folders inside, all of them are one room.
  static let rooms = [
    "Platform", "Terminal", "Processes", "Files", "Run", "Texts", "Documents", "Commands",
    "Commands/Sample", "Commands/Train", "Commands/Export", "Commands/Import", "Commands/Score",
    "Commands/Evaluate", "Commands/Info",
    "Commands/Inspect", "Commands/Report", "Commands/Compare",
    "Commands/Lesson", "Commands/Quiz", "Commands/Worksheet", "Commands/Shell", "",
  ]

  private struct File {
    let name: String
    let room: String
    let text: String
    /// The types that stand at the outermost level.
    let types: Set<String>
  }

  private static let sources = URL(filePath: #filePath).appending(path: "../../../Sources/microgpt")
    .standardizedFileURL

  private static func files() throws -> [File] {
    let paths = try #require(FileManager.default.enumerator(atPath: sources.path()))
    return try paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map { path in
      let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
        .replacing(/\/\/.*/, with: "")
      let folder = path.split(separator: "/").dropLast().joined(separator: "/")
      let types = text.matches(
        of: /(?m)^(?:final )?(?:indirect )?(?:struct|enum|class|protocol|actor|typealias|func) (\w+)/
      ).map {
        String($0.1)
      }
      // The longest room that the folder lies in.
      let room = rooms.filter { folder == $0 || folder.hasPrefix($0 + "/") }.max { $0.count < $1.count }
      return File(name: path, room: room ?? "", text: text, types: Set(types))
    }
  }

  @Test("No file names a type of a folder that comes after its own")
  func order() throws {
    let files = try Self.files()
    #expect(files.count > 60)
    #expect(Set(files.map(\.room)) == Set(Self.rooms))
    for file in files {
      let later = Set(Self.rooms.drop { $0 != file.room }.dropFirst())
      let words = Set(file.text.matches(of: /\b[A-Z]\w+/).map { String($0.0) })
      for other in files where later.contains(other.room) {
        let named = other.types.intersection(words)
        #expect(named.isEmpty, "\(file.name) names \(named.sorted()) of \(other.name)")
      }
    }
  }
}
