import Attention
import Autograd
import Transformer

extension Ablation {
  /// The same over one text, and what happens where a position is hidden.
  ///
  /// What a layer's attention stored of position t is hidden from all later queries, in all heads: their other weights are
  /// divided by their sum, wᵤ → wᵤ / (1 − wₜ). With wₜ (1 − x) in the place of wₜ, which at x = 1 is the same, the forecast is
  /// the slope at x = 0,
  ///
  ///     ∂L/∂x = −Σ wₜ (gₜ − ḡ) = −Σ ∂L/∂sₜ,   gᵤ = ∂L/∂wᵤ,   ḡ = Σᵤ wᵤ gᵤ
  ///
  /// over the later queries that see t, where sₜ is the scaled score. A query that sees nothing else goes on seeing it. The last
  /// position is hidden from nobody. The substitute has no part in it.
  public init(
    _ model: GPT,
    text tokens: [Int],
    substitute: Substitute = .zero,
    isPairwise: Bool = false,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) {
    let positionCount = model.configuration.layerCount * min(tokens.count - 1, model.contextLength)
    var partCount = 0
    self.init(model, documents: [tokens], substitute: substitute, isPairwise: isPairwise) { done, total in
      partCount = total
      progress(done, total + positionCount)
    }
    rows += Self.positions(model, tokens) { progress(partCount + $0, partCount + positionCount) }
  }

  /// A row for each layer and position of a text.
  private static func positions(_ model: GPT, _ tokens: [Int], progress: (_ done: Int) -> Void) -> [Row] {
    let whole = recordedLoss(model, tokens)
    let forecasts = model.withForwardPass(over: tokens) { pass in
      (0..<model.configuration.layerCount).map { layer in
        (0..<pass.count).map { hidingForecast(pass, layer: layer, position: $0) }
      }
    }
    return forecasts.enumerated().flatMap { layer, forecasts in
      forecasts.enumerated().map { position, forecast in
        let hidden = IntervenedGPT(model, .hiding(position: position, layer: layer))
        let ablated = recordedLoss(hidden, tokens)
        progress(layer * forecasts.count + position + 1)
        return Row(
          .position,
          layer: layer,
          position: position,
          loss: whole,
          ablated: ablated,
          forecast: forecast
        )
      }
    }
  }

  private static func recordedLoss(_ model: some LanguageModel, _ tokens: [Int]) -> Double {
    let mark = model.tape.mark
    defer { model.tape.rewind(to: mark) }
    return model.tape.withoutRecording { model.loss(of: tokens).data }
  }

  /// −Σ ∂L/∂sₜ over heads and later queries.
  static func hidingForecast(_ pass: ForwardPass, layer: Int, position: Int) -> Double {
    (position + 1..<max(position + 1, pass.count)).reduce(0) { sum, query in
      let attention = pass.positions[query].activations.blocks[layer].attention
      guard let place = attention.visiblePositions.firstIndex(of: position) else { return sum }
      return attention.heads.reduce(sum) { $0 - $1.scoreGradient[place] }
    }
  }
}
