import Drawing

#if !hasFeature(Embedded)
private enum BlockField: String, CodingKey {
  case kind, text, lines, source, title, columns, rows, labels, commands, question, notion
}

extension Block: Encodable {
  /// Encodes the kind of the piece and what it says: texts without marks, tables as rows of texts, maps as numbers.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: BlockField.self)
    switch self {
    case .heading(let prose): try fields.encode(kind: "heading", prose)
    case .paragraph(let prose): try fields.encode(kind: "paragraph", prose)
    case .list(let items):
      try fields.encode("list", forKey: .kind)
      try fields.encode(items.map { $0.text }, forKey: .lines)
    case .formula(let lines):
      try fields.encode("formula", forKey: .kind)
      try fields.encode(lines, forKey: .lines)
    case .worked(let lines):
      try fields.encode("worked", forKey: .kind)
      try fields.encode(lines, forKey: .lines)
    case .code(let lines, let source):
      try fields.encode("code", forKey: .kind)
      try fields.encode(lines, forKey: .lines)
      try fields.encode(source, forKey: .source)
    case .table(let table, let caption): try fields.encode(kind: "table", table, caption)
    case .chart(let chart, let table, let caption):
      try fields.encode(kind: "chart", table, caption)
      try fields.encode(chart.title, forKey: .title)
    case .heatMap(let map, let caption):
      try fields.encode(kind: "heat map", caption)
      try fields.encode(map.title, forKey: .title)
      try fields.encode(map.columns, forKey: .columns)
      try fields.encode(map.rows, forKey: .labels)
      try fields.encode(map.cells, forKey: .rows)
    case .question(let question):
      try fields.encode("question", forKey: .kind)
      try fields.encode(question, forKey: .question)
    case .notion(let wrong, let right):
      try fields.encode(kind: "notion", right)
      try fields.encode(wrong.text, forKey: .notion)
    case .exercise(let prose, let commands):
      try fields.encode(kind: "exercise", prose)
      try fields.encode(commands, forKey: .commands)
    }
  }
}

extension KeyedEncodingContainer where Key == BlockField {
  fileprivate mutating func encode(kind: String, _ prose: Prose) throws {
    try encode(kind, forKey: .kind)
    try encode(prose.text, forKey: .text)
  }

  fileprivate mutating func encode(kind: String, _ table: Table, _ caption: Prose) throws {
    try encode(kind: kind, caption)
    try encode(table.columns.map { $0.header }, forKey: .columns)
    try encode(table.rows, forKey: .rows)
  }
}

extension Question: Encodable {
  private enum Field: String, CodingKey { case prompt, choices, right, number, tolerance, reason }

  /// Encodes what is asked, the choices if there are any, the answer and the reason.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Field.self)
    try fields.encode(prompt.text, forKey: .prompt)
    try fields.encode(reason.text, forKey: .reason)
    switch answer {
    case .choice(let right, let choices):
      try fields.encode(choices.map { $0.text }, forKey: .choices)
      try fields.encode(right, forKey: .right)
    case .number(let number, let tolerance):
      try fields.encode(number, forKey: .number)
      try fields.encode(tolerance, forKey: .tolerance)
    }
  }
}
#endif
