import Inspection
import VisibleText

extension JSONSchema {
  static let attention = JSONSchema.object([
    .init("position_count", "n, how many tokens were read.", .integer),
    .init(
      "heads",
      "The layers in order, in each its heads. Their maps are n × n: a row for each query, null for a hidden key.",
      .array(ofObjects: [
        .layer,
        .head,
        .init("scores", "The scaled scores s q·k.", .cells),
        .init("pattern", "softmax(scores); each row sums to 1.", .cells),
        .init("gradient", "∂L/∂pattern, in nats per token.", .cells),
        .init("role", "What the head mostly reads in this text.", role),
      ])
    ),
  ])

  static let role = JSONSchema.object([
    .init(
      "word",
      "The position that gets half of the weight or more, or how it is spread.",
      .choice(of: HeadRole.Word.self)
    ),
    mean("previous", "weight on the position before the query's"),
    mean("first", "weight on the first position"),
    mean("itself", "weight on the query's own position"),
    mean("evenness", "entropy / ln n for n visible keys: 1 where all get the same"),
    mean("even", "1/n: what an even pattern would give each visible position"),
    .init(
      "query_count",
      "How many queries count: those from the third position on that see two keys or more.",
      .integer
    ),
    share("after_same", "on the tokens that followed the query's token earlier: what induction heads read"),
    share("same", "on earlier copies of the query's token"),
    share("mirror", "in a text that is the same backward, on where the token to come stood first"),
    .init(
      "distance",
      "The distance, two or more, with the largest mean weight; or null.",
      .nullable(.integer)
    ),
    share("at_distance", "at that distance"),
  ])

  private static func share(_ name: String, _ what: String) -> Property {
    Property(
      name,
      "The weight \(what); null where no query has such a key.",
      .nullable(
        .object([
          .init("weight", "The mean over the queries that have such a key.", .number),
          .init("even", "What an even pattern would give.", .number),
          .init("query_count", "How many queries have such a key.", .integer),
        ])
      )
    )
  }

  private static func mean(_ name: String, _ what: String) -> Property {
    Property(name, "The mean \(what); null where no query counts.", .nullable(.number))
  }
}
