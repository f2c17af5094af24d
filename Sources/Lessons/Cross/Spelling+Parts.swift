import Drawing
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

extension Spelling {
  /// How it was trained and what it spells.
  var spelt: Lesson.Part {
    var lines = [
      "names trained on:        \(NumberFormat.grouped(trainedCount))",
      "steps, \(SpellingSession.defaultConfiguration.batchSize) names each:     \(NumberFormat.grouped(recipe.stepCount))",
      "held-out names read:     \(NumberFormat.grouped(score.nameCount))",
      "of them spelt right:     \(NumberFormat.grouped(score.rightCount)), \(percent(score.share))",
    ]
    if leftOutCount > 0 {
      lines.append("longer, so left out:     \(NumberFormat.grouped(leftOutCount))")
    }
    var blocks: [Block] = [
      .heading("Trained on the spot"),
      .paragraph(
        "An encoder and a decoder of one block each, with four heads in each attention, were trained just now. One name in ten was held out and not trained on. Then the model spelt the held-out names, always with the likeliest letter next. A name counts as right if every letter is, and the end after the last."
      ),
      .worked(lines),
    ]
    if leftOutCount > 0 {
      blocks.append(
        .paragraph(
          "This model reads names of at most \(SpellingRecipe.longestName) characters. It can't spell a name whose end it does not see, so longer ones are left out."
        )
      )
    }
    blocks.append(.table(exampleTable, caption: "Some held-out names, and how the model spelt them."))
    if !otherMistakes.isEmpty { blocks.append(.table(mistakeTable, caption: mistakeCaption)) }
    if let remark = lengthRemark { blocks.append(.paragraph(remark)) }
    return Lesson.Part(
      blocks,
      numbers: [
        NamedNumbers("held_out_and_spelt_right", [Double(score.nameCount), Double(score.rightCount)]),
        NamedNumbers("left_out", Double(leftOutCount)),
      ]
    )
  }

  private var exampleTable: Table { table(examples) }
  private var mistakeTable: Table {
    table(otherMistakes.prefix(Self.exampleCount).map { ($0.read, $0.written) })
  }

  /// The mistakes that are not among the examples.
  private var otherMistakes: [SpellingScore.Mistake] {
    score.mistakes.filter { mistake in !examples.contains { $0.read == mistake.read } }
  }

  /// That mistakes are in long names, where they are.
  private var lengthRemark: Prose? {
    let meanWrong = Self.meanLength(of: score.mistakes.map { $0.read })
    guard !score.mistakes.isEmpty, meanWrong > meanHeldOutLength + 1 else { return nil }
    return
      "On average, the names spelt wrong have \(shown(meanWrong, 1)) letters, and all held-out names \(shown(meanHeldOutLength, 1)). There are few long names to learn from."
  }

  private var mistakeCaption: Prose {
    let count = otherMistakes.count
    let other = count < score.mistakes.count ? "other names" : "names"
    return count > Self.exampleCount
      ? "\(Self.exampleCount) of the \(count) \(other) that it spelt wrong."
      : "All \(other) that it spelt wrong."
  }

  private func table(_ names: [(read: [Int], written: [Int])]) -> Table {
    Table(
      columns: [.init("read"), .init("written")],
      rows: names.map { [excerpt(text($0.read)), excerpt(text($0.written))] }
    )
  }

  /// Where its heads look.
  var mapped: Lesson.Part {
    let rows = heads.map {
      ["\($0.head)", shown($0.otherDiagonal), shown($0.mainDiagonal), shown($0.end), shown($0.even)]
    }
    return Lesson.Part(
      [
        .heading("What the heads read"),
        .paragraph(
          "These are the four heads while the model reads “\(text(maps.read))” and writes “\(text(maps.written))”. A row is the query from which a letter was written, and has the name of that letter; columns are what was read; `\(endLabel)` is the end."
        ),
      ] + maps.heads.map { .heatMap(heatMap(of: $0), caption: "") } + [
        .table(
          Table(
            columns: ["head", "other", "main", "end", "even"].map(Table.Column.right),
            rows: rows
          ),
          caption:
            "Mean weights in the rows of letters, over \(changes[0].score.nameCount) held-out names. *other*: on the other diagonal; *main*: on the main one; *end*: on the end of the name; *even*: what each place would get of an even pattern. The middle of a name with an odd number of letters is on both diagonals, so a row may sum to more than 1."
        ),
        .paragraph(diagonalFinding),
        .question(
          Question(
            "Zeros take the place of what the cross-attention hands on. Nothing else is changed, and nothing is trained anew. How many names are still spelt right?",
            [
              "nearly all: the decoder still has its self-attention", "about half", "next to none",
            ],
            right: 2,
            reason:
              "The decoder's self-attention reads what the decoder has written. All that the decoder knows of the name comes through the cross-attention."
          )
        ),
        .question(
          Question(
            "Instead, the encoder's outputs are handed to the decoder in reverse order. Each keeps its key and its value. How many names are spelt right now?",
            ["next to none", "about half of those before", "as many as before"],
            right: 2,
            reason:
              "The output is a sum over pairs of a weight and a value, and a sum does not depend on the order. A score depends on the query and the key, and on no place in the list. What tells places apart is in the keys: the encoder has added a position to each token."
          )
        ),
      ],
      numbers: [
        NamedNumbers("other_diagonal", heads.map { $0.otherDiagonal }),
        NamedNumbers("main_diagonal", heads.map { $0.mainDiagonal }),
        NamedNumbers("end", heads.map { $0.end }),
        NamedNumbers("even", heads.map { $0.even }),
      ] + maps.heads.map { NamedNumbers("pattern_of_head_\($0.head)", $0.pattern) }
    )
  }

