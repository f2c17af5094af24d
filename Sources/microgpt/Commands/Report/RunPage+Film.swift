import Drawing
import Inspection
import Pictures

extension RunPage {
  /// How the training came to what the page shows; nil for a run without snapshots.
  var filmPanel: Page.Panel? {
    film.map { film in
      Page.Panel(
        id: "film",
        title: "Over training",
        shows:
          "What the model made of this text after \(film.frames.count) counts of steps, the last of them those of this page: the "
          + "loss, what each head mostly attends to, the gradient of each head’s scale, and the patterns.",
        reading:
          "Follow one head through the pictures: look for the steps at which its word and its pattern change, and whether the loss "
          + "falls there. Where a head’s ∂L/∂s is negative, a larger scale, and so a sharper pattern, would lower the loss.",
        limits:
          "One text is little to go by: another may give other words. What happens between two snapshots isn’t seen, and what "
          + "happens at the same time needs no common cause.",
        content: .group([
          picture(
            film.lossChart.svg(palette: .page, width: Self.chartWidth, height: 240),
            film.lossChart.title
          ),
          picture(film.roles.svg(palette: .page), film.roles.title),
          Figure.details(
            summary: "The roles as a table",
            film.roleTable.figure(caption: film.roles.title)
          ),
          picture(
            film.scaleGradientChart.svg(palette: .page, width: Self.chartWidth),
            film.scaleGradientChart.title
          ),
          picture(film.patterns(labels: labels).svg(palette: .page), "Patterns over the steps"),
        ])
      )
    }
  }

  private func picture(_ drawing: Markup, _ label: String) -> Markup {
    Figure.scrolling(drawing, label: label)
  }
}
