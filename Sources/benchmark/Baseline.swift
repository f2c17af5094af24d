import Foundation
import Drawing
import VisibleText

/// The figures of a report in a file, for later ones to be compared with.
///
///     {"benchmark": "steps", "measured": {"processor": "AMD EPYC", "vectors of": "8 numbers", …},
///      "rows": [{"name": "default", "figures": {"microseconds_step": 6.1, …}}, …]}
struct Baseline {
  /// A row's figures under its name.
  struct Record {
    let name: String
    /// As `--json` prints them.
    let figures: [String: Any]

    /// The times among them, in µs.
    var times: [String: Double] {
      figures.filter { $0.key.hasPrefix(Self.timePrefix) }.compactMapValues { $0 as? Double }
    }

    static let timePrefix = "microseconds_"
  }

  let report: String
  let records: [Record]
  /// Where they were measured; nil of a file that does not say it.
  let conditions: Conditions?

  init(report: String, records: [Record], conditions: Conditions?) {
    self.report = report
    self.records = records
    self.conditions = conditions
  }

  /// Reads a baseline of a report.
  ///
  /// - Throws: ``Unusable`` where the file can't be read, is no baseline, or is one of another report.
  init(path: String, of report: String) throws {
    try self.init(path: path)
    guard self.report == report else {
      throw Unusable(
        "'\(excerpt(path))' has figures of 'benchmark \(excerpt(self.report))', not of 'benchmark \(report)'"
      )
    }
  }

  private init(path: String) throws {
    let data: Data
    do { data = try Data(contentsOf: URL(filePath: path)) } catch {
      throw Unusable("can't read '\(excerpt(path))': \(reason(for: error))")
    }
    guard let json = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let report = json["benchmark"] as? String, let rows = json["rows"] as? [[String: Any]]
    else { throw Unusable("'\(excerpt(path))' is no file that 'benchmark --save' wrote") }
    self.report = report
    conditions = (json["measured"] as? [String: String]).map { Conditions(facts: $0) }
    records = try rows.map { row in
      guard let name = row["name"] as? String, let figures = row["figures"] as? [String: Any],
        figures.allSatisfy({
          !$0.key.hasPrefix(Record.timePrefix) || ($0.value as? Double).map { $0 > 0 } ?? false
        })
      else { throw Unusable("a row of '\(excerpt(path))' has no name, or a time that is none") }
      return Record(name: name, figures: figures)
    }
  }

  /// Makes sure that a file can be written without losing another: there is none in a folder where it can be, or one of before.
  static func checkTarget(_ path: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
    guard FileManager.default.isWritableFile(atPath: folder) else {
      let isThere = FileManager.default.fileExists(atPath: folder)
      throw Unusable(
        "can't write '\(excerpt(path))': \(isThere ? "permission is denied" : "there is no such folder")"
      )
    }
    guard FileManager.default.fileExists(atPath: path) else { return }
    do { _ = try Baseline(path: path) } catch {
      throw Unusable(
        "'\(excerpt(path))' exists and is no file that 'benchmark --save' wrote; choose another name"
      )
    }
  }

  /// Writes the file, whole or not at all.
  func save(to path: String) throws {
    var object: [String: Any] = [
      "benchmark": report, "rows": records.map { ["name": $0.name, "figures": $0.figures] },
    ]
    object["measured"] = conditions?.facts
    let data = try JSONSerialization.data(withJSONObject: object, options: [.prettyPrinted, .sortedKeys])
    do { try (data + Data("\n".utf8)).write(to: URL(filePath: path), options: .atomic) } catch {
      throw Unusable("can't write '\(excerpt(path))': \(reason(for: error))")
    }
  }

  /// How many times as long each time of a row is as it was: none for rows and times that are not in the baseline.
  func ratios(of record: Record) -> [String: Double] {
    guard let earlier = records.first(where: { $0.name == record.name })?.times else { return [:] }
    return record.times.reduce(into: [:]) { ratios, time in
      if let before = earlier[time.key] { ratios[time.key] = time.value / before }
    }
  }

  /// The ratios of all rows as a table, with notes on rows that have no match and on what differs besides the program.
  func comparison(of records: [Record], _ conditions: Conditions, path: String) -> String {
    let keys = Set(records.flatMap { $0.times.keys }).sorted()
    var table = Table(
      columns: [.init("time, as a multiple", alignment: .left)]
        + keys.map {
          .init(String($0.dropFirst(Record.timePrefix.count)).replacing("_", with: " "), alignment: .right)
        }
    )
    for record in records {
      let ratios = ratios(of: record)
      table.append(
        [record.name] + keys.map { key in ratios[key].map { NumberFormat.fixed($0, decimals: 2) } ?? "–" }
      )
    }
    let names = Set(records.map(\.name))
    let missing = self.records.filter { !names.contains($0.name) }.map { excerpt($0.name) }
    return "\nBeside \(excerpt(path)), whose times are 1:\n\n" + table.drawn()
      + (missing.isEmpty ? "" : "only there: \(missing.joined(separator: "; "))\n")
      + (self.conditions?.differences(from: conditions) ?? []).map { "note: \($0)\n" }.joined()
  }
}
