import Formats
import Foundation
import Testing

@testable import microgpt

/// Choices of attention that are refused, with a reason and with nothing changed on disk.
@Suite("Refused choices of attention")
struct AttentionRefusalTests {
  @Test(
    "Choices that make no sense, alone or together, are refused with a reason",
    arguments: [
      ("--kv-heads 0", "'0' is invalid for '--kv-heads <n>': give a whole number from 1"),
      ("--kv-heads 3", "4 heads can't share 3 stored ones evenly; the number of stored heads must divide"),
      ("--kv-heads 8", "4 heads can't share 8 stored ones evenly"),
      ("--latent 0", "'0' is invalid for '--latent <width>': give a whole number from 1"),
      ("--latent 32", "a latent of width 32 would store no less than the 32 numbers of keys and values"),
      ("--latent 4 --kv-heads 4", "choose either a latent or a number of stored heads"),
      ("--latent 4 --query-key-norm", "choose either a latent or the query–key norm"),
      ("--hidden 0", "'0' is invalid for '--hidden <width>': give a whole number from 1"),
      ("--hidden 9223372036854775807", "more than 16777216 parameters"),
      ("--feed-forward gelu", "'gelu' is invalid for '--feed-forward <activation>'. Please provide one of"),
      ("--norm layer", "'layer' is invalid for '--norm <kind>'. Please provide one of"),
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
      (
        "--store paged:17",
        "a page of 17 positions is never full in a context of 16; choose one of at most 16"
      ),
      ("--store paged:9223372036854775807", "is never full in a context of 16"),
      (
        "--store rolling:3 --mask global:2",
        "the query at position 4 sees nothing of what the store rolling:3"
      ),
      ("--kernel fast", "'fast' is invalid for '--kernel <kernel>': give softmax, flash or flash:<n>"),
      ("--kernel flash:0", "give softmax, flash or flash:<n>"),
      ("--positions sine", "give learned, rotary or rotary:<base>, with a base above 1"),
      ("--positions rotary:1", "give learned, rotary or rotary:<base>, with a base above 1"),
      ("--positions rotary --heads 16", "a head of width 1 has an odd one; choose an even width"),
      ("--rope-base 100", "--rope-base has no effect without --positions rotary"),
      ("--rope-base 100 --positions learned", "--rope-base has no effect without --positions rotary"),
      ("--rope-base 20 --positions rotary:50", "--rope-base has no effect beside a base in --positions"),
      ("--rope-base 1 --positions rotary", "'1' is invalid for '--rope-base <base>': give a number above 1"),
      ("--scale large", "'large' is invalid for '--scale <scale>': give sqrt, inverse, none or a number"),
      ("--scale nan", "give sqrt, inverse, none or a number"),
      ("--scale 1e999", "give sqrt, inverse, none or a number"),
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
      (["--latent", "3"], "--latent can't be changed in a run that is resumed: it has the default, none"),
      (["--kv-heads", "1"], "--kv-heads can't be changed in a run that is resumed: it is 2"),
      (["--positions", "rotary"], "--positions can't be changed in a run that is resumed: it is learned"),
      (["--rope-base", "10000"], "--rope-base can't be changed in a run that is resumed: it is learned"),
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
        "\"scale\":\"sqrt\"", "\"scale\":\"sqrt\",\"latentWidth\":0",
        "no model has the shape under 'model': a latent of width 0 holds nothing"
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
    var file = try Safetensors(decoding: [UInt8](workspace.data(name)))
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
}
