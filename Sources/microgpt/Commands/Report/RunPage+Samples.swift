import Drawing
import VisibleText

extension RunPage {
  /// The texts that were sampled at the end of the training.
  var samplesPanel: Page.Panel {
    Page.Panel(
      id: "samples",
      title: "Samples",
      shows:
        "The texts sampled at the end of the run, and whether each is in the file it was trained on.",
      reading:
        "A text marked known is a line of the file, byte for byte (or any part of one continuous text); training may have held it out "
        + "or never reached it. New texts are what a model is for. Many known ones may mean that it memorised the file, or that likely "
        + "texts are likely to be real.",
      limits:
        "A few samples at one temperature say little about everything the model can generate, and nothing about how good it is.",
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
