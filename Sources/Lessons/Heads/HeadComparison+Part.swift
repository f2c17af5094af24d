import Drawing

extension HeadWork.Comparison {
  /// One head against four.
  var part: Lesson.Part {
    let table = Table(
      columns: (["heads", "width"] + HeadWork.seeds.map { "seed \($0)" }).map(Table.Column.right),
      rows: HeadWork.headCounts.indices.map { index in
        let count = HeadWork.headCounts[index]
        return ["\(count)", "\(16 / count)"]
          + losses[index].map { shown($0, 3) }
      }
    )
    return Lesson.Part(
      [
        .heading("One head against four"),
        .table(
          table,
          caption:
            "Palindromes, width 16, 5000 steps; for each seed the loss of all held-out texts in nats per token. A seed decides the first weights and the order of the texts."
        ),
        .paragraph(
          """
          Four heads win with every seed. The model with one head has \(NumberFormat.grouped(parameterCounts[0])) parameters, the one with four \(NumberFormat.grouped(parameterCounts[1])): 2·9·16 + 16·16 for 9 tokens and 16 positions, 4·16·16 for attention, 2·16·64 for the feed-forward part. But look across a row, too: the seed alone changes the loss. One \
          run of each would have proved little.
          """
        ),
        .question(
          Question(
            "The letters of a word are drawn at random, and then it is mirrored. A model has read “bfdd” of “bfddfb”, and the second “f” is due. Which token must a head look at to know that?",
            [
              "the second “d”: after “dd” comes “f”", "the first “f”, where the letter to come stood before",
              "the boundary, where the text begins", "none: the letters are random",
            ],
            right: 1,
            reason:
              "Of all tokens read, the first “f” alone tells which letter is due. It stands as far from the beginning as the second one from the end. Whether a head looks there, and how many do, is learnt: nobody divides the work among the heads."
          )
        ),
      ],
      numbers: [
        NamedNumbers("losses", losses), NamedNumbers("parameter_counts", parameterCounts.map { Double($0) }),
      ]
    )
  }
}
