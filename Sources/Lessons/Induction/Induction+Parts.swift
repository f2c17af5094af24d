import Drawing
import Inspection

extension Induction {
  /// The induction scores of one layer and of two.
  var layers: Lesson.Part {
    let rows = (shallow.heads.map { (1, $0) } + deep.heads.map { (2, $0) }).map { layers, head in
      [
        "\(layers)", "\(head.layer).\(head.head)", shown(head.afterSame), shown(head.same),
        shown(head.previous),
        shown(head.even),
      ]
    }
    let best = inductive[0]
    return Lesson.Part(
      [
        .heading("The head is found"),
        .table(
          Table(
            columns: ["layers", "head", "after", "copy", "before", "even"].map(Table.Column.right),
            rows: rows
          ),
          caption:
            "Mean weights of the second word's letters in \(deep.wordCount) random words. *after*: on the token after the earlier copy; *copy*: on the copy itself; *before*: on the previous token; *even*: what each would get if all keys got the same. Head 1.2 is head 2 of the second layer, both counted from 0."
        ),
        .paragraph(
          """
          The loss on the copy is \(shown(shallow.repeatedLoss)) with one layer and \(shown(deep.repeatedLoss)) with two; on the first word it is \(shown(shallow.firstLoss)) and \(shown(deep.firstLoss)). \
          Head \(name(best)) gives \(shown(best.afterSame)) of its weight to the token after the earlier copy. By its pattern it is an induction head.
          """
        ),
        .paragraph(
          "But in these texts the token after the copy is also the token at the next *place*: from letter 1 of the second word the head looks to letter 2 of the first. A pattern alone can't tell which of the two guides the head. A new text can."
        ),
        .question(
          Question(
            "The second word is replaced by another one with other letters, as in “bfdc.aegh”. No “a” came before. What would show that head \(name(best)) goes by the place?",
            [
              "from the “a” it finds nothing and spreads its weight: there is no earlier copy",
              "from the “a” it looks to the “f” as before", "from the “a” it looks to the “a” itself",
            ],
            right: 1,
            reason:
              "“a” is letter 1 of its word, and “f” is letter 2 of the first. A head that goes by the place looks there whatever the letters are. One that goes by the letter has no earlier “a” to look for."
          )
        ),
      ],
      numbers: [
        NamedNumbers("losses_on_the_copy", [shallow.repeatedLoss, deep.repeatedLoss]),
        NamedNumbers("after_same_one_layer", shallow.heads.map { $0.afterSame }),
        NamedNumbers("after_same_two_layers", deep.heads.map { $0.afterSame }),
      ]
    )
  }

  private func name(_ head: InductionScores.Head) -> String { "\(head.layer).\(head.head)" }

