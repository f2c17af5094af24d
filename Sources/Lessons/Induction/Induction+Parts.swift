import Basics
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
            columns: ["layers", "head", "after", "same", "before", "even"].map(Table.Column.right),
            rows: rows
          ),
          caption:
            "Mean weights of the second word's letters in \(deep.wordCount) random words. *after*: on the token after the earlier same letter; *same*: on that letter itself; *before*: on the previous token; *even*: what each would get if all keys got the same. Head 1.2 is head 2 of the second layer, both counted from 0."
        ),
        .paragraph(
          """
          The loss on the copy is \(shown(shallow.repeatedLoss)) with one layer and \(shown(deep.repeatedLoss)) with two; on the first word, its first letter left out, too, it is \(shown(shallow.firstLoss)) and \(shown(deep.firstLoss)). \
          Whoever knows just how long the practice words are pays \(shown(PracticeText.costOfFirstWord(lengths: deep.shortestWord...deep.longestWord))) there: ln 8 = \(shown(ElementaryFunctions.log(8))) for one of 8 letters, and a little for the point, which may come in place of each letter from the fourth on. \
          Head \(name(best)) gives \(shown(best.afterSame)) of its weight to the token after the earlier same letter. By its pattern it is an induction head.
          """
        ),
        .paragraph(
          "But in these texts the token after the same letter is also the token at the next *place*: from letter 1 of the second word the head looks to letter 2 of the first. A pattern alone can't tell which of the two guides the head. A new text can."
        ),
        .question(
          Question(
            "In “bfdc.bfdc” the second “b” attends to the first “f”. Now the second word is replaced by one with other letters: “bfdc.aegh”. No “a” came before. What would show that head \(name(best)) goes by the place?",
            [
              "from the “a” it finds nothing and spreads its weight: there is no earlier “a”",
              "from the “a” it looks to the “f”, as from the “b”", "from the “a” it looks to the “a” itself",
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

  /// For each head of the first layer the weight of the best head on the token after the earlier same letter without it.
  var bestWithoutFirst: [Double] {
    let best = inductive[0]
    return withoutFirstLayer.map { without in
      without.heads.first { $0.layer == best.layer && $0.head == best.head }?.afterSame ?? 0
    }
  }

  private var boundaryTable: Table {
    let letters = (1...PlaceProbe.wordLength).map { "\($0)" }
    return Table(
      columns: [.init("head")] + (letters + ["\(name(inductive[0])) without"]).map(Table.Column.right),
      rows: zip(placeProbe.boundaryWeights, bestWithoutFirst).enumerated().map { head, row in
        ["0.\(head)"] + row.0.map { shown($0) } + [shown(row.1)]
      }
    )
  }

  /// At which letter each head of the first layer gives the boundary less than half of its weight.
  private var lettingGo: Prose {
    placeProbe.boundaryWeights.enumerated().reduce("") { text, row in
      let comma = row.offset == 0 ? "" : ", "
      guard let letter = row.element.firstIndex(where: { $0 < 0.5 }) else {
        return "\(text)\(comma)0.\(row.offset) never"
      }
      return "\(text)\(comma)0.\(row.offset) at letter \(letter + 1)"
    }
  }

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
          How does it know the place? In the textbook account, which goes by the letter, a head of the first layer attends to the previous token, so that the “f” of the first word knows of the “b” before it. Here no head does: in the first word the most that one gives \
          to it is \(shown(first.map { $0.previous }.max())). (The table further up has \(shown(deep.heads.filter { $0.layer == 0 }.map { $0.previous }.max())) for a head of the first layer, but from the letters of the second word.) Instead, its heads look to the boundary and, from the second word, also to the point, with up to \(shown(first.map { $0.ends }.max())) of their weight on the two. How far they look back differs:
          """
        ),
        .table(
          boundaryTable,
          caption:
            "Heads of the first layer: the weight on the boundary from letter 1, 2, … of the first word, a mean over \(PlaceProbe.wordCount) words of \(PlaceProbe.wordLength) letters. *\(name(best)) without*: the weight that head \(name(best)) gives to the token after the earlier same letter where this head is switched off; with all heads it is \(shown(best.afterSame))."
        ),
        .paragraph(
          """
          A head lets go of the boundary at a certain distance, by way of the rotary turn: \(lettingGo). So what the four bring together differs from place to place, in the first word, too, and the keys of the second layer can hold it. \
          Head \(name(best)) needs it: without any one of them it finds its letter less. How the second layer makes “one place further” of this was not taken apart here.
          """
        ),
        .paragraph(
          "For echoes, that is the better way. Letters repeat within a word: in “bfbd.bfbd”, an earlier “b” is followed by “f” or by “d”. Places never repeat. It still takes the second layer to use them, because in the first no query and no key knows its place in the word."
        ),
        .question(
          Question(
            "Head \(name(inductive[0])) has the largest induction score of the second layer, \(shown(inductive[0].afterSame)), and head \(name(inductive[1])) the second largest, \(shown(inductive[1].afterSame)). Without head \(name(inductive[0])) the loss of held-out texts rises by \(shown(absence?.first.change)). By how much does it rise without head \(name(inductive[1])) alone?",
            ["by about half as much", "by less than a tenth of that", "by more than that"],
            right: 1,
            reason:
              "Head \(name(inductive[0])) brings the letter, and head \(name(inductive[1])) adds little to it. A score tells where a head looks, and not whether the model needs what it brings. Only switching it off tells."
          )
        ),
      ],
      numbers: [
        NamedNumbers("next_in_copy", places.heads.map { $0.nextInCopy }),
        NamedNumbers("next_in_other_word", places.heads.map { $0.nextInOther }),
        NamedNumbers("boundary_or_point", places.heads.map { $0.ends }),
        NamedNumbers("previous_in_first_word", places.heads.map { $0.previous }),
        NamedNumbers("boundary_in_first_word", places.heads.map { $0.start }),
        NamedNumbers("boundary_by_letter", placeProbe.boundaryWeights),
        NamedNumbers("best_head_without_each_of_first_layer", bestWithoutFirst),
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
    let onCopy = withoutInductive.map { shown($0.repeatedLoss) }
    let table = Table(
      columns: [.init("without")] + ["loss", "change", "on the copy"].map(Table.Column.right),
      rows: [
        ["nothing", shown(ablation.loss), "", shown(deep.repeatedLoss)],
        [one, shown(absence.first.ablatedLoss), shownChange(absence.first.change), onCopy[0]],
        [other, shown(absence.second.ablatedLoss), shownChange(absence.second.change), onCopy[1]],
        ["both", shown(absence.both.ablatedLoss), shownChange(absence.both.change), onCopy[2]],
      ]
    )
    return Lesson.Part(
      [
        .heading("Without the head"),
        .table(
          table,
          caption:
            "With zeros in place of a head's z. *loss*: of \(ablation.documentCount) held-out texts, whose first words nobody can predict, in nats per token; *change*: its change, rounded by itself; *on the copy*: the loss on the second word's letters but the first, in the random words of the first table."
        ),
        .paragraph(
          """
          Without head \(one) the copy fails: the loss on it is \(onCopy[0]), more than a guess among 8 letters costs. Head \(other) has a large score, too, and alone it is hardly missed. But without both, the loss rises by \(shown(absence.both.change)), and not by the sum of \
          the two, \(shown(absence.both.sum)): where head \(one) is missing, head \(other) does a part of its work.
          """
        ),
      ],
      numbers: [
        NamedNumbers("changes", [absence.first.change, absence.second.change, absence.both.change]),
        NamedNumbers("losses_on_the_copy_without_heads", withoutInductive.map { $0.repeatedLoss }),
      ]
    )
  }
}
