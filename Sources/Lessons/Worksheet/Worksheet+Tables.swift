import Drawing
import Inspection

extension Worksheet {
  /// The query, and below it each key that it sees; `labels` are the tokens read.
  public func keyTable(labels: [String]) -> Table {
    var table = table(width: given.query.count)
    append("q  " + name(position, labels), given.query, to: &table)
    append("k  ", given.keys, labels, to: &table)
    return table
  }

  /// The value of each position, and below them ∂L/∂z.
  public func valueTable(labels: [String]) -> Table {
    var table = table(width: given.outputGradient.count)
    append("v  ", given.values, labels, to: &table)
    append("∂L/∂z", given.outputGradient, to: &table)
    return table
  }

  private func table(width: Int) -> Table {
    Table(columns: [Table.Column("")] + (0..<width).map { .right("\($0)") })
  }

  private func append(_ letter: String, _ vectors: [[Double]], _ labels: [String], to table: inout Table) {
    for (position, vector) in zip(given.positions, vectors) {
      append(letter + name(position, labels), vector, to: &table)
    }
  }

  private func append(_ label: String, _ vector: [Double], to table: inout Table) {
    table.append([label] + vector.map { shown($0, 2) })
  }

  /// The tables to be filled in, in the order of the calculation.
  public func tables(labels: [String]) -> [WorksheetTable] {
    [weightTable(labels), outputTable, gradientTable(labels)]
  }

  private func weightTable(_ labels: [String]) -> WorksheetTable {
    var table = WorksheetTable(
      "1. Scores and weights",
      formulas: "a = q·k, e = exp(s a − m) where m is the largest s a, w = e / Σ e",
      columns: ["a = q·k", "s a", "s a − m", "e", "w = e / Σ e"]
    )
    append(
      to: &table,
      labels,
      [{ $0.rawScore }, { $0.score }, { $0.lessLargest }, { $0.exponential }, { $0.weight }]
    )
    table.append("largest: m", [.none, box { $0.largestScore }, .none, .none, .none])
    table.append("sums", [.none, .none, .none, box { $0.total }, box { $0.keys.sum { $0.weight } }])
    return table
  }

  private var outputTable: WorksheetTable {
    var table = WorksheetTable(
      "2. The output",
      formulas: "z = Σ w v, dimension by dimension",
      columns: solution.output.indices.map { "\($0)" }
    )
    table.append("z = Σ w v", solution.output.indices.map { index in box { $0.output[index] } })
    return table
  }

  private func gradientTable(_ labels: [String]) -> WorksheetTable {
    var table = WorksheetTable(
      "3. Back to the scale",
      formulas: "g = ∂L/∂w = ∂L/∂z · v, ḡ = Σ w g, ∂L/∂(s a) = w (g − ḡ), ∂L/∂s = Σ a w (g − ḡ)",
      columns: ["g = ∂L/∂z · v", "g − ḡ", "w (g − ḡ)", "a w (g − ḡ)"]
    )
    append(
      to: &table,
      labels,
      [{ $0.weightGradient }, { $0.lessMean }, { $0.scoreGradient }, { $0.contribution }]
    )
    table.append("ḡ = Σ w g", [box { $0.meanGradient }, .none, .none, .none])
    table.append(
      "sums, the last ∂L/∂s",
      [.none, .none, box { $0.keys.sum { $0.scoreGradient } }, box { $0.scaleGradient }]
    )
    return table
  }

  /// A row for each visible position.
  private func append(to table: inout WorksheetTable, _ labels: [String], _ columns: [(Steps.Key) -> Double])
  {
    for (index, position) in given.positions.enumerated() {
      table.append(
        name(position, labels),
        columns.map { column in box { column($0.keys[index]) } }
      )
    }
  }

  private func box(_ number: (Steps) -> Double) -> WorksheetTable.Cell {
    .box(written: number(solution), engine: number(engine))
  }

  /// A position and its token: `4 a`.
  private func name(_ position: Int, _ labels: [String]) -> String {
    labels.indices.contains(position) ? "\(position) \(labels[position])" : "\(position)"
  }
}

extension [Worksheet.Steps.Key] {
  fileprivate func sum(_ number: (Element) -> Double) -> Double { reduce(0) { $0 + number($1) } }
}
