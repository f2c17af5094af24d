import Drawing
import Inspection

extension HeadRoles {
  /// What each head mostly does, and the numbers behind the word; ``AttentionMaps/roleLegend`` tells what the columns are.
  public var roleTable: Table { HeadRole.roleTable(heads.map { ($0.layer, $0.head, $0.role) }) }

  /// How much of each head's weight goes to copies of the query's token, to what followed them, to the mirror and to a fixed
  /// distance; ``HeadRole/copyLegend`` tells what the columns are.
  public var copyTable: Table { HeadRole.copyTable(heads.map { ($0.layer, $0.head, $0.role) }) }
}

extension HeadRole {
  /// A row for each head: the word, and the numbers that every query has.
  static func roleTable(_ heads: [(layer: Int, head: Int, role: HeadRole)]) -> Table {
    var table = Table(columns: [
      .init("layer", alignment: .right), .init("head", alignment: .right), .init("mostly attends to"),
      .init("previous", alignment: .right), .init("first", alignment: .right),
      .init("itself", alignment: .right), .init("if even", alignment: .right),
      .init("evenness", alignment: .right), .init("queries", alignment: .right),
    ])
    func text(_ number: Double?) -> String { number.map { NumberFormat.fixed($0, decimals: 3) } ?? "-" }
    for (layer, head, role) in heads {
      table.append([
        "\(layer)", "\(head)", role.word.rawValue, text(role.previous), text(role.first),
        text(role.itself), text(role.even), text(role.evenness), "\(role.queryCount)",
      ])
    }
    return table
  }

  /// What the columns of the table of copies are.
  public static let copyLegend = [
    "the mean weight, and in brackets what it would be if all visible keys got the same, of queries that have such keys.",
    "after same: the tokens that followed the query's token earlier (an induction head does that); same: earlier copies of",
    "it; mirror: in a text that is the same backward, where the token to come stood first; fixed distance: so many tokens",
    "back, two or more, where the weight is largest. '-' where no query, or too few for a distance, has such a key. A head",
    "is named after one of these, too, where it gets half of the weight, if three queries and half of all that count have it.",
  ]

  /// A row for each head: the numbers that only some queries have.
  static func copyTable(_ heads: [(layer: Int, head: Int, role: HeadRole)]) -> Table {
    var table = Table(columns: [
      .init("layer", alignment: .right), .init("head", alignment: .right),
      .init("after same", alignment: .right), .init("same", alignment: .right),
      .init("mirror", alignment: .right), .init("fixed distance", alignment: .right),
    ])
    for (layer, head, role) in heads {
      let distance = role.distance.map { "\($0): " } ?? ""
      table.append([
        "\(layer)", "\(head)", text(role.afterSame), text(role.same), text(role.mirror),
        distance + text(role.atDistance),
      ])
    }
    return table
  }

  private static func text(_ share: Share?) -> String {
    guard let share else { return "-" }
    let (weight, even) = (
      NumberFormat.fixed(share.weight, decimals: 3), NumberFormat.fixed(share.even, decimals: 3)
    )
    return "\(weight) (\(even))"
  }
}
