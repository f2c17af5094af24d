#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

import Lessons

/// What `lesson --json` prints: what a lesson says, and the numbers in it at full precision.
struct LessonDocument: Encodable {
  let schema = PrintedDocument.lesson.schemaName
  let name: String
  let title: String
  let minutes: Int
  let isOnQuickPath: Bool
  let abilities: [String]
  let blocks: [Block]
  let numbers: [NamedNumbers]

  private enum CodingKeys: String, CodingKey {
    case schema, name, title, minutes, abilities, blocks, numbers
    case isOnQuickPath = "on_quick_path"
  }

  /// - Throws: ``Failure`` where the lesson can't be given.
  init(_ lesson: Lesson, on workbench: Workbench) throws(Failure) {
    let content: Lesson.Part
    do { content = try lesson.content(on: workbench) } catch { throw Failure("\(error)") }
    name = lesson.name
    title = lesson.title
    minutes = lesson.minutes
    isOnQuickPath = lesson.isOnQuickPath
    abilities = lesson.abilities.map(\.text)
    blocks = content.blocks
    numbers = content.numbers
  }

  func json() throws -> String { try encodedLine(self) }
}
