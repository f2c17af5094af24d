import Testing

/// What CPython 3.11 draws for one seed.
///
/// With `r = random.Random(seed)` made anew for each row:
///
///     words      [r.getrandbits(32) for _ in range(4)]; word10000 is the 10,000th of them
///     units      [r.random().hex() for _ in range(4)]
///     gaussians  [r.gauss(0, 1).hex() for _ in range(5)]
///     bits       [r.getrandbits(k) for k in [1, 5, 31, 32, 33, 53, 63, 64]]
///     below      [r._randbelow(n) for n in [1, 2, 3, 10, 27, 1000, 2**31 - 1, 2**40 + 1]]
///     shuffled   x = list(range(20)); r.shuffle(x)
struct KnownValues: Sendable, CustomTestStringConvertible {
  var seed: UInt64
  var words: [UInt32]
  var word10000: UInt32
  var units: [Double]
  var gaussians: [Double]
  var bits: [UInt64]
  var below: [Int]
  var shuffled: [Int]

  var testDescription: String { "seed \(seed)" }

  static let bitCounts = [1, 5, 31, 32, 33, 53, 63, 64]
  static let bounds = [1, 2, 3, 10, 27, 1000, (1 << 31) - 1, (1 << 40) + 1]

  static let all: [KnownValues] = [
    KnownValues(
      seed: 0,
      words: [3626764237, 1654615998, 3255389356, 3823568514],
      word10000: 3292398474,
      units: [0x1.b0580f98a7dbep-1, 0x1.84129978f9c1ap-1, 0x1.aeaa51052e978p-2, 0x1.092178fb945a6p-2],
      gaussians: [
        0x1.e22885827c580p-1, -0x1.6586248600484p+0, -0x1.5c03883a3b23fp-1, 0x1.7b6549852df0cp-2,
        -0x1.042f70eddd104p+0,
      ],
      bits: [
        1, 12, 1627694678, 3823568514, 1806341205, 8696133065399866, 4481891911369680482,
        16938433693753131896,
      ],
      below: [0, 1, 0, 4, 16, 497, 869589436, 669284121952],
      shuffled: [10, 18, 16, 14, 0, 17, 11, 2, 3, 9, 5, 7, 4, 19, 6, 15, 8, 1, 13, 12]
    ),
    KnownValues(
      seed: 1,
      words: [577090037, 2444712010, 3639700191, 3445702192],
      word10000: 586364410,
      units: [0x1.132d8f91b7584p-3, 0x1.b1e2d5b3584f8p-1, 0x1.870d778409f13p-1, 0x1.0530d08f17f5cp-2],
      gaussians: [
        0x1.49c679da02301p+0, 0x1.730ede0eb242ap+0, 0x1.0fb6231f18bccp-4, -0x1.877243f2933ffp-1,
        -0x1.1798a9f070808p+0,
      ],
      bits: [
        0, 18, 1819850095, 3445702192, 3280387012, 1062116443042876, 7018639715332314491, 8711387064946514083,
      ],
      below: [0, 0, 1, 1, 15, 779, 965274705, 207060179245],
      shuffled: [11, 5, 17, 19, 9, 0, 16, 1, 15, 6, 10, 13, 14, 12, 7, 3, 8, 2, 18, 4]
    ),
    KnownValues(
      seed: 42,
      words: [2746317213, 478163327, 107420369, 3184935163],
      word10000: 3981887252,
      units: [0x1.4762f307200c5p-1, 0x1.99c6b5eeb2060p-6, 0x1.19a1491f589dcp-2, 0x1.c922b623b8c1cp-3],
      gaussians: [
        -0x1.2718d4a9a8111p-3, -0x1.621b486646b7cp-3, -0x1.c7f3240f58c66p-4, 0x1.676a692b3f6c1p-1,
        -0x1.054d01919a25bp-3,
      ],
      bits: [
        1, 3, 53710184, 3184935163, 1181241943, 1256845828445918, 945351111358374057, 13662908291426823533,
      ],
      below: [0, 0, 2, 4, 7, 228, 299655412, 226501419177],
      shuffled: [19, 5, 14, 4, 9, 13, 15, 18, 6, 12, 17, 10, 1, 11, 2, 16, 7, 8, 0, 3]
    ),
    KnownValues(
      seed: 4294967301,
      words: [675479763, 2085189291, 1213270837, 3822202474],
      word10000: 1151873224,
      units: [0x1.4218067c49768p-3, 0x1.21442cf1e9172p-2, 0x1.357affb575f81p-1, 0x1.dbe785ae59e00p-7],
      gaussians: [
        0x1.cb1631cdf23d7p-2, 0x1.5c5c110863b35p-1, -0x1.158afce7225d1p-3, -0x1.ab86e40fc36b6p-4,
        -0x1.345b8661982e3p+0,
      ],
      bits: [
        0, 15, 606635418, 3822202474, 6891077597, 3198148675096321, 1580140662990693877, 17571132581927258294,
      ],
      below: [0, 1, 1, 9, 26, 14, 762498846, 376358430197],
      shuffled: [16, 13, 8, 4, 1, 6, 18, 17, 3, 19, 7, 14, 12, 2, 10, 11, 0, 9, 15, 5]
    ),
    KnownValues(
      seed: 9223372036854775817,
      words: [3093084027, 517553186, 4155750669, 2055340568],
      word10000: 2921481484,
      units: [0x1.70b96ec7b64f0p-1, 0x1.ef67721ea0808p-1, 0x1.939da61425964p-2, 0x1.4045c3c1ed8a9p-1],
      gaussians: [
        -0x1.f3c5c878af261p-2, -0x1.4956d311bc0e0p+1, -0x1.1a58a7011e73dp+0, 0x1.bad615ef14605p-1,
        -0x1.67481a6d86bccp-1,
      ],
      bits: [
        1, 3, 2077875334, 2055340568, 1692887427, 271328655630820, 8352578613180373732, 2616160090227052821,
      ],
      below: [0, 1, 1, 2, 20, 30, 1452412274, 567544805309],
      shuffled: [1, 6, 14, 7, 8, 9, 18, 13, 19, 16, 17, 4, 2, 11, 10, 0, 5, 12, 15, 3]
    ),
  ]
}
