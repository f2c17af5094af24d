import Autograd

/// How a program was made of what was recorded: the results of the six passes, each of which can be printed.
///
///     print(program.planning)
///
/// Operations are named by the values that they gave, as where a tape is printed; places are those of a program's memory.
public struct Planning {
  let recording: Recording
  let fusion: Fusion
  let dependence: Dependence
  let grouping: Grouping
  let layout: Layout
  let builder: Builder
  let firstWrites: FirstWrites
  /// The places of the results.
  let resultPlaces: [Int]

  /// Plans a program.
  ///
  /// - Parameters:
  ///   - results: the positions from which gradients come.
  ///   - leaves: the positions before the recording for which gradients are wanted; nil if they are wanted for every value.
  ///   - precision: in which numbers it computes: it says how long vectors are, for which there must be room.
  init(
    _ recording: Recording,
    results: [Int],
    differentiating leaves: Range<Int>?,
    precision: Precision = .double
  ) {
    self.recording = recording
    let uses = Uses(recording, results: results)
    fusion = Fusion(recording, uses)
    dependence = Dependence(recording, fusion, results: results, leaves: leaves)
    grouping = Grouping(recording, uses, fusion, dependence)
    let layout = Layout(recording, grouping, uses, precision)
    self.layout = layout
    builder = Builder(recording, dependence, grouping, layout, precision)
    resultPlaces = results.map { layout.place(of: $0) }
    firstWrites = FirstWrites(builder, layout, seeds: resultPlaces)
  }
}

extension Planning: CustomStringConvertible {
  /// What each pass found, under its name.
  public var description: String {
    """
    Fusion
    \(fusion)

    Dependence
    \(dependence)

    Grouping
    \(grouping)

    Layout
    \(layout)

    Builder
    \(builder)

    FirstWrites
    \(firstWrites)
    """
  }
}

extension Recording {
  /// An operation by its name and the values that it gave: `relu v16…v19`.
  func name(of index: Int) -> String { "\(records[index].operation) \(values(of: index))" }

  /// The values that an operation gave: `v16…v19`.
  func values(of index: Int) -> String {
    TapeStorage.run(Int(records[index].result), Int(records[index].count))
  }
}

/// Places of a program's memory: `16…19`.
func places(_ first: some BinaryInteger, _ count: some BinaryInteger) -> String {
  count == 1 ? "\(first)" : "\(first)…\(Int(first) + Int(count) - 1)"
}
