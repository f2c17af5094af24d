import Formats
import Foundation
import Testing

@testable import microgpt

/// The options that choose a variant of attention or of another part, through every command.
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
        "heads 2 of width 2, reading 1 stored head (multi-query)", "cached 4 numbers for each token",
        "layer0.attn_wk 2 × 4 8", "all 284",
      ],
      refuses: "--kv-heads 2",
      "--kv-heads can't be changed in a run that is resumed: it is 1"
    ),
    Case(
      "--kv-heads 2",
      info: [
        "heads 2 of width 2, reading 2 stored heads (multi-head)", "cached 8 numbers for each token",
        "all 300",
      ],
      refuses: "--kv-heads 1",
      "it is 2"
    ),
    Case(
      "--latent 3",
      info: [
        "heads 2 of width 2, reading latents of width 3 (multi-head latent attention)",
        "cached 3 numbers for each token",
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
      "--query-key-norm",
      info: ["query–key norm yes", "norm RMSNorm, without weights", "all 300"],
      refuses: "--mask window:3",
      "--mask can't be changed in a run that is resumed: it is causal"
    ),
    Case(
      "--final-norm --norm weighted --feed-forward relu2",
      info: [
        "feed-forward relu2, 16 wide", "norm RMSNorm, weighted, and one before lm_head", "final_norm 1 × 4 4",
        "layer0.mlp_norm 1 × 4 4", "all 316",
      ],
      refuses: "--norm plain",
      "--norm can't be changed in a run that is resumed: it is weighted"
    ),
    Case(
      "--feed-forward swiglu --hidden 5 --query-key-norm --norm weighted",
      info: [
        "feed-forward swiglu, 5 wide", "norm RMSNorm, weighted", "layer0.mlp_gate 5 × 4 20",
        "layer0.attn_k_norm 1 × 2 2", "all 248",
      ],
      refuses: "--hidden 16",
      "--hidden can't be changed in a run that is resumed: it is 5"
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
      "--rope-base can't be changed in a run that is resumed: it is rotary:50.5"
    ),
    Case(
      "--positions rotary:50.5",
      info: ["positions rotary, base 50.5"],
      refuses: "--positions rotary",
      "--positions can't be changed in a run that is resumed: it is rotary:50.5"
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
        "heads 2 of width 2, reading latents of width 3 (multi-head latent attention)",
        "positions rotary, base 9.0", "mask strided:2",
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
      ["--feed-forward", "swiglu", "--norm", "weighted", "--final-norm", "--query-key-norm"],
    ]
  )
  func interrupted(options: [String]) async throws {
    let workspace = try Workspace()
    let options = ResumingTests.options + options
    try await workspace.train(options, output: "whole")
    _ = try await ResumingTests.interrupt(options, in: workspace, with: SIGINT) {
      $0.errorsSoFar.contains("step \(ResumingTests.stepCount / 10)/")
    }
    #expect(try workspace.checkpoint().state.stepsDone < ResumingTests.stepCount)
    let resumed = try await workspace.run(["train", "words.txt", "--quiet", "--resume", "run"])
    #expect(resumed.status == 0)
    try ResumingTests.expectEqualRuns("run", "whole", in: workspace)
  }

  @Test(
    "Two variants that are the same model give the same names and the same figures",
    arguments: [
      (["--store", "rolling:3"], ["--mask", "window:3"]), (["--store", "paged:2"], []),
      (["--kv-heads", "2"], []), (["--hidden", "16", "--norm", "plain"], []),
      (["--scale", "1"], ["--scale", "none"]),
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
      var file = try Safetensors(decoding: [UInt8](data))
      let model = try #require(file.metadata["model"])
      #expect(model.contains(found))
      file.metadata["model"] = model.replacing(found, with: replacement)
      try workspace.write(file.encoded(), to: "run/checkpoint.safetensors")
      let after = try await workspace.run(["evaluate", "run", "words.txt"])
      #expect(after.status == 0, "\(after.errors)")
      #expect((after.output == before) == isSame, "\(replacement)")
    }
  }
}
