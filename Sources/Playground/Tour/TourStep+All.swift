import Lessons

extension TourStep {
  /// The tour.
  static let all: [TourStep] = [
    TourStep(
      name: "watch",
      title: "Watch it learn",
      panel: "training",
      control: "#rewind",
      beginning: "A model begins with random weights and knows nothing of the text.",
      prediction: .lossOfEvenGuess(among: 27),
      deeds: [
        (.rewind, "Press *Rewind*: the weights are random again."),
        (
          .steps,
          "Press *Train* and let it make \(TourProgress.stepCount) steps. See where the curve begins and what the model writes."
        ),
      ]
    ),
    TourStep(
      name: "pattern",
      title: "Read a pattern",
      panel: "attention",
      control: "[name=cells]",
      beginning: "The maps show the pattern of each head: how much weight each query gives to each key.",
      prediction: .wholeWeight,
      deeds: [
        (
          .scores,
          "Let the cells show *scores*. The softmax makes the pattern of them: see which of the two sums to 1 in each row."
        )
      ]
    ),
    TourStep(
      name: "cell",
      title: "One cell in numbers",
      panel: "attention",
      control: "[name=head]",
      beginning: "Each cell of a map is one number, and each number can be computed by hand.",
      prediction: .whoAsks,
      deeds: [
        (
          .cell,
          "Click a cell, or reach one with Tab and go on with the arrow keys. Under *One cell in numbers* stand its q·k, its score and its weight."
        )
      ]
    ),
    TourStep(
      name: "text",
      title: "Another text",
      panel: "settings",
      control: "#example",
      beginning: "What a model learns depends on what it reads.",
      prediction: .echo,
      deeds: [
        (
          .text,
          "Choose the example *echoes*, or type a text of your own, and press *Start anew*. Then let the cells show the *pattern* and look at the maps: where do the rows after the point have their weight?"
        )
      ]
    ),
    TourStep(
      name: "scale",
      title: "The scale and its gradient",
      panel: "scale",
      control: "#scale-multiple",
      beginning: "Scores are s · q·k. The loss depends on s as on any number, so it has a gradient, ∂L/∂s.",
      prediction: .signOfScaleGradient,
      deeds: [
        (.sharpen, "Move s to its right end, and see what becomes of the loss."),
        (
          .descend,
          "Press *Reset to 1/√d*. Then move s a little against the sign of ∂L/∂s: to the right where it is negative, to the left where it is positive. Reset it again before you go on: every panel looks at the model with this s."
        ),
      ]
    ),
    TourStep(
      name: "without",
      title: "Switch a head off",
      panel: "without",
      control: "[name^=head-]",
      beginning: "A pattern shows where a head looks. It does not show whether the model needs it.",
      prediction: .largeWeight,
      deeds: [
        (.head, "Switch a head off, and compare what the gradient forecasts with what the loss does.")
      ]
    ),
    TourStep(
      name: "weight",
      title: "Change one weight",
      panel: "attention",
      control: "[name=weight]",
      beginning: "The gradient of one weight forecasts what a small change of it does.",
      prediction: .forecast(gradient: -3),
      deeds: [
        (
          .weight,
          "Choose a cell that is not hidden, and type another weight for it, such as 0.5. Below stand the forecast and the loss."
        )
      ]
    ),
    TourStep(
      name: "future",
      title: "Uncover the future",
      panel: "future",
      control: "#future-train",
      beginning: "The causal mask hides the next token, which is the one to be predicted.",
      prediction: .causalRule,
      deeds: [
        (
          .future,
          "Train the second model with the future uncovered for \(TourProgress.secondModelStepCount) steps. Compare its loss with the first one's, and read what it writes."
        )
      ]
    ),
    TourStep(
      name: "temperature",
      title: "Token by token",
      panel: "writing",
      control: "[name=temperature]",
      beginning:
        "A token is drawn from a softmax over logits, and these are divided by a temperature as the scores of a soft lookup are.",
      prediction: .coldLookup,
      deeds: [
        (.cold, "Move the temperature to 0.1 and press *Draw the next*."),
        (.hot, "Move it to 2 and draw another one. The bars show how probable each token is."),
      ]
    ),
    TourStep(
      name: "backward",
      title: "Walk backward",
      panel: "backward",
      control: "[value=forward]",
      beginning: "The gradient comes from the loss. Its first step leads to the logits.",
      prediction: .gradientOfLogit(difference: 0),
      deeds: [
        (
          .walk,
          "Go *Forward*, step by step, or with the arrow keys, until the way ends at the query and the key. *Last* jumps there."
        )
      ]
    ),
    TourStep(
      name: "compare",
      title: "With and without √d",
      panel: "compare",
      control: "#compare-begin",
      beginning:
        "Two models with the same text and the same seed: one divides its scores by √d, the other does not.",
      prediction: .withoutScale,
      deeds: [
        (.rival, "Choose *scale, with and without 1/√d* and press *Train both*."),
        (
          .race,
          "Let the second model make \(TourProgress.secondModelStepCount) steps. Wide heads lose most without the scale; heads of four elements are narrow."
        ),
      ]
    ),
    TourStep(
      name: "film",
      title: "Look back, and keep it",
      panel: "film",
      control: "#film-slider",
      beginning: "The film keeps what the weights were, from before the first step on.",
      prediction: .untrainedPattern,
      deeds: [
        (.film, "Move the film to its beginning."),
        (
          .save,
          "Under *In and out*, save a checkpoint. `microgpt report` and `microgpt sample` read it."
        ),
      ]
    ),
  ]
}
