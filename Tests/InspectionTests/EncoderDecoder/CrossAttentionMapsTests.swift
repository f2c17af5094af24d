import Autograd
import Inspection
import Random
import TestSupport
import Testing
import Transformer

@Suite("Maps of cross-attention")
struct CrossAttentionMapsTests {
  /// The boundary is 4.
  static let document = [4, 0, 3, 3, 1, 4]

  static func speller(layerCount: Int = 2, contextLength: Int = 6, seed: UInt64 = 5) throws -> BackwardSpeller
  {
    var generator = MersenneTwister(seed: seed)
    let configuration = try EncoderDecoderConfiguration(
      vocabularySize: 5,
      shape: EncoderDecoderShape(
        layerCount: layerCount,
        embeddingWidth: 6,
        headCount: 2,
        contextLength: contextLength
      )
    )
    return BackwardSpeller(
      EncoderDecoder(configuration, on: Tape()) { generator.gaussian(standardDeviation: 0.5) }
    )
  }

  static func set(_ speller: BackwardSpeller, _ name: String, _ element: (Int) -> Double) throws {
    let matrix = try #require(speller.namedParameters.first { $0.name == name }).matrix
    for (index, value) in matrix.elements.enumerated() { value.data = element(index) }
  }

  @Test("A row belongs to a token that is written, a column to one that was read", arguments: 1...4)
  func patterns(seed: UInt64) throws {
    let speller = try Self.speller(seed: seed)
    let (values, records) = (speller.tape.valueCount, speller.tape.recordCount)
    let maps = try CrossAttentionMaps(speller, of: Self.document)
    #expect(speller.tape.valueCount == values && speller.tape.recordCount == records)
    #expect(maps.read == [0, 3, 3, 1, 4])
    #expect(maps.heads.map { [$0.layer, $0.head] } == [[0, 0], [0, 1], [1, 0], [1, 1]])

    let decoder = speller.read(Self.document).decoder
    var state = decoder.initialState()
    var token = 4
    for (row, written) in maps.written.enumerated() {
      let activations = decoder.activations(after: speller.tape.input(token), state: &state)
      let logits = activations.logits.data
      token = logits.indices.max { logits[$0] < logits[$1] } ?? 0
      #expect(written == token)
      for map in maps.heads {
        let head = activations.blocks[map.layer].crossAttention.heads[map.head]
        #expect(map.pattern.count == maps.written.count)
        #expect(map.pattern[row] == head.pattern?.data)
        #expect(agree(map.pattern[row].reduce(0, +), 1, within: 1e-14))
      }
    }
    #expect(maps.written.count <= 6 && (maps.written.last == 4 || maps.written.count == 6))
  }

  @Test("Where all queries are zero, every letter gets the same weight, and so does the other diagonal")
  func even() throws {
    let speller = try Self.speller(layerCount: 1)
    try Self.set(speller, "decoder0.cross_wq") { _ in 0 }
    // The token that is written does not depend on what is read, and is no boundary: six are written.
    try Self.set(speller, "lm_head") { $0 < 6 ? 1 : 0 }
    try Self.set(speller, "decoder.wpe") { _ in 1 }
    try Self.set(speller, "wte") { _ in 1 }
    for name in ["decoder0.attn_wo", "decoder0.cross_wo", "decoder0.mlp_fc2"] {
      try Self.set(speller, name) { _ in 0 }
    }
    let maps = try CrossAttentionMaps(speller, of: Self.document)
    #expect(maps.written == [0, 0, 0, 0, 0, 0])
    for head in maps.heads {
      #expect(head.pattern.joined().allSatisfy { agree($0, 0.2, within: 1e-14) })
      #expect(agree(head.otherDiagonal, 0.2, within: 1e-14))
    }
  }

  @Test("The other diagonal is the last letter for the first row, and the first letter for the last")
  func diagonal() throws {
    let speller = try Self.speller()
    let maps = try CrossAttentionMaps(speller, of: Self.document)
    for head in maps.heads {
      let rows = head.pattern
      let expected = [(0, 3), (1, 2), (2, 1), (3, 0)].reduce(0) { sum, place in
        sum + (place.0 < rows.count ? rows[place.0][place.1] : 0)
      }
      #expect(agree(head.otherDiagonal, expected / 4, within: 1e-14))
    }
  }
}
