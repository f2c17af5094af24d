import Drawing
import Inspection
import Transformer

/// What a gradient tells.
extension WayBack {
  /// What a gradient tells and what not, and a whole model.
  var meaning: Lesson.Part {
    let moved = Table(
      columns: ["η", "forecast", "change of L", "L"].map(Table.Column.right),
      rows: zip(Self.rates, movedLosses).map { rate, loss in
        [
          shown(rate, rate < 1 ? 1 : 0), shown(forecast(rate), 5), shown(loss - head.loss, 5),
          shown(loss, 4),
        ]
      }
    )
    return Lesson.Part(
      [
        .table(
          moved,
          caption: "The query moved by −η ∂L/∂q: the change of a straight line, and the real one"
        ),
        .notion(
          "The gradient is the change that one should make.",
          butRight:
            "It is a slope: nats for each unit of x. It says in which direction a *small* change helps, and how fast, but not how far to go. Make all keys ten times as long and q a tenth as long: "
            + "every score stays, and the loss stays \(shown(rescaled.loss, 4)). The gradient of q is ten times as large, \(shown(rescaled.query.gradient, 4)), though the change that q needs is a tenth. How far to go is up to the optimizer."
        ),
        .heading("A gradient of 0"),
        .paragraph(
          "Two keys have the same score. There are three tokens, A, B and C, and A comes next. Key 1 has the value \(shown(flat.values[0], 0)) and pulls toward B, key 2 has \(shown(flat.values[1], 0)) and pulls toward C. The weights are even, so all logits are 0, and ∂L/∂score is \(shown(flat.scores.gradient, 0)). Then score 1 is changed:"
        ),
        .worked([
          "score 1 lower by 2:   L = \(shown(flatLosses[0], 4))",
          "as it is:             L = \(shown(flat.loss, 4))",
          "score 1 higher by 2:  L = \(shown(flatLosses[1], 4))",
        ]),
        .notion(
          "A number whose gradient is 0 does not matter.",
          butRight:
            "It says that a small change changes hardly anything. Here score 1 is just right: any other score, higher or lower, makes the loss larger. In a saturated softmax the gradient is almost 0, and the key with all the weight decides everything."
        ),
        .heading("In a model"),
        .paragraph(
          "In a model more lies between the loss and the score, but the rule is the same. Here are the steps of a model of one layer and a vocabulary of 5 tokens, from L to the score of query \(model.position) for key \(model.key) in head \(model.head). Its parameters are random and larger than a new model's, with standard deviation \(shown(Self.modelDeviation, 1)) and not \(shown(GPT.initialStandardDeviation)), so that the softmax has something to decide. "
            + "There are \(model.steps.count) steps; these compute a list that has a name, and the others what leads to it, such as the exponentials and their sum in a softmax. `@3` is position 3, and `z[1]` is that of head 1:"
        ),
        .table(
          namedSteps,
          caption:
            "*numbers*: how many lie on the way. L is the mean of the losses at 4 positions, so 1/4 arrives at each. *arrived*: the length of ∂L/∂y, all of them taken as a vector. What is read by several steps gets a term from each; they have been added up."
        ),
        .paragraph(
          "Between the pattern and the score most is lost. This key has the weight \(shown(modelWeight, 4)), and there the softmax is saturated. ∂L/∂score is \(NumberFormat.significant(model.score.gradient)). From there the way goes on to q, k and s as above."
        ),
        .exercise(
          "Let the program go this way through a trained model. Each step shows the value, what has arrived, the derivative and what is handed on. Find a step that hands on the whole gradient to two operands, and one where terms add up.",
          commands: [
            "microgpt train data/echoes.txt --output runs/backward",
            "microgpt inspect graph runs/backward --text bfd.bfd --steps",
          ]
        ),
      ],
      numbers: [
        NamedNumbers("rates", Self.rates), NamedNumbers("losses_after_moves", movedLosses),
        NamedNumbers("rescaled_query_gradient", rescaled.query.gradient),
        NamedNumbers("flat_gradients", flat.scores.gradient), NamedNumbers("flat_losses", flatLosses),
        NamedNumbers("score_gradient_in_model", model.score.gradient),
      ]
    )
  }

  /// The steps of the model whose results have a name.
  private var namedSteps: Table {
    Table(
      columns: [.right("step"), .init("operation"), .init("computes"), .right("numbers"), .right("arrived")],
      rows: model.steps.enumerated().filter { step in step.element.results.contains { !$0.name.isEmpty } }
        .map { index, step in
          let length = step.results.reduce(0) { $0 + $1.gradient * $1.gradient }.squareRoot()
          return [
            "\(index + 1)", step.operation, step.list, "\(step.results.count)", shown(length, 4),
          ]
        }
    )
  }
}
