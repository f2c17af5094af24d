import Transformer

/// A program that opens models of stock architectures.
package enum StockProgram: Sendable {
  /// The library transformers.
  case transformers
  /// llama.cpp, which has no windows, no NanoChat, and Arcee with relu² alone.
  case llamaCpp
}

extension GPTConfiguration {
  /// All that keeps a model from being exactly one of a stock architecture that a program opens.
  ///
  /// A gate makes any model a Llama, a Mistral or a Qwen3, so it is one way around whatever the others lack.
  ///
  /// - Parameters:
  ///   - program: the program.
  ///   - unit: what its tokens are.
  func obstacles(
    to program: StockProgram,
    unit: Tokenizer.Unit
  ) -> [ExchangeRefusal.Obstacle] {
    partObstacles + feedForwardObstacles(program) + seenObstacles(program)
      + (unit == .characters
        ? [
          .init(
            "their tokenizers divide a text into grapheme clusters by other rules",
            "--tokens scalars or --tokens bytes"
          )
        ] : [])
  }

  /// What none of them has.
  private var partObstacles: [ExchangeRefusal.Obstacle] {
    var obstacles: [ExchangeRefusal.Obstacle] = []
    switch attention.positions {
    case .learned:
      obstacles.append(
        .init("no stock architecture has learned positions with these norms", "--positions rotary")
      )
    case .rotary(let base) where base > Double(Float.greatestFiniteMagnitude):
      obstacles.append(.init("the base of their angles has 32 bits", "--rope-base 10000"))
    case .rotary: break
    }
    if !shape.hasFinalNorm {
      obstacles.append(.init("all stock architectures have a norm before the output head", "--final-norm"))
    }
    if attention.latentWidth != nil {
      obstacles.append(
        .init("no stock architecture stores latents as this model does", "without --latent")
      )
    }
    return obstacles
  }

  /// What those without a gate lack.
  private func feedForwardObstacles(_ program: StockProgram) -> [ExchangeRefusal.Obstacle] {
    guard !shape.feedForward.isGated else { return [] }
    let gate = "--feed-forward swiglu"
    let hasWindow = SeenPositions(of: self).window != nil
    guard attention.normalizesQueriesAndKeys else {
      if program == .llamaCpp {
        return shape.feedForward == .relu2
          ? [] : [.init("llama.cpp's Arcee has relu2 alone", "--feed-forward relu2 or swiglu")]
      }
      return hasWindow ? [windowObstacle("Arcee", gate)] : []
    }
    guard program == .transformers else {
      return [.init("llama.cpp has no NanoChat, the one with a query–key norm and without a gate", gate)]
    }
    let scaleIsTheirs = scaleFactor == 1 / Double(headWidth).squareRoot()
    let obstacles: [ExchangeRefusal.Obstacle] =
      (shape.norm == .plain
        ? []
        : [
          .init(
            "NanoChat, the one with a query–key norm and without a gate, has no weights in its norms",
            "--norm plain or \(gate)"
          )
        ])
      + (scaleIsTheirs
        ? []
        : [.init("NanoChat has no weight for the scale after its query–key norm", "--scale sqrt or \(gate)")])
      + (hasWindow ? [windowObstacle("NanoChat", gate)] : [])
    guard obstacles.count > 1 else { return obstacles }
    // One gate does for all of them.
    return obstacles.enumerated().map { .init($1.reason, options: $0 == 0 ? [gate] : []) }
  }

  private func windowObstacle(_ name: String, _ gate: String) -> ExchangeRefusal.Obstacle {
    let options = optionsToSeeAll
    return .init("\(name) has no sliding window", options.count == 1 ? "\(options[0]) or \(gate)" : gate)
  }

  /// What queries see that theirs don't.
  private func seenObstacles(_ program: StockProgram) -> [ExchangeRefusal.Obstacle] {
    switch SeenPositions(of: self) {
    case .all: return []
    case .window:
      guard program == .llamaCpp else { return [] }
      return [.init("llama.cpp has these architectures without a window", options: optionsToSeeAll)]
    case .others:
      if program == .transformers, shape.feedForward.isGated {
        return [
          .init(
            "their queries see all that came before, or a window of it",
            "--mask causal or --mask window:N"
          )
        ]
      }
      return [.init("their queries see all that came before", options: optionsToSeeAll)]
    }
  }
}
