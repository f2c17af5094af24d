import Drawing

/// A piece of a lesson: it can be drawn as text, see ``lines(in:)``, and as part of a page, see ``markup``.
public enum Block: Sendable {
  /// What the next pieces are about.
  case heading(Prose)
  /// A thought or two.
  case paragraph(Prose)
  /// Several thoughts of one kind.
  case list([Prose])
  /// A formula, a line or more.
  case formula([String])
  /// A computation with its numbers, line by line.
  case worked([String])
  /// Lines of a program, and where they stand.
  case code([String], source: String)
  /// Numbers in rows and columns.
  case table(Table, caption: Prose)
  /// A matrix, such as a pattern.
  case heatMap(HeatMap, caption: Prose)
  /// A chart, and a table of its numbers or of some of them, which stands below it in a text and unfolds on a page.
  case chart(LineChart, Table, caption: Prose)
  /// A prediction asked of the learner before what comes next shows the answer.
  case question(Question)
  /// A common wrong notion, and why it is wrong.
  case notion(Prose, butRight: Prose)
  /// Something to try with this very program.
  case exercise(Prose, commands: [String])
}
