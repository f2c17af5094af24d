import Drawing
import Inspection

extension Film {
  private var steps: [String] { frames.map { "\($0.step)" } }

  /// The heads of the film, each over all frames.
  private var heads: [(name: String, frames: [TextReading.Head])] {
    guard let first = frames.first else { return [] }
    return first.heads.indices.map { index in
      ("\(first.heads[index].layer).\(first.heads[index].head)", frames.map { $0.heads[index] })
    }
  }

  /// The pattern of each head over the steps; `labels` are the tokens read.
  public func patterns(labels: [String]) -> FilmStrip {
    FilmStrip(
      title: "Patterns over the steps: a row per query, a column per key",
      timeTitle: "step",
      times: steps,
      rows: labels,
      strips: heads.map { head in
        .init(
          "layer \(head.frames[0].layer), head \(head.frames[0].head)",
          frames: head.frames.map { $0.pattern }
        )
      }
    )
  }

  /// What each head mostly does, over the steps.
  public var roles: StateStrip {
    let words = HeadRole.Word.allCases
    return StateStrip(
      title: "What each head mostly attends to, over the steps",
      timeTitle: "step",
      times: steps,
      states: words.map { $0.state },
      rows: heads.map { head in
        (head.name, head.frames.map { frame in words.firstIndex(of: frame.role.word) ?? 0 })
      }
    )
  }

  /// ∂L/∂s of each head over the steps.
  public var scaleGradientChart: LineChart {
    LineChart(
      title: "∂L/∂s of each head over the steps",
      xLabel: "step",
      yLabel: "∂L/∂s, nats per token",
      series: heads.enumerated().map { index, head in
        .init(
          head.name,
          zip(frames, head.frames).map { (Double($0.step), $1.scaleGradient) },
          colour: index
        )
      }
    )
  }

  /// The loss of the text over the steps.
  public var lossChart: LineChart {
    LineChart(
      title: "Loss of the text over the steps",
      xLabel: "step",
      yLabel: "nats per token",
      series: [.init("loss", frames.map { (Double($0.step), $0.loss) }, colour: 0)]
    )
  }

  /// A row for each time that a head's role changes.
  public var roleTable: Table {
    var table = Table(columns: [
      .init("head"), .init("from", alignment: .right), .init("to", alignment: .right),
      .init("mostly attends to"),
    ])
    for head in heads {
      var start = 0
      for index in head.frames.indices {
        let word = head.frames[index].role.word
        let isEnd = index + 1 == frames.count || head.frames[index + 1].role.word != word
        guard isEnd else { continue }
        table.append([head.name, steps[start], steps[index], word.rawValue])
        start = index + 1
      }
    }
    return table
  }
}

extension HeadRole.Word {
  /// The word with its letter; what is no position has no colour.
  fileprivate var state: StateStrip.State {
    switch self {
    case .previous: .init("p", rawValue, colour: 0)
    case .first: .init("f", rawValue, colour: 2)
    case .itself: .init("i", rawValue, colour: 3)
    case .afterSame: .init("a", rawValue, colour: 1)
    case .same: .init("s", rawValue, colour: 4)
    case .mirror: .init("m", rawValue, colour: 5)
    case .distance: .init("d", rawValue, colour: 0)
    case .spread: .init("-", rawValue, colour: nil)
    case .mixed: .init("x", rawValue, colour: nil)
    case .unknown: .init("?", rawValue, colour: nil)
    }
  }
}
