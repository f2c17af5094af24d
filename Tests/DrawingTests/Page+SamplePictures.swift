@testable import Drawing

extension Page {
  /// A heat map of numbers that look like weights (kind 0), scores or gradients.
  static func sampleHeat(size: Int, caption: String, seed: Int, kind: Int) -> Markup {
    let labels = (0..<size).map { String(Array("^emma$x")[$0 % 7]) }
    let rows = (0..<size).map { row in
      let raw = (0...row).map { Double(($0 * 31 + row * 17 + seed * 53) % 23 + 1) }
      let total = raw.reduce(0, +)
      let values = raw.map { kind == 0 ? $0 / total : ($0 - 12) / 11 }
      let hidden = Array(repeating: Markup.element("td", ["class": "hidden"], "–"), count: size - row - 1)
      return Markup.element(
        "tr",
        [:],
        [.element("th", ["scope": "row"], .text(labels[row]))]
          + values.map { sampleCell($0, decimals: size > 20 ? 1 : 2) } + hidden
      )
    }
    let head = labels.map { Markup.element("th", ["scope": "col"], .text($0)) }
    return .element(
      "table",
      ["class": size > 20 ? "heat dense" : "heat"],
      .element("caption", .text(caption)),
      .element(
        "thead",
        .element(
          "tr",
          .element("td"),
          .element("th", ["scope": "colgroup", "class": "axis", "colspan": "\(size)"], "key")
        ),
        .element("tr", [:], [.element("th", ["scope": "col", "class": "axis"], "query")] + head)
      ),
      .element("tbody", [:], rows)
    )
  }

  private static func sampleCell(_ value: Double, decimals: Int) -> Markup {
    let style = "--v:" + NumberFormat.fixed(value, decimals: 3)
    let text = Markup.text(NumberFormat.fixed(value, decimals: decimals))
    guard value < 0 else { return .element("td", ["style": style], text) }
    return .element("td", ["class": "neg", "style": style], text)
  }

  /// A made-up loss, at one of forty points of a run.
  static func sampleLoss(_ row: Int) -> Double {
    let wobble = Double((row * 7919) % 13 - 6) * 0.008
    return 2.2 + 1.1 / (1 + Double(row) * 0.35) + wobble
  }

  /// A line chart of the made-up losses.
  static let sampleChart: Markup = {
    func height(_ loss: Double) -> String { NumberFormat.fixed(300 - (loss - 2) * 200, decimals: 1) }
    func line(_ rows: StrideTo<Int>, shift: Double, series: Int) -> Markup {
      let points = rows.map { "\(48 + $0 * 20),\(height(sampleLoss($0) + shift))" }
      let style = "fill:none;stroke-width:2;stroke:var(--series-\(series))"
      return .element("polyline", ["points": points.joined(separator: " "), "style": style])
    }
    let axis = [2.0, 2.5, 3.0].map { loss -> Markup in
      let y = height(loss)
      let label = Markup.text(NumberFormat.fixed(loss, decimals: 1))
      let style = "fill:var(--muted);font-size:12px"
      return .group([
        .element("line", ["x1": "48", "x2": "840", "y1": y, "y2": y, "style": "stroke:var(--grid)"]),
        .element("text", ["x": "36", "y": y, "dy": ".35em", "text-anchor": "end", "style": style], label),
      ])
    }
    return .element(
      "svg",
      [
        "width": "860", "height": "320", "viewBox": "0 0 860 320", "role": "img",
        "aria-label": "Falling loss",
      ],
      axis + [
        line(stride(from: 0, to: 40, by: 1), shift: 0, series: 1),
        line(stride(from: 0, to: 40, by: 4), shift: 0.03, series: 2),
      ]
    )
  }()
}
