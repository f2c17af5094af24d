import Drawing

extension Saturation {
  /// The derivative of softmax as the scores part.
  var part: Lesson.Part {
    Lesson.Part(
      [
        .heading("Saturation"),
        .paragraph(
          "With several keys, pᵢ = eᵢ/S, where eᵢ = exp(scoreᵢ) and S is the sum of them all. The quotient rule again:"
        ),
        .formula([
          "∂pᵢ/∂scoreᵢ = eᵢ/S − eᵢ eᵢ/S² = pᵢ (1 − pᵢ)",
          "∂pᵢ/∂scoreⱼ =      − eᵢ eⱼ/S² = pᵢ (0 − pⱼ)   for j ≠ i",
          "in one line:  ∂pᵢ/∂scoreⱼ = pᵢ (δᵢⱼ − pⱼ),   δᵢⱼ = 1 if i = j, else 0",
        ]),
        .table(
          Table(
            columns: ["scores", "p₁", "p₂", "∂p₁/∂score₁"].map(Table.Column.right),
            rows: rows.map {
              [
                "\(shown($0.gap, 0)), 0", shown($0.weight, 6), NumberFormat.significant(1 - $0.weight),
                NumberFormat.significant($0.derivative),
              ]
            }
          ),
          caption:
            "softmax of two scores. The derivative comes from backpropagation; p₁(1 − p₁) = p₁p₂ gives the same, up to the rounding of what is printed."
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
          The scale is a number like any other, so it has a gradient. Training leaves s as it is, but ∂L/∂s tells whether another scale would lower the loss, and four ways to it are a good check. Write a(t) = q·k(t) for the products before the scale, w for the pattern and g(t) = ∂L/∂w(t), \
          and let ḡ = Σ w(t) g(t) be the mean of g under the weights w. Then these are the four ways:
          """
        ),
        .list([
          "*backpropagation*, with s as a leaf of the tape;",
          "the *closed form* Σ w(t) (g(t) − ḡ) a(t), which is the covariance of g and a under the weights w, since Σ w(t) (g(t) − ḡ) = 0;",
          "*through the query*: (q·∂L/∂q) / s;",
          "the *difference* (L(s + h) − L(s − h)) / 2h for a small h.",
        ]),
        .paragraph(
          "The second and the third follow from the chain rule. The derivative of the softmax leads from g to the scores, and score(t) = s a(t) = s q·k(t) leads on to s and to q:"
        ),
        .formula([
          "∂L/∂score(t) = Σ g(u) w(u) (δ(u,t) − w(t)) = w(t) g(t) − w(t) Σ w(u) g(u)",
          "             = w(t) (g(t) − ḡ)",
          "∂L/∂s   = Σ ∂L/∂score(t) a(t)           = Σ w(t) (g(t) − ḡ) a(t)",
          "q·∂L/∂q = Σ ∂L/∂score(t) s q·k(t)       = s ∂L/∂s",
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