  /// Which diagonal the heads found.
  private var diagonalFinding: Prose {
    func found(_ count: Int) -> Prose {
      count == 1
        ? "1 of the \(heads.count) heads gives half of its weight or more to"
        : "\(count) of the \(heads.count) heads give half of their weight or more to"
    }
    let other = heads.count { $0.otherDiagonal >= 0.5 }
    if other > 0 {
      func weights(_ heads: [HeadPlaces]) -> String {
        heads.map { shown($0.otherDiagonal) }.joined(separator: ", ")
      }
      func names(_ heads: [HeadPlaces]) -> String {
        (heads.count == 1 ? "Head " : "Heads ") + heads.map { "\($0.head)" }.joined(separator: ", ")
          + (heads.count == 1 ? " gives" : " give")
      }
      let rest = heads.filter { $0.otherDiagonal < 0.5 }
      let same: Prose =
        other > 1
        ? "Nobody divided the work among the heads either: \(other) do the same work side by side, with \(weights(heads.filter { $0.otherDiagonal >= 0.5 }))."
        : "One head does this work, with \(weights(heads.filter { $0.otherDiagonal >= 0.5 }))."
      return
        "\(found(other)) the letter that is due, on the other diagonal. Nobody told them to. The loss asks for the right letters, and this is where they are. "
        + same
        + (rest.isEmpty
          ? ""
          : " \(names(rest)) it \(weights(rest)), where an even pattern would give \(shown(best.even)).")
    }
    let main = heads.count { $0.mainDiagonal >= 0.5 }
    if main > 0 {
      return
        "\(found(main)) the main diagonal. That leads to the right letters where names are the same backward. And it asks for less: row i needs column i, however long the name is."
    }
    return
      "No head gives half of its weight to the letter that is due; head \(best.head) comes nearest, with \(shown(best.otherDiagonal)). After few steps, or from few names, that is to be expected."
  }

  private var endLabel: String { tokenizer.label(tokenizer.boundary) }

  private func heatMap(of head: CrossAttentionMaps.Head) -> HeatMap {
    HeatMap(
      title: "cross-attention, head \(head.head)",
      rowTitle: "written",
      columnTitle: "read",
      rows: maps.written.map { tokenizer.label($0) },
      columns: maps.read.map { tokenizer.label($0) },
      cells: head.pattern.map { row in row.map { $0 } },
      scale: .sequential(maximum: 1)
    )
  }

  /// What is written with the values in reverse.
  private var tornFinding: Prose {
    guard let torn = changes.first(where: { $0.kind == .valuesReversed })?.score else { return "" }
    let forward = torn.mistakes.count { $0.written == Array($0.read.dropFirst()) }
    let nothing = torn.mistakes.count { $0.written.isEmpty }
    if 2 * forward > torn.nameCount {
      return
        "Along the other diagonal it then gets the letters from the second to the last, forward, because reversing also puts the end before the first letter: so \(forward) of the \(torn.nameCount) names are written."
    }
    if 2 * nothing > torn.nameCount {
      return
        "Along the main diagonal the first row is handed the value of the end, which comes first now: of \(torn.nameCount) names, \(nothing) are over before their first letter."
    }
    return
      "Heads that looked along the other diagonal alone would be handed the letters from the second to the last. These do not, or not alone: \(forward) of the \(torn.nameCount) names are written so."
  }

  /// What becomes of it when it is changed.
  var changed: Lesson.Part {
    let name = excerpt(text(maps.read))
    let table = Table(
      columns: [.init("cross-attention"), .right("right"), .init("\(name) becomes")],
      rows: changes.map { [$0.kind.title, percent($0.score.share), excerpt(text($0.written))] }
    )
    return Lesson.Part(
      [
        .heading("What breaks it, and what does not"),
        .table(
          table,
          caption:
            "The share of \(changes[0].score.nameCount) held-out names that are spelt right. *outputs in reverse*: the encoder's outputs in reverse order, each with its key and its value; *values in reverse*: the keys stay, so each key finds another token's value; *switched off*: zeros in place of what the cross-attention hands on."
        ),
        .paragraph(
          "Reversing keys and values together changes nothing but the order in which a sum is added up. Reversing the values alone tears the pairs apart: the decoder looks where it looked before and is handed another place's value. \(tornFinding) Switched off, the decoder writes the same for every name."
        ),
        .notion(
          "Cross-attention knows the order of the source, since its map has a diagonal.",
          butRight:
            "It is given a set of pairs. The columns of the map are in order because we draw them so. The order is in the encoder's outputs, by way of the positions that were added to the tokens."
        ),
        .paragraph(
          "A *decoder-only* model such as GPT has no encoder and no cross-attention. It is given the source as the beginning of its own sequence, and its self-attention reads it there. That takes one kind of block instead of two. The price is the causal mask: no token of the source sees those after it."
        ),
        .exercise(
          "Train with another seed and fewer steps: which mistakes are left? Then give it palindromes. They are the same backward, so either diagonal leads to the right letters. Which one do the heads take?",
          commands: [
            "microgpt lesson cross --seed 2 --steps 500",
            "microgpt lesson cross --text data/palindromes.txt",
          ]
        ),
      ],
      numbers: [NamedNumbers("shares_with_changes", changes.map { $0.score.share })]
    )
  }
}
