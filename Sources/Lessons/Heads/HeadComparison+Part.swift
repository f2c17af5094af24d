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
            "Palindromes, 5000 steps; for each seed the loss of held-out texts in nats per token. A seed decides the first weights and the order of the texts."
        ),
        .paragraph(
          """
          Four heads win with every seed. The model with one head has \(NumberFormat.grouped(parameterCounts[0])) parameters, the one with four \(NumberFormat.grouped(parameterCounts[1])). But look across a row, too: the seed alone changes the loss. One \
          run of each would have proved little.
          """
        ),
        .question(
          Question(
            "Drawings of attention often name what heads have learnt: one for syntax, one for synonyms, one for positions, one for named entities. What do these four do?",
            [
              "one of those jobs each", "each looks for two of the eight letters",
              "more than one does the same: it looks to where the letter to come stood first",
              "nothing that one can see",
            ],
            right: 2,
            reason:
              "These texts have no syntax and no names. What lowers the loss here is the letter at the mirror's place, so that is what is learnt. Nobody divides the work among the heads."
          )
        ),
      ],
      numbers: [
        NamedNumbers("losses", losses), NamedNumbers("parameter_counts", parameterCounts.map { Double($0) }),
      ]
    )
  }
}
