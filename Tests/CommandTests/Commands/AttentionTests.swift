import Foundation
import Testing
import Transformer

@testable import microgpt

/// The options that choose a variant of attention, through every command.
@Suite("Attention on the command line")
struct AttentionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let options: [String]
    /// What `info` prints of it.
    let rows: [String]
    /// What another run is resumed with in vain, and what it is told.
    let other: (options: [String], message: String)

    var testDescription: String { options.joined(separator: " ") }

    init(_ options: String, info rows: [String], refuses other: String, _ message: String) {
      self.options = options.split(separator: " ").map(String.init)
      self.rows = rows
      self.other = (other.split(separator: " ").map(String.init), message)
    }
  }

  // The model has 10 tokens, a context of 7, and 2 heads of width 2: microgpt's attention has 4 · 16 parameters, its
  // feed-forward part 128, its embeddings 40 + 28 + 40; 2 · 4 numbers are stored of each token.
  static let cases = [
    Case(
      "--kv-heads 1",
      info: [
        "heads 2 of width 2, reading 1 stored head", "cached 4 numbers for each token",
        "layer0.attn_wk 2 × 4 8", "all 284",
      ],
      refuses: "--kv-heads 2",
      "--kv-heads can't be changed in a run that is resumed: it is 1"
    ),
    Case(
      "--kv-heads 2",
      info: ["heads 2 of width 2, reading 2 stored heads", "cached 8 numbers for each token", "all 300"],
      refuses: "--kv-heads 1",
      "it is 2"
    ),
    Case(
      "--latent 3",
      info: [
        "heads 2 of width 2, reading latents of width 3", "cached 3 numbers for each token",
        "layer0.attn_wdkv 3 × 4 12", "layer0.attn_wuk 4 × 3 12", "layer0.attn_wuv 4 × 3 12", "all 304",
      ],
      refuses: "--latent 4",
      "--latent can't be changed in a run that is resumed: it is 3"
    ),
    Case(
      "--latent 1 --positions rotary",
      info: [
        "scale 1/√4 = 0.5000", "cached 3 numbers for each token", "layer0.attn_wkr 2 × 4 8",
        "layer0.attn_wq 8 × 4 32", "all 276",
      ],
      refuses: "--kv-heads 1",
      "--kv-heads can't be changed in a run that is resumed: it is none"
    ),
    Case(
      "--mask window:3",
      info: ["mask window:3", "all 300"],
      refuses: "--mask causal",
      "--mask can't be changed in a run that is resumed: it is window:3"
    ),
    Case("--mask strided:2", info: ["mask strided:2"], refuses: "--mask strided:3", "it is strided:2"),
    Case("--mask blocks:3", info: ["mask blocks:3"], refuses: "--mask window:3", "it is blocks:3"),
    Case(
      "--mask window:2+global:1",
      info: ["mask window:2+global:1"],
      refuses: "--mask window:2",
      "it is window:2+global:1"
    ),
    Case(
      "--store rolling:3",
      info: ["store rolling:3"],
      refuses: "--store list",
      "--store can't be changed in a run that is resumed: it is rolling:3"
    ),
    Case("--store paged:2", info: ["store paged:2"], refuses: "--store paged:3", "it is paged:2"),
    Case(
      "--kernel flash:2",
      info: ["kernel flash:2"],
      refuses: "--kernel softmax",
      "--kernel can't be changed in a run that is resumed: it is flash:2"
    ),
    Case("--kernel flash", info: ["kernel flash:16"], refuses: "--kernel flash:2", "it is flash:16"),
    Case(
      "--positions rotary",
      info: ["positions rotary, base 10000.0", "all 272"],
      refuses: "--positions learned",
      "--positions can't be changed in a run that is resumed: it is rotary"
    ),
    Case(
      "--positions rotary --rope-base 50.5",
      info: ["positions rotary, base 50.5"],
      refuses: "--rope-base 10000",
      "--rope-base can't be changed in a run that is resumed: it is 50.5"
    ),
    Case(
      "--scale none",
      info: ["scale 1.000"],
      refuses: "--scale sqrt",
      "--scale can't be changed in a run that is resumed: it is none"
    ),
    Case("--scale -2.5", info: ["scale -2.500"], refuses: "--scale 2.5", "it is -2.5"),
    Case(
      "--latent 3 --positions rotary --rope-base 9 --mask strided:2 --store paged:3 --kernel flash:2 --scale 2",
      info: [
        "heads 2 of width 2, reading latents of width 3", "positions rotary, base 9.0", "mask strided:2",
        "store paged:3", "kernel flash:2", "scale 2.000",
      ],
      refuses: "--scale sqrt",
      "it is 2.0"
    ),
  ]

  @Test(
    "An option is kept, shown and honoured, and resuming keeps it bit for bit and takes no other",
    arguments: cases
  )
  func option(expected: Case) async throws {
    let workspace = try Workspace()
    let options = Workspace.small + expected.options
    let whole = try await workspace.train(options, output: "whole")
    let info = try await workspace.run(["info", "whole"])
    let rows = Set(info.lines.map { $0.split(separator: " ").joined(separator: " ") })
    for row in expected.rows { #expect(rows.contains(row), "\(row)\n\(info.output)") }

    // Half the steps, and the rest of them once with the same options again and once without any.
    try await workspace.train(options + ["--steps", "6"], output: "half")
    let half = try workspace.contents()
    let resuming = ["train", "words.txt", "--quiet", "--resume", "half", "--steps", "12"]
    let refused = try await workspace.run(resuming + expected.other.options)
    #expect(refused.status == 64)
    #expect(refused.errors.hasPrefix("Error: "))
    #expect(refused.errors.contains(expected.other.message), "\(refused.errors)")
    #expect(try workspace.contents() == half)
    for (output, again) in [("again", expected.options), ("without", [])] {
      let outcome = try await workspace.run(resuming + ["--output", output] + again)
      #expect(outcome.status == 0, "\(outcome.errors)")
      // The rate falls with the steps planned, so the run is another than the whole one, but the same both times.
      #expect(try workspace.checkpoint(output).model == workspace.checkpoint("whole").model)
    }
    try ResumingTests.expectEqualRuns("again", "without", in: workspace)

    // Sampling goes on where training ended, with the same attention.
    let sampled = try await workspace.run(["sample", "whole", "--count", "3"])
    #expect(sampled.output == whole.output)
  }

  @Test(
    "An interrupted run of a variant ends as an uninterrupted one",
    arguments: [
      ["--latent", "3", "--positions", "rotary", "--kernel", "flash:2", "--store", "paged:2"],
      ["--kv-heads", "1", "--mask", "window:2+global:1", "--scale", "0.1"],
    ]
  )
  func interrupted(options: [String]) async throws {
    let workspace = try Workspace()
    let options = ResumingTests.options + options
    try await workspace.train(options, output: "whole")
    _ = try await ResumingTests.interrupt(options, in: workspace, with: SIGINT) {
      $0.errorsSoFar.contains("step 60/")
    }
    #expect(try workspace.checkpoint().state.stepsDone < 600)
    let resumed = try await workspace.run(["train", "words.txt", "--quiet", "--resume", "run"])
    #expect(resumed.status == 0)
    try ResumingTests.expectEqualRuns("run", "whole", in: workspace)
  }

  @Test(
    "Two variants that are the same model give the same names and the same figures",
    arguments: [
      (["--store", "rolling:3"], ["--mask", "window:3"]), (["--store", "paged:2"], []),
      (["--kv-heads", "2"], []), (["--scale", "1"], ["--scale", "none"]),
      (["--kernel", "flash:1"], ["--kernel", "flash:9223372036854775807"]),
      (["--kernel", "flash", "--latent", "3"], ["--latent", "3"]),
    ] as [([String], [String])]
  )
  func sameModel(first: [String], second: [String]) async throws {
    let workspace = try Workspace()
    var outputs: [[String]] = []
    for (name, options) in [("first", first), ("second", second), ("other", ["--mask", "window:1"])] {
      try await workspace.train(Workspace.small + ["--steps", "40"] + options, output: name)
      let sampled = try await workspace.run(["sample", name, "--seed", "3"])
      let prompted = try await workspace.run(["sample", name, "--seed", "3", "--prompt", "karen"])
      let evaluated = try await workspace.run(["evaluate", name, "words.txt"])
      #expect(evaluated.status == 0)
      outputs.append([sampled.output, prompted.output, evaluated.output])
    }
    #expect(outputs[0] == outputs[1])
    // The comparison can fail: another mask gives other figures.
    #expect(outputs[0][2] != outputs[2][2])
  }

  @Test("evaluate and sample go by the attention in the checkpoint, not by the weights alone")
  func honoured() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--steps", "40"])
    let data = try workspace.data("run/checkpoint.safetensors")
    let before = try await workspace.run(["evaluate", "run", "words.txt"]).output
    for (found, replacement, isSame) in [
      ("\"mask\":\"causal\"", "\"mask\":\"window:1\"", false),
      ("\"scale\":\"sqrt\"", "\"scale\":\"-30.0\"", false),
      ("\"store\":\"list\"", "\"store\":\"rolling:1\"", false),
      ("\"store\":\"list\"", "\"store\":\"paged:2\"", true),
      ("\"kernel\":\"softmax\"", "\"kernel\":\"flash:2\"", true),
    ] {
      var file = try Safetensors(decoding: data)
      let model = try #require(file.metadata["model"])
      #expect(model.contains(found))
      file.metadata["model"] = model.replacing(found, with: replacement)
      try workspace.write(file.encoded(), to: "run/checkpoint.safetensors")
      let after = try await workspace.run(["evaluate", "run", "words.txt"])
      #expect(after.status == 0, "\(after.errors)")
      #expect((after.output == before) == isSame, "\(replacement)")
    }
  }

  @Test(
    "Choices that make no sense, alone or together, are refused with a reason",
    arguments: [
      ("--kv-heads 0", "'0' is invalid for '--kv-heads <n>': give a whole number from 1"),
      ("--kv-heads 3", "4 heads can't share 3 stored ones evenly; the number of stored heads must divide"),
      ("--kv-heads 8", "4 heads can't share 8 stored ones evenly"),
      ("--latent 0", "'0' is invalid for '--latent <width>': give a whole number from 1"),
      ("--latent 32", "a latent of width 32 would store no less than the 32 numbers of keys and values"),
      ("--latent 4 --kv-heads 4", "choose either a latent or a number of stored heads"),
      ("--latent 4 --heads 1 --embedding 9223372036854775807", "more than 16777216 parameters"),
      (
        "--mask full",
        "'full' is invalid for '--mask <mask>': give causal, window:<n>, strided:<n>, blocks:<n>"
      ),
      ("--mask window", "give causal, window:<n>"),
      ("--mask window:0", "give causal, window:<n>"),
      ("--mask causal+", "give causal, window:<n>"),
      ("--mask window:99999999999999999999", "give causal, window:<n>"),
      ("--store heap", "'heap' is invalid for '--store <store>': give list, rolling:<n> or paged:<n>"),
      ("--store rolling", "give list, rolling:<n> or paged:<n>"),
      ("--store paged:17", "a page of 17 positions is never full in a context of 16; choose a smaller one"),
      ("--store paged:9223372036854775807", "is never full in a context of 16"),
      (
        "--store rolling:3 --mask global:2",
        "the query at position 4 sees nothing of what the store rolling:3"
      ),
      ("--kernel fast", "'fast' is invalid for '--kernel <kernel>': give softmax, flash or flash:<n>"),
      ("--kernel flash:0", "give softmax, flash or flash:<n>"),
      ("--positions sine", "Please provide one of 'learned' or 'rotary'"),
      ("--positions rotary --heads 16", "a head of width 1 has an odd one; choose an even width"),
      ("--rope-base 100", "--rope-base has no effect without --positions rotary"),
      ("--rope-base 100 --positions learned", "--rope-base has no effect without --positions rotary"),
      ("--rope-base 1 --positions rotary", "'1' is invalid for '--rope-base <base>': give a number above 1"),
      ("--scale large", "'large' is invalid for '--scale <scale>': give sqrt, none or a number"),
      ("--scale nan", "give sqrt, none or a number"),
      ("--scale 1e999", "give sqrt, none or a number"),
    ]
  )
  func refusals(options: String, expected: String) async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run(
      ["train", "words.txt"] + options.split(separator: " ").map(String.init)
    )
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.messages.hasPrefix("Error: "))
    #expect(outcome.messages.contains(expected), "\(outcome.messages)")
    #expect(Set(try workspace.contents().keys) == ["words.txt"])
  }

  @Test("A run without rotary positions, latents or stored heads of its own refuses to get them")
  func newAxes() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    for (options, expected) in [
      (["--latent", "3"], "--latent can't be changed in a run that is resumed: it is none"),
      (["--kv-heads", "1"], "--kv-heads can't be changed in a run that is resumed: it is 2"),
      (["--positions", "rotary"], "--positions can't be changed in a run that is resumed: it is learned"),
      (["--rope-base", "10000"], "--rope-base can't be changed in a run that is resumed: it is none"),
    ] {
      let outcome = try await workspace.run(
        ["train", "words.txt", "--resume", "run", "--steps", "20"] + options
      )
      #expect(outcome.status == 64)
      #expect(outcome.messages.contains(expected), "\(outcome.messages)")
    }
  }

  @Test(
    "A checkpoint with choices that are unknown or make no sense is refused",
    arguments: [
      (
        "\"mask\":\"causal\"", "\"mask\":\"random:3\"", "the choices of attention under 'model' are not known"
      ),
      ("\"mask\":\"causal\"", "\"mask\":\"\"", "the choices of attention under 'model' are not known"),
      ("\"mask\":\"causal\"", "\"mask\":3", "the metadata under 'model' is not what this program writes"),
      ("\"store\":\"list\"", "\"store\":\"paged:0\"", "the choices of attention under 'model' are not known"),
      ("\"store\":\"list\"", "\"store\":\"paged:8\"", "is never full in a context of 7"),
      (
        "\"kernel\":\"softmax\"", "\"kernel\":\"sparse\"",
        "the choices of attention under 'model' are not known"
      ),
      ("\"scale\":\"sqrt\"", "\"scale\":\"nan\"", "the choices of attention under 'model' are not known"),
      ("\"scale\":\"sqrt\"", "\"scale\":\"sqrt\",\"rotaryBase\":1", "the choices of attention under 'model'"),
      (
        "\"scale\":\"sqrt\"", "\"scale\":\"sqrt\",\"rotaryBase\":-5", "the choices of attention under 'model'"
      ),
      (
        "\"scale\":\"sqrt\"", "\"scale\":\"sqrt\",\"keyValueHeadCount\":0",
        "no model has the shape under 'model': 2 heads can't share 0 stored ones evenly"
      ),
      (
        "\"scale\":\"sqrt\"", "\"scale\":\"sqrt\",\"keyValueHeadCount\":1",
        "the tensor 'adam.first_moment.layer0.attn_wk' has the shape [4, 4], not [2, 4]"
      ),
      (
        "\"scale\":\"sqrt\"", "\"scale\":\"sqrt\",\"latentWidth\":-1",
        "no model has the shape under 'model': a latent of width -1 holds nothing"
      ),
      (
        "\"scale\":\"sqrt\"", "\"scale\":\"sqrt\",\"latentWidth\":3",
        "the tensor 'adam.first_moment.layer0.attn_wdkv' is missing"
      ),
    ]
  )
  func damaged(found: String, replacement: String, expected: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let name = "run/checkpoint.safetensors"
    var file = try Safetensors(decoding: workspace.data(name))
    let model = try #require(file.metadata["model"])
    #expect(model.contains(found))
    file.metadata["model"] = model.replacing(found, with: replacement)
    try workspace.write(file.encoded(), to: name)
    for command in [["info", "run"], ["sample", "run"]] {
      let outcome = try await workspace.run(command)
      #expect(outcome.status == 1)
      #expect(outcome.output == "")
      #expect(outcome.messages.hasPrefix("Error: '\(name)' is damaged or not from this program: "))
      #expect(outcome.messages.contains(expected), "\(outcome.messages)")
    }
  }

  // With --greedy all texts are the same: of n tokens drawn after a prompt of 3 and the boundary, all but the one that ends
  // the text are read, so each text has as many positions as letters and one for the boundary, 7 at most.
  @Test(
    "sample --statistics counts positions, pages, shared pages and bytes",
    arguments: [
      (["--store", "paged:2"], 2, 64), ([], 4, 64), (["--kv-heads", "1", "--store", "paged:3"], 3, 32),
    ]
  )
  func statistics(options: [String], pageSize: Int, bytes: Int) async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + options)
    let texts = try await workspace.run(["sample", "run", "--greedy", "--count", "3", "--prompt", "ele"])
    let outcome = try await workspace.run(
      ["sample", "run", "--greedy", "--count", "3", "--prompt", "ele", "--statistics"]
    )
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix(texts.output + "\n"))
    let length = min(7, try #require(texts.lines.first).count + 1)
    // Whole pages of the four positions of the beginning are shared, what is left is copied by each text that goes on.
    let whole = length == 4 ? 4 : 4 / pageSize * pageSize
    let wholePages = (whole + pageSize - 1) / pageSize
    let own = length - whole
    let pages = wholePages + 3 * ((own + pageSize - 1) / pageSize)
    let rows = outcome.lines.dropFirst(4).map { $0.split(separator: " ").map(String.init) }
    #expect(
      Array(rows) == [
        ["store", "positions", "pages", "shared", "bytes"],
        rows.dropFirst().first ?? [],
        ["list", "\(3 * length)", "-", "-", NumberFormatted.grouped(3 * length * bytes)],
        [
          "paged:\(pageSize)", "\(whole + 3 * own)", "\(pages)", "\(wholePages)",
          NumberFormatted.grouped(pages * pageSize * bytes),
        ],
      ]
    )
  }

  /// Numbers with a comma at the thousands.
  enum NumberFormatted {
    static func grouped(_ number: Int) -> String {
      number < 1000 ? "\(number)" : "\(number / 1000)," + "\(1000 + number % 1000)".dropFirst()
    }
  }

  @Test("Statistics of no texts are zeros")
  func noTexts() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["sample", "run", "--count", "0", "--statistics"])
    #expect(outcome.status == 0)
    let rows = outcome.lines.suffix(2).map { $0.split(separator: " ").map(String.init) }
    #expect(rows == [["list", "0", "-", "-", "0"], ["paged:4", "0", "0", "0", "0"]])
  }
}
