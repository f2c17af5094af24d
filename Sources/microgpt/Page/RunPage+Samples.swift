import Drawing
import VisibleText

extension RunPage {
  /// The texts that were sampled at the end of the training.
  var samplesPanel: Page.Panel {
    Page.Panel(
      id: "samples",
      title: "Samples",
      shows:
        "The texts that the run made up at its end, and whether each stands in the file it was trained on.",
      reading:
        "A text marked known is a line of the file, byte for byte (of one continuous text, any part of it), which training may have held out or never reached. New ones are what a model is "
        + "for; many known ones may mean that it learned by heart, or that likely texts are likely to be real.",
      limits:
        "A few samples at one temperature say little about all that the model can say, and nothing about how good new ones are.",
      content: samples
    )
  }

  /// A text in which something can be seen.
  private static func shown(_ text: String) -> String {
    guard !text.isEmpty else { return "(empty)" }
    return text.allSatisfy { $0 == " " } ? "(\(counted(text.count, "space")))" : text
  }

  private var samples: Markup {
    guard !record.samples.isEmpty else { return missing(RunFolder.samplesName) }
    let known = record.source.map { KnownTexts($0) }
    let items = record.samples.map { sample in
      let mark = known.map { $0.mark(of: sample) }
      let text = visible(sample, marks: .circled)
      return Markup.element(
        "li",
        .text(Self.shown(text)),
        // An empty text is shown as such.
        mark.map { $0 == .empty ? .empty : .element("small", .text(" " + $0.rawValue)) } ?? .empty
      )
    }
    let summary =
      known.map { known in
        let newCount = record.samples.count { known.mark(of: $0) == .new }
        let emptyCount = record.samples.count(where: \.isEmpty)
        let end = emptyCount == 0 ? "." : "; \(emptyCount) \(emptyCount == 1 ? "is" : "are") empty."
        return Markup.text("New: \(newCount) of \(counted(record.samples.count, "text"))" + end)
      } ?? missingSource
    // Columns are for names; longer texts need the whole width.
    let isShort = record.samples.allSatisfy { $0.count < 16 }
    return .group([
      .element("ul", ["class": isShort ? "samples short" : "samples"], items), .element("p", summary),
    ])
  }
}
