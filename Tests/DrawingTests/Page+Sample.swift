@testable import Drawing

extension Page {
  /// A page like a report on a small model, with something of everything that a page can hold.
  static let sample = Page(
    title: "microgpt: runs/names",
    lead: .group([
      .element(
        "p",
        "A model of 4,192 parameters learned from 32,033 names to write new ones. This page follows it through the name ",
        .element("em", "emma"),
        ": what it was sure of, what it looked at, and how every number came about."
      ),
      .element(
        "p",
        "Everything here was computed by the run itself and can be made again with the commands below."
      ),
    ]),
    panels: [loss, attention, prediction],
    footer: .element("p", "Written by microgpt from runs/names, step 1,000.")
  )

  private static let loss = Panel(
    id: "loss",
    title: "How the loss fell",
    shows: "The mean loss of each batch during training, and that of held-out names every hundred steps.",
    reading:
      "Lower is better. A model that guesses evenly among 27 tokens has a loss of 3.30 nats per token.",
    limits:
      "A falling curve says that the data became more likely, not that the names are good, nor that a longer run"
      + " would go on like this.",
    content: .group([
      Figure.facts([
        ("Parameters", "4,192"), ("Steps", "1,000"), ("Training time", "0:41"),
        ("Validation loss", "2.2841 nats per token"), ("Seed", "42"),
      ]),
      Figure.scrolling(
        sampleChart,
        label: "Chart of the loss by step",
        caption: "Loss in nats per token by step: the batches in blue, held-out names in orange."
      ),
      .element("h3", "Make it again"),
      Figure.command("microgpt train data/names.txt --steps 1000 --seed 42 -o runs/names"),
      Figure.command("microgpt report runs/names --text emma -o report.html"),
      Figure.details(summary: "The numbers behind the chart", numbers),
    ])
  )

  private static let attention = Panel(
    id: "attention",
    title: "Where each position looked",
    shows: "For every head, how much each position (row) took from itself and those before it (columns).",
    reading: "Each row of the pattern adds up to 1. A cell that the mask hides holds a dash.",
    limits:
      "A large weight says that a value was taken, not that it mattered: what happens to it later may undo it.",
    content: .group([
      Switch(
        name: "attention-kind",
        legend: "What the cells show",
        choices: ["pattern", "scores", "gradient"].enumerated().map { kind, label in
          Switch.Choice(
            label: label,
            content: Figure.grid(
              (0..<4).map { head in
                sampleHeat(size: 7, caption: "Head \(head + 1)", seed: kind * 4 + head, kind: kind)
              }
            )
          )
        }
      ).markup,
      Figure.details(
        summary: "A longer text: 30 positions",
        Figure.scrolling(sampleHeat(size: 30, caption: "Head 1", seed: 9, kind: 1), label: "Scores of head 1")
      ),
    ])
  )

  private static let prediction = Panel(
    id: "prediction",
    title: "What came next",
    shows: "The probabilities of the next token at each position of the text, with and without each layer.",
    reading: "Choose a token: the table lists what the model expected after it.",
    limits:
      "Probabilities are the model’s, not the world’s; two runs from other seeds may differ by several per cent.",
    content: Switch(
      name: "token",
      legend: "After which token",
      choices: ["start", "e", "m", "m", "a", "end", "李"].enumerated().map { position, label in
        Switch.Choice(
          label: label,
          content: .group([
            Switch(
              name: "token-\(position)-layer",
              legend: "Read after",
              choices: ["the embedding", "layer 1"].map { layer in
                Switch.Choice(label: layer, content: predictions(after: label, position: position))
              },
              selected: 1
            ).markup,
            .element("p", .text("The model was sure to \(40 + position * 7) per cent.")),
          ])
        )
      },
      selected: 2
    ).markup
  )

  private static func predictions(after label: String, position: Int) -> Markup {
    Figure.table(
      caption: "The likeliest tokens after \(label)",
      columns: [("token", false), ("probability", true), ("surprise in bits", true), ("logit", true)],
      rows: ["a", "e", "n", "i", "l"].enumerated().map { rank, token in
        let share = 0.4 / Double(rank + 1 + position)
        return [
          .text(token), .text(NumberFormat.fixed(share, decimals: 3)),
          .text(NumberFormat.fixed(Double(rank + position) * 0.5 + 1.32, decimals: 2)),
          .text(NumberFormat.fixed(2.4 - Double(rank + position), decimals: 2)),
        ]
      }
    )
  }

  private static let numbers = Figure.table(
    caption: "Loss by step",
    columns: [
      ("step", true), ("batch loss", true), ("validation loss", true), ("perplexity", true),
      ("gradient norm", true), ("learning rate", true), ("note", false),
    ],
    rows: (0..<40).map { row -> [Markup] in
      let loss = sampleLoss(row)
      let held = row % 4 == 0 ? NumberFormat.fixed(loss + 0.03, decimals: 4) : ""
      let rate = NumberFormat.significant(0.01 * (1 - Double(row) / 40))
      return [
        .text(NumberFormat.grouped(row * 25)), .text(NumberFormat.fixed(loss, decimals: 4)), .text(held),
        .text(NumberFormat.fixed(27 - Double(row) * 0.4, decimals: 2)),
        .text(NumberFormat.significant(1 / Double(row + 1))), .text(rate),
        row == 20 ? "half of the learning rate" : "",
      ]
    }
  )
}
