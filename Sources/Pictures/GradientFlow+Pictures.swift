import Drawing
import Inspection

extension GradientFlow {
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
