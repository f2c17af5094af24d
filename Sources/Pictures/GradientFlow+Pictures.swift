import Drawing
import Inspection

extension GradientFlow {
  /// What the columns of ``matrixTable`` are.
  public static let matrixLegend = [
    "The KV cache holds the keys and values of the tokens read so far. A matrix's gradient has two parts: what each position",
    "sends back at once, and what later queries send back through the keys and values that were stored. Cache detached:",
    "the norm of the first part alone, as if stored keys and values were constants; it is larger than the whole where the",
    "two parts point against each other and cancel. lost: ‖second part‖ / ‖∂L/∂W‖, over 100 % where they cancel; cosine: of",
    "the angle between the first part and the whole.",
  ]

  /// Why a part may be larger than the whole.
  public static let partLegend = [
    "A part can be larger than the whole, and norms do not add up: contributions are vectors, and where two of them point",
    "against each other they cancel in the sum.",
  ]

  /// The norm of each matrix's gradient, whole and with the cache detached.
  public var matrixTable: Table {
    var table = Table(columns: [
      .init("matrix"), .init("‖∂L/∂W‖", alignment: .right), .init("cache detached", alignment: .right),
      .init("lost", alignment: .right), .init("cosine", alignment: .right),
    ])
    for matrix in matrices {
      table.append([
        matrix.name,
        NumberFormat.significant(matrix.norm),
        NumberFormat.significant(matrix.detachedNorm),
        NumberFormat.fixed(matrix.lostShare * 100, decimals: 1) + " %",
        matrix.cosine.map { NumberFormat.fixed($0, decimals: 4) } ?? "-",
      ])
    }
    return table
  }

  /// What each position contributes to each matrix's gradient.
  public func positionMap(labels: [String]) -> HeatMap {
    HeatMap(
      title: "∂L/∂W: norms of what positions contribute",
      rowTitle: "matrix",
      columnTitle: "position",
      // Short enough for narrow terminals: 0.attn_wq of layer 0.
      rows: matrices.map { $0.name.hasPrefix("layer") ? String($0.name.dropFirst("layer".count)) : $0.name },
      columns: labels,
      cells: matrices.map { $0.normByPosition.map { $0 } },
      format: .significant(digits: 2)
    )
  }

  /// What each position that reads sends to what was stored of each position.
  public func cacheMap(of cache: CacheFlow, labels: [String]) -> HeatMap {
    HeatMap(
      title: "layer \(cache.layer): gradient that stored \(cache.content.rawValue) receive",
      rowTitle: "from the query",
      columnTitle: "stored",
      rows: labels,
      columns: labels,
      cells: cache.norms,
      format: .significant(digits: 2)
    )
  }

  /// For each stored position its whole gradient, and the part that later positions send.
  public func cacheTable(of cache: CacheFlow, labels: [String]) -> Table {
    var table = Table(columns: [
      .init("stored \(cache.content.rawValue) of"), .init("whole gradient", alignment: .right),
      .init("from later positions", alignment: .right),
    ])
    for (index, label) in labels.enumerated() {
      table.append([
        "\(index) \(label)",
        NumberFormat.significant(cache.totals[index]),
        NumberFormat.significant(cache.fromLater[index]),
      ])
    }
    return table
  }
}