  /// What guides the head: the place.
  var placesPart: Lesson.Part {
    let best = inductive[0]
    let probe = places.heads.first { $0.layer == best.layer && $0.head == best.head }
    let first = places.heads.filter { $0.layer == 0 }
    let table = Table(
      columns: ["head", "next", "ends", "other", "before", "start"].map(Table.Column.right),
      rows: places.heads.map { head in
        [
          "\(head.layer).\(head.head)", shown(head.nextInCopy), shown(head.ends), shown(head.nextInOther),
          shown(head.previous), shown(head.start),
        ]
      }
    )
    return Lesson.Part(
      [
        .heading("The letter or the place?"),
        .table(
          table,
          caption:
            "From letter i of the second word, *next* is the weight on letter i + 1 of the first, and *ends* that on the boundary and the point, after which the words begin. *other* is *next* where the second word is another word. From the letters of the first word but the first, *before* is the weight on the previous token and *start* that on the boundary. So *next* and *ends* are parts of one whole, and so are *before* and *start*. These words have \(CopyProbe.wordLengths.lowerBound) or \(CopyProbe.wordLengths.upperBound) letters and those of the table further up \(deep.shortestWord) to \(deep.longestWord), so the numbers are not quite the same."
        ),
        .paragraph(
          """
          Head \(name(best)) looks to the next letter of the first word with \(shown(probe?.nextInCopy)) of its weight where the second word is a copy, and with \(shown(probe?.nextInOther)) where it is \
          another word. It copies by place.
          """
        ),
        .paragraph(
          """
          The first layer tells how. In the textbook account, one of its heads attends to the previous token, so that the “f” of the first word knows of the “b” before it. Here no head does: in the first word the most that one gives \
          to it is \(shown(first.map { $0.previous }.max())). (The table further up has \(shown(deep.heads.filter { $0.layer == 0 }.map { $0.previous }.max())) for a head of the first layer, but from the letters of the second word.) Instead, its heads look to the boundary and the point, with up to \(shown(first.map { $0.ends }.max())) of their weight. \
          How they divide it between the two depends on how far away these are. That would let a position tell which letter of its word it is.
          """
        ),
        .paragraph(
          "For echoes, that is the better way. Letters repeat within a word: in “bfbd.bfbd”, an earlier “b” is followed by “f” or by “d”. Places never repeat. It still takes the second layer to use them, because in the first no query and no key knows its place in the word."
        ),
        .question(
          Question(
            "Head \(name(inductive[0])) has the largest induction score of the second layer, \(shown(inductive[0].afterSame)), and head \(name(inductive[1])) the second largest, \(shown(inductive[1].afterSame)). Do these scores tell how much the loss rises when one of them is switched off?",
            [
              "yes: about in proportion to the scores",
              "yes: much for both, since both look to the right token",
              "no: a score tells where a head looks, and not whether the model needs what it brings",
            ],
            right: 2,
            reason:
              "What a head hands on may be small, or another head may bring the same. Only switching it off tells."
          )
        ),
      ],
      numbers: [
        NamedNumbers("next_in_copy", places.heads.map { $0.nextInCopy }),
        NamedNumbers("next_in_other_word", places.heads.map { $0.nextInOther }),
        NamedNumbers("boundary_or_point", places.heads.map { $0.ends }),
        NamedNumbers("previous_in_first_word", places.heads.map { $0.previous }),
        NamedNumbers("boundary_in_first_word", places.heads.map { $0.start }),
      ]
    )
  }

  /// How much the loss rises without each of two heads, and without both.
  var absence: (first: Ablation.Row, second: Ablation.Row, both: Ablation.Pair)? {
    func row(_ head: InductionScores.Head) -> Ablation.Row? {
      ablation.rows.first { $0.kind == .head && $0.layer == head.layer && $0.head == head.head }
    }
    let both = ablation.pairs.first { pair in
      inductive.prefix(2).allSatisfy { head in
        [pair.first, pair.second].contains { $0.layer == head.layer && $0.head == head.head }
      }
    }
    guard let first = row(inductive[0]), let second = row(inductive[1]), let both else { return nil }
    return (first, second, both)
  }

  /// The heads switched off.
  var effects: Lesson.Part {
    guard let absence else { return Lesson.Part([]) }
    let (one, other) = (name(inductive[0]), name(inductive[1]))
    let table = Table(
      columns: [.init("without"), .right("loss"), .right("change")],
      rows: [
        ["nothing", shown(ablation.loss), ""],
        [one, shown(absence.first.ablatedLoss), shownChange(absence.first.change)],
        [other, shown(absence.second.ablatedLoss), shownChange(absence.second.change)],
        ["both", shown(absence.both.ablatedLoss), shownChange(absence.both.change)],
      ]
    )
    return Lesson.Part(
      [
        .heading("Without the head"),
        .table(
          table,
          caption:
            "The loss of \(ablation.documentCount) held-out texts in nats per token, with zeros in place of a head's z."
        ),
        .paragraph(
          """
          Without head \(one) the copy fails. Head \(other) has a large score, too, and alone it is hardly missed. But without both, the loss rises by \(shown(absence.both.change)), and not by the sum of \
          the two, \(shown(absence.both.sum)): where head \(one) is missing, head \(other) does a part of its work.
          """
        ),
      ],
      numbers: [
        NamedNumbers("changes", [absence.first.change, absence.second.change, absence.both.change])
      ]
    )
  }
}
