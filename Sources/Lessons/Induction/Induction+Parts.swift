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
            "The second word is replaced by another one with other letters, as in *bfdc.aegh*. No *a* came before. Where does head \(name(best)) look from the *a*?",
            [
              "nowhere in particular: there is no earlier copy",
              "to the f, as if a were a copy of b", "to the a itself",
            ],
            right: 1,
            reason:
              "The head goes by the place and not by the letter. That it finds the token after the copy follows from the places in these texts."
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
      columns: ["head", "copy", "other", "before", "ends"].map(Table.Column.right),
      rows: places.heads.map { head in
        [
          "\(head.layer).\(head.head)", shown(head.nextInCopy), shown(head.nextInOther), shown(head.previous),
          shown(head.ends),
        ]
      }
    )
    return Lesson.Part(
      [
        .heading("The letter or the place?"),
        .table(
          table,
          caption:
            "*copy* and *other*: from letter i of the second word, the weight on letter i + 1 of the first, where the second word is a copy and where it is another word; *before*: in the first word, on the previous token; *ends*: on the boundary and the point, after which the words begin."
        ),
        .paragraph(
          """
          Head \(name(best)) looks to the next letter of the first word with \(shown(probe?.nextInCopy)) of its weight where the second word is a copy, and with \(shown(probe?.nextInOther)) where it is \
          another word. It copies by place.
          """
        ),
        .paragraph(
          """
          The first layer tells how. In the textbook account, one of its heads attends to the previous token, so that the *f* knows of the *b* before it. Here no head does: the most that one gives \
          to it is \(shown(first.map { $0.previous }.max())). Instead, its heads look to the boundary and the point, up to \(shown(first.map { $0.ends }.max())) of their weight. How they divide it between the two depends on how far away these are. That would let a position tell which letter of its word it is.
          """
        ),
        .paragraph(
          "For echoes, that is the better way. Letters repeat within a word: in *bfbd.bfbd*, an earlier b is followed by f or by d. Places never repeat. Two layers are still needed, because in the first layer no position knows its place."
        ),
        .question(
          Question(
            "Head \(name(inductive[0])) has the largest induction score of the second layer, and head \(name(inductive[1])) the second largest, \(shown(inductive[1].afterSame)). Each is switched off alone. What does it cost?",
            [
              "much for both", "much for the first, little for the second",
              "little for both: the other is still there",
            ],
            right: 1,
            reason: "Where a head looks does not tell whether the model needs it. Only switching it off does."
          )
        ),
      ],
      numbers: [
        NamedNumbers("next_in_copy", places.heads.map { $0.nextInCopy }),
        NamedNumbers("next_in_other_word", places.heads.map { $0.nextInOther }),
        NamedNumbers("previous", places.heads.map { $0.previous }),
        NamedNumbers("boundary_or_point", places.heads.map { $0.ends }),
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
