import Attention
import Autograd
import Drawing
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

/// What is shown of the attention to a text.
struct AttentionPictures {
  let maps: AttentionMaps
  let lens: LogitLens
  /// The row of the chosen cell.
  let row: AttentionRow?
  let chosen: ChosenCell?
  let reading: Playground.Reading

  /// The maps of some heads, whose cells can be chosen.
  func grid(of indices: [Int], _ cells: AttentionMaps.Cells) -> Markup {
    Figure.grid(
      indices.map { index in
        let head = maps.heads[index]
        return maps.heatMap(of: head, cells, labels: reading.labels)
          .svg(palette: .page, selection: selection(in: head))
      }
    )
  }

  private func selection(in head: AttentionMaps.Head) -> HeatMap.Selection {
    let isHere = chosen?.layer == head.layer && chosen?.head == head.head
    return HeatMap.Selection(
      name: "\(head.layer).\(head.head)",
      row: isHere ? chosen?.row : nil,
      column: isHere ? chosen?.column : nil
    )
  }

  /// What each head mostly does.
  var roles: Markup { maps.roleTable.figure(caption: "What each head mostly attends to in this text") }

  /// What is predicted after each token.
  var predictions: Markup {
    lens.predictionTable(read: reading.labels, label: reading.label)
      .figure(caption: "What the model predicts after each token, and what came")
  }

  /// The chosen cell in numbers, and the row that it is in.
  var cell: Markup {
    guard let row, let chosen else {
      return .element("p", "Point at a cell of a map, click it or go there with the arrow keys.")
    }
    let labels = reading.labels
    return .group(
      [.element("p", .text(row.title(labels: labels) + "."))]
        + row.remarks(labels: labels).map { .element("p", .text($0 + ".")) }
        + [
          weight(row, of: chosen.column),
          row.weightTable(labels: labels).figure(
            caption: "The whole row: from q·k to the weights, which sum to 1"
          ),
          .element("p", .text(row.weightLegend.joined(separator: " ") + ".")),
        ]
        + [row.weightedMap(labels: labels), row.additionMap].map { map in
          Figure.scrolling(map.table(), label: map.title, isWide: row.query.count > 8)
        }
        + [.element("p", .text(row.agreement + "."))]
    )
  }

  private func weight(_ row: AttentionRow, of key: Int) -> Markup {
    let label = reading.labels[key]
    guard let table = row.dimensionTable(of: key) else {
      return .element(
        "p",
        .text("The key of \(key) \(label) is hidden from this query: no weight is computed.")
      )
    }
    return .group([
      table.figure(caption: "The query q with the key k of \(key) \(label), and what is read of its value v"),
      .element("pre", ["class": "worked"], .text(row.weightSteps(of: key).joined(separator: "\n"))),
    ])
  }
}
