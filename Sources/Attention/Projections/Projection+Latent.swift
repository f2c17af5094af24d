import Autograd
import Basics

/// The matrices of multi-head latent attention, for H heads of width d, latents of width r, and ρ rotary elements a head.
public struct LatentMatrices {
  /// W_q, H (d + ρ) rows: each head's query, d elements for the content and ρ for the position.
  public let query: Matrix
  /// W_DKV, r rows: from a vector to its latent.
  public let down: Matrix
  /// W_UK, H d rows: from a latent to each head's key.
  public let keyUp: Matrix
  /// W_UV, H d rows: from a latent to each head's value.
  public let valueUp: Matrix
  /// W_KR, ρ rows: the rotary key that all heads share; nil where ρ is 0.
  public let rotaryKey: Matrix?
  /// W_o, from the heads' outputs of d elements each to the output.
  public let output: Matrix

  /// Six matrices, whose shapes must fit each other as their descriptions say.
  public init(query: Matrix, down: Matrix, keyUp: Matrix, valueUp: Matrix, rotaryKey: Matrix?, output: Matrix)
  {
    self.query = query
    self.down = down
    self.keyUp = keyUp
    self.valueUp = valueUp
    self.rotaryKey = rotaryKey
    self.output = output
  }

  /// r, the width of a latent.
  public var latentWidth: Int { down.rows }
  /// ρ, how many elements of a head's query and key carry the position.
  public var rotaryWidth: Int { rotaryKey?.rows ?? 0 }
}

/// Multi-head latent attention: of each position only a latent c = W_DKV x is stored, and a rotary key shared by all heads.
///
///     k_h = [W_UK,h c ; R W_KR x],   v_h = W_UV,h c,   q_h = [W_q,h x ; R W_qr,h x]
///
/// Source: "DeepSeek-V2", DeepSeek-AI 2024, section 2.1 and appendix C; without the norm and the compressed queries there.
extension Projection {
  /// Latent attention as it is defined: every head's keys and values are rebuilt from the latents that it reads.
  public static func latentExpanded(
    headCount: Int,
    headWidth: Int,
    matrices: LatentMatrices,
    rotary: RotaryTable? = nil
  ) -> Projection {
    let latentWidth = matrices.latentWidth
    let keyWidth = headWidth + matrices.rotaryWidth
    return Projection(
      layout: HeadLayout(
        queryHeadCount: headCount,
        keyValueHeadCount: headCount,
        keyWidth: keyWidth,
        valueWidth: headWidth
      ),
      query: { vector, position in
        let queries = matrices.query * vector
        guard let rotary else { return queries }
        return concatenate(
          (0..<headCount).flatMap { head in
            let content = queries[head * keyWidth..<head * keyWidth + headWidth]
            let placed = queries[head * keyWidth + headWidth..<(head + 1) * keyWidth]
            return [content, rotary.rotate(placed, at: position)]
          }
        )
      },
      entry: latentEntry(matrices, rotary),
      unpack: { stored in
        let keys = matrices.keyUp * stored.value
        let values = matrices.valueUp * stored.value
        guard matrices.rotaryWidth > 0 else { return StoredPosition(key: keys, value: values) }
        let rotaryKey = stored.key[latentWidth..<stored.key.count]
        let parts = (0..<headCount).flatMap { [keys[$0 * headWidth..<($0 + 1) * headWidth], rotaryKey] }
        return StoredPosition(key: concatenate(parts), value: values)
      },
      output: { matrices.output * concatenate($0) }
    )
  }

  /// The same with the up-projections absorbed: q·(W c) = (Wᵀ q)·c, and Σ w (W c) = W Σ w c.
  ///
  /// The latents themselves are attended, as one stored head that all query heads read: nothing is rebuilt.
  public static func latentAbsorbed(
    headCount: Int,
    headWidth: Int,
    matrices: LatentMatrices,
    rotary: RotaryTable? = nil
  ) -> Projection {
    let keyWidth = headWidth + matrices.rotaryWidth
    func rows(of head: Int) -> Range<Int> { head * headWidth..<(head + 1) * headWidth }
    return Projection(
      layout: HeadLayout(
        queryHeadCount: headCount,
        keyValueHeadCount: 1,
        keyWidth: matrices.latentWidth + matrices.rotaryWidth,
        valueWidth: matrices.latentWidth
      ),
      query: { vector, position in
        let queries = matrices.query * vector
        return concatenate(
          (0..<headCount).flatMap { head in
            let content = queries[head * keyWidth..<head * keyWidth + headWidth]
            let absorbed = weightedSum(content, rows(of: head).map { matrices.keyUp[$0] })
            guard let rotary else { return [absorbed] }
            let placed = queries[head * keyWidth + headWidth..<(head + 1) * keyWidth]
            return [absorbed, rotary.rotate(placed, at: position)]
          }
        )
      },
      entry: latentEntry(matrices, rotary),
      output: { latents in
        let values = latents.enumerated().map { matrices.valueUp[rows: rows(of: $0.offset)] * $0.element }
        return matrices.output * concatenate(values)
      }
    )
  }

  /// What both forms store: the latent followed by the rotary key as the key, and the latent in it as the value.
  private static func latentEntry(
    _ matrices: LatentMatrices,
    _ rotary: RotaryTable?
  ) -> (Vector, Int) -> StoredPosition {
    require(
      matrices.rotaryWidth == rotary?.width ?? 0,
      "angles for \(rotary?.width ?? 0) elements do not go with a rotary key of \(matrices.rotaryWidth)"
    )
    return { vector, position in
      let latent = matrices.down * vector
      guard let rotary, let rotaryKey = matrices.rotaryKey else {
        return StoredPosition(key: latent, value: latent)
      }
      let key = concatenate([latent, rotary.rotate(rotaryKey * vector, at: position)])
      return StoredPosition(key: key, value: key[0..<matrices.latentWidth])
    }
  }
}
