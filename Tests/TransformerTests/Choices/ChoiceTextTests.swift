import Testing
import Transformer

@Suite("Choices as they are written")
struct ChoiceTextTests {
  static let numbers = ["", "0", "-1", "1:2", " 1", "1 ", "1.5", "x", "99999999999999999999"]

  @Test(
    "A mask's text comes back",
    arguments: [
      "causal", "window:1", "strided:7", "blocks:16", "global:2", "window:8+global:1",
      "blocks:4+strided:4+window:9223372036854775807", "causal+causal",
    ]
  )
  func masks(text: String) throws {
    let choice = try #require(MaskChoice(text))
    #expect(choice.description == text)
    #expect(MaskChoice(choice.description) == choice)
  }

  @Test(
    "What is no mask gives none",
    arguments: [
      "", "+", "causal+", "+causal", "causal++causal", "causal:3", "Causal", "window", "strided", "blocks",
      "global", "full", ":", ":3", "window:8 +global:1", "window:8,global:1",
    ] + ["window", "strided", "blocks", "global"].flatMap { name in numbers.map { "\(name):\($0)" } }
  )
  func noMasks(text: String) { #expect(MaskChoice(text) == nil) }

  @Test("A store's text comes back", arguments: ["list", "rolling:1", "rolling:16", "paged:1", "paged:256"])
  func stores(text: String) throws {
    let choice = try #require(StoreChoice(text))
    #expect(choice.description == text)
    #expect(StoreChoice(choice.description) == choice)
  }

  @Test(
    "What is no store gives none",
    arguments: ["", "list:3", "List", "rolling", "paged", "paged:4+list", "window:4"]
      + ["rolling", "paged"].flatMap { name in numbers.map { "\(name):\($0)" } }
  )
  func noStores(text: String) { #expect(StoreChoice(text) == nil) }

  @Test("Only pages have a size")
  func pageSize() {
    #expect(StoreChoice("paged:5")?.pageSize == 5)
    #expect(StoreChoice.list.pageSize == nil)
    #expect(StoreChoice("rolling:5").map { $0.pageSize == nil } == true)
  }

  @Test("A kernel's text comes back; flash alone is flash in tiles of 16")
  func kernels() {
    #expect(KernelChoice("softmax") == .softmax)
    #expect(KernelChoice("flash:3") == .flash(tileSize: 3))
    #expect(KernelChoice("flash") == .flash(tileSize: 16))
    for choice in [KernelChoice.softmax, .flash(tileSize: 1), .flash(tileSize: 1024)] {
      #expect(KernelChoice(choice.description) == choice)
    }
    #expect(KernelChoice.flash(tileSize: 16).description == "flash:16")
  }

  @Test(
    "What is no kernel gives none",
    arguments: ["", "softmax:2", "Flash", "flash+softmax"] + numbers.map { "flash:\($0)" }
  )
  func noKernels(text: String) { #expect(KernelChoice(text) == nil) }

  @Test("A scale's text comes back, the number with all its digits")
  func scales() {
    #expect(ScaleChoice("sqrt") == .inverseRoot)
    // Without its type's name, .none would be the absence of a choice.
    #expect(ScaleChoice("none") == ScaleChoice.none)
    #expect(ScaleChoice("-2.5") == .number(-2.5))
    #expect(ScaleChoice("0") == .number(0))
    #expect(ScaleChoice("inverse") == .inverse)
    for choice in [
      ScaleChoice.inverseRoot, .inverse, .none, .number(0.1 + 0.2), .number(-1e-300), .number(1e300),
    ] {
      #expect(ScaleChoice(choice.description) == choice)
    }
  }

  @Test(
    "What is no finite number gives no scale",
    arguments: ["", "nan", "inf", "-infinity", "1e999", "sqrt:4", "Sqrt", "1/2", " 1", "0,5"]
  )
  func noScales(text: String) { #expect(ScaleChoice(text) == nil) }

  @Test("The factors are 1/√d, 1/d, 1 and the number")
  func factors() {
    #expect(ScaleChoice.inverseRoot.factor(headWidth: 16) == 0.25)
    #expect(ScaleChoice.inverse.factor(headWidth: 16) == 0.0625)
    #expect(ScaleChoice.none.factor(headWidth: 16) == 1)
    #expect(ScaleChoice.number(-3).factor(headWidth: 16) == -3)
  }

  @Test("Positions are learned, or rotary with the base of the wavelengths")
  func positions() {
    #expect(PositionChoice("learned") == .learned)
    #expect(PositionChoice("rotary") == .rotary(base: 10_000))
    #expect(PositionChoice("rotary:500.5") == .rotary(base: 500.5))
    #expect(PositionChoice.rotary(base: 10_000).description == "rotary:10000")
    for choice in [PositionChoice.learned, .rotary(base: 10_000), .rotary(base: 2.5), .rotary(base: 1e300)] {
      #expect(PositionChoice(choice.description) == choice)
    }
  }

  @Test(
    "What is no base above 1 gives no positions",
    arguments: ["", "learned:2", "Rotary", "rotary:", "rotary:1", "rotary:nan", "rotary:inf", "rotary:2:3"]
  )
  func noPositions(text: String) { #expect(PositionChoice(text) == nil) }

  @Test(
    "A mask shows what its text says",
    arguments: [
      ("causal", [0, 1, 2, 3, 4, 5]), ("window:2", [4, 5]), ("strided:2", [1, 3, 5]), ("blocks:4", [4, 5]),
      ("global:2", [0, 1]), ("window:1+global:1", [0, 5]), ("blocks:4+strided:3", [2, 4, 5]),
    ]
  )
  func shows(text: String, visible: [Int]) throws {
    let mask = try #require(MaskChoice(text)).mask
    #expect((0..<9).filter { mask.isVisible(from: 5, to: $0) } == visible)
    // The first query sees itself, and none sees what comes later.
    #expect((0..<9).filter { mask.isVisible(from: 0, to: $0) } == [0])
  }
}
