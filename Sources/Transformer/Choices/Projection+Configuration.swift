import Attention
import Autograd

extension Projection {
  /// The projection of one layer that a configuration's choices ask for.
  package init(
    _ configuration: GPTConfiguration,
    layer: Int,
    _ parameters: GPTParameters,
    _ rotary: RotaryTable?,
    _ parts: AttentionParts
  ) {
    func matrix(_ name: String) -> Matrix { parameters["layer\(layer).\(name)"] }
    func norm(_ name: String) -> ((Vector) -> Vector)? {
      guard configuration.attention.normalizesQueriesAndKeys else { return nil }
      let norm = parameters.norm("layer\(layer).\(name)")
      return { norm($0) }
    }
    if let layout = configuration.headLayout {
      self = .keysAndValues(
        layout: layout,
        query: matrix("attn_wq"),
        key: matrix("attn_wk"),
        value: matrix("attn_wv"),
        output: matrix("attn_wo"),
        queryNorm: norm("attn_q_norm"),
        keyNorm: norm("attn_k_norm"),
        rotary: rotary
      )
      return
    }
    let matrices = LatentMatrices(
      query: matrix("attn_wq"),
      down: matrix("attn_wdkv"),
      keyUp: matrix("attn_wuk"),
      valueUp: matrix("attn_wuv"),
      rotaryKey: parameters.optional("layer\(layer).attn_wkr"),
      output: matrix("attn_wo")
    )
    let form = parts.absorbsLatents ? Projection.latentAbsorbed : Projection.latentExpanded
    self = form(configuration.headCount, configuration.headWidth, matrices, rotary)
  }
}
