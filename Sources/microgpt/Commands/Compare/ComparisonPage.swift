import Drawing
import Inspection
import Pictures
import VisibleText

/// The page about several runs.
struct ComparisonPage {
  let comparison: Comparison
  /// The command that wrote the page.
  let command: String

  /// The page as one HTML file.
  var html: String {
    Page(
      about: comparison.title,
      lead: lead,
      panels: [settingsPanel, lossPanel, samplesPanel]
        + (comparison.textTitle == nil ? [] : [attentionPanel, scalingPanel]),
      command: command
    ).html
  }

  private var lead: Markup {
    let words = comparison.groups.indices.map { comparison.name(ofGroup: $0) }
    return .group([
      .element(
        "p",
        .text(
          "Several runs side by side. Each group has a letter: \(words.joined(separator: "; "))."
            + (comparison.hasSeeds ? " Runs of a group differ only by seed." : "")
        )
      ),
      comparison.notes.isEmpty
        ? .empty
        : .element("ul", [:], comparison.notes.map { .element("li", .text($0.text + ".")) }),
    ])
  }

  private var settingsPanel: Page.Panel {
    Page.Panel(
      id: "settings",
      title: "What differs",
      shows: "The settings that are not the same in all runs.",
      reading:
        "A difference between two groups can come from any setting in which they differ. To learn what one setting does, change "
        + "it alone, and train with several seeds.",
      limits: "The table knows settings and texts, and not the build of the program or the machine.",
      content: .group([
        comparison.differences.isEmpty
          ? .element("p", "The settings of all runs are the same.")
          : comparison.settingsTable.figure(caption: "Settings that differ"),
        .element("p", .text("The same in all: \(comparison.agreement).")),
        .element("p", "This page:"), Figure.command(command),
      ])
    )
  }

  private var lossPanel: Page.Panel {
    Page.Panel(
      id: "loss",
      title: "Loss",
      shows:
        "The running mean of each run’s loss while it was trained, in nats per token, and the loss of held-out documents where it "
        + "was measured. Of runs that differ only by seed, the line is the mean, and the band reaches from the least to the largest.",
      reading:
        "Lower is better. Two groups differ if their means are far apart compared to the spread of each: ± is the standard "
        + "deviation of the group’s runs, with n − 1 in its denominator.",
      limits:
        "Two or three seeds tell little about the spread of all. The seed also chooses which documents are held out. The loss in "
        + "training is measured on documents before the model learns from them, and after the first pass it has seen them.",
      content: .group([
        chart(
          comparison.lossChart,
          "The running mean zₙ/(1 − 0.98ⁿ) with zₙ = 0.98 zₙ₋₁ + 0.02 lossₙ and z₀ = 0, at up to "
            + "\(ComparedRun.curveLength) steps."
        ),
        comparison.heldOutChart.map { chart($0, "The mean over held-out documents, where it was measured.") }
          ?? .empty,
        comparison.hasSeeds
          ? comparison.groupsTable.figure(caption: "Mean ± standard deviation (n − 1) of each group")
          : .empty,
        comparison.figuresTable.figure(caption: "Each run; losses in nats per token"),
      ])
    )
  }

  private func chart(_ chart: LineChart, _ caption: String) -> Markup {
    Figure.scrolling(
      chart.svg(palette: .page, width: RunPage.chartWidth),
      label: chart.title,
      caption: .text(caption)
    )
  }

  /// How many samples of a run are shown.
  private static let sampleCount = 10

  private var samplesPanel: Page.Panel {
    let lists = comparison.runs.enumerated().map { index, run in
      Markup.group([
        .element("h3", .text(heading(index))),
        run.samples.isEmpty
          ? .element("p", "No samples.")
          : .element(
            "ul",
            ["class": "samples"],
            run.samples.prefix(Self.sampleCount).map { sample in
              .element("li", .text(sample.isEmpty ? "(empty)" : excerpt(sample, marks: .circled)))
            }
          ),
      ])
    }
    return Page.Panel(
      id: "samples",
      title: "Samples",
      shows: "The first texts that were sampled at the end of each run.",
      reading: "Texts in the same place have nothing to do with each other: each model drew its own.",
      limits: "A few samples say little about everything that a model can generate.",
      content: Figure.grid(lists)
    )
  }

  /// What stands above what is shown of a run.
  private func heading(_ run: Int) -> String {
    "\(Comparison.letter(comparison.group(of: run))) \(comparison.runs[run].name)"
  }

  private var attentionPanel: Page.Panel {
    Page.Panel(
      id: "attention",
      title: "Attention on one text",
      shows:
        "What the heads of each run attend to, \(comparison.textTitle ?? ""): a row for each query, a column for each key.",
      reading:
        "Each row sums to 1; a dash is a key that the query can’t see. A sharp pattern gives one key almost everything, an even one "
        + "gives all the same.",
      limits:
        "Heads of different seeds share a number and nothing else: what one run’s head 0 does, another’s head 2 may do. A large "
        + "weight need not change the prediction.",
      content: .group([maps, comparison.headsTable.figure(caption: "What each head mostly attends to")])
    )
  }

  private var maps: Markup {
    let readings = comparison.readings.enumerated().compactMap { index, reading in
      reading.map { (run: index, reading: $0) }
    }
    let names = Set(readings.flatMap { $0.reading.figures.heads.map { [$0.layer, $0.head] } })
      .sorted { $0.lexicographicallyPrecedes($1) }
    let views = names.map { name in
      Figure.grid(
        readings.compactMap { run, reading in
          reading.figures.heads.first { [$0.layer, $0.head] == name }.map { map(of: $0, run, reading) }
        }
      )
    }
    guard views.count > 1 else { return .group(views) }
    return Switch(
      name: "head",
      legend: "Head (layer.head)",
      choices: zip(names, views).map { .init(label: "\($0[0]).\($0[1])", content: $1) }
    ).markup
  }

  private func map(of head: TextReading.Head, _ run: Int, _ reading: ComparedReading) -> Markup {
    let labels = reading.labels(marks: .circled)
    return Figure.scrolling(
      head.heatMap(title: heading(run), labels: labels).table(),
      label: "\(heading(run)), layer \(head.layer), head \(head.head): pattern",
      isWide: labels.count > 8
    )
  }

  private var scalingPanel: Page.Panel {
    Page.Panel(
      id: "scaling",
      title: "The gradient of the √d scaling",
      shows:
        "How the loss of the text changes with the scale s of the scores: ∂L/∂s, and s ∂L/∂s = ∂L/∂ln s, the same for a change of "
        + "s in proportion. Of runs that differ only by seed, mean and standard deviation.",
      reading:
        "Below 0, a larger s would lower the loss. Runs with different s compare by s ∂L/∂s: there a change by 1 % is the same "
        + "for all.",
      limits:
        "A trained model has adapted its queries and keys to its scale, so the gradient of the scale may be small with any of them. "
        + "It tells about this model and this text, not about how the training went.",
      content: .group([
        comparison.scalesTable.figure(caption: "s and its gradient, all heads together"),
        comparison.layersTable.map { $0.figure(caption: "s ∂L/∂s of each layer, its heads together") }
          ?? .empty,
        .element(
          "p",
          .text("The gradient of each head stands in the table of heads above.")
        ),
      ])
    )
  }
}
