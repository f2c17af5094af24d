import Drawing

extension Saturation {
  /// The derivative of softmax as the scores part.
  var part: Lesson.Part {
    Lesson.Part(
      [
        .heading("Saturation"),
        .formula(["∂pᵢ/∂scoreⱼ = pᵢ (δᵢⱼ − pⱼ),   δᵢⱼ = 1 if i = j, else 0"]),
        .table(
          Table(
            columns: ["scores", "p₁", "∂p₁/∂score₁"].map(Table.Column.right),
            rows: rows.map {
              ["\(shown($0.gap, 0)), 0", shown($0.weight, 6), NumberFormat.significant($0.derivative)]
            }
          ),
          caption:
            "softmax of two scores. The derivative comes from backpropagation; p₁(1 − p₁) gives the same."
        ),
        .paragraph(
          """
          A softmax that gives one key everything is *saturated*. Its derivatives vanish, and they are a factor of every gradient that goes back to \
          the queries and the keys. A head that has settled on a wrong key learns of its mistake only very slowly.
          """
        ),
        .heading("The gradient of the scale"),
        .paragraph(
          """
          The scale is a number like any other, so it has a gradient. Write a(t) = q·k(t) for the scores before the scale, w for the pattern and g(t) = ∂L/∂w(t), \
          where L is the loss. Then there are four ways to ∂L/∂s:
          """
        ),
        .list([
          "*backpropagation*, with s as a leaf of the graph;",
          "the *closed form* Σ w(t) (g(t) − ḡ) a(t), where ḡ = Σ w(t) g(t). This is the covariance of g and a under the weights w;",
          "*through the query*: q·∂L/∂q / s. Since s and q occur only in the product s q·k, doubling s is the same as doubling q;",
          "the *difference* (L(s + h) − L(s − h)) / 2h for a small h.",
        ]),
        .question(
          Question(
            "The first query of a text sees one key only, its own. What is its ∂L/∂s?",
            ["exactly 0", "small, but not 0", "it depends on q and k"],
            right: 0,
            reason:
              "With one key the pattern is 1 whatever the score is. The closed form says it, too: with w = 1, ḡ is g itself."
          )
        ),
      ],
      numbers: [
        NamedNumbers("gaps", rows.map { $0.gap }), NamedNumbers("saturated_weights", rows.map { $0.weight }),
        NamedNumbers("saturated_derivatives", rows.map { $0.derivative }),
      ]
    )
  }
}
