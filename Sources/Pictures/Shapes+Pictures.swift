import Drawing
import Inspection

extension Shapes {
  /// A row for each list of numbers: its name, its shape and what it means.
  public var table: Table {
    var table = Table(columns: [.init("name"), .init("shape", alignment: .right), .init("what it is")])
    for list in lists {
      table.append([
        (list.layer.map { "layer\($0)." } ?? "") + list.name,
        list.shape.map { "\($0)" }.joined(separator: " × "),
        list.meaning,
      ])
    }
    return table
  }
}
