import Foundation
import Testing

import TestSupport

@testable import microgpt

/// What `--svg` writes.
@Suite("inspect --svg")
struct InspectPictureTests {
  static let kinds: [DocumentKind] = [
    .scaling, .scalingInitialisation, .scalingTraining, .attention, .film, .gradients, .graph,
  ]

  @Test(
    "The picture is a well-formed file of its own, and standard output stays as it is",
    arguments: kinds,
    [[], ["--json"]]
  )
  func picture(kind: DocumentKind, options: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.trainRuns(for: kind)
    let arguments = ["inspect"] + kind.smallArguments + options
    let plain = try await workspace.run(arguments)
    let drawn = try await workspace.run(arguments + ["--svg", "picture.svg"])
    #expect(drawn.status == 0)
    #expect(drawn.output == plain.output)
    #expect(drawn.messages == plain.messages + "wrote the picture to picture.svg\n")
    let markup = try ParsedMarkup(workspace.text("picture.svg"))
    #expect(markup.isWellFormed && markup.names.first == "svg")
    #expect(try workspace.text("picture.svg").hasSuffix("</svg>\n"))

    // A picture may take the place of a picture.
    let first = try workspace.data("picture.svg")
    #expect(try await workspace.run(arguments + ["--svg", "picture.svg"]).status == 0)
    #expect(try workspace.data("picture.svg") == first)
  }

  @Test("Letters that XML has another use for stand in the picture as they are in the text")
  func escaping() async throws {
    let workspace = try Workspace()
    try workspace.write("a<b>&\"c'\nb&a\n", to: "words.txt")
    try await workspace.train()
    let outcome = try await workspace.run(
      ["inspect", "attention", "run", "--text", "<b>&\"'", "--svg", "picture.svg"]
    )
    #expect(outcome.status == 0)
    let markup = try ParsedMarkup(workspace.text("picture.svg"))
    #expect(markup.isWellFormed)
    #expect(markup.text.contains("<b>&\"'"))
  }

  @Test("A command without a picture takes no --svg", arguments: ["shapes", "check"])
  func none(command: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["inspect", command, "run", "--text", "lena", "--svg", "x.svg"])
    #expect(outcome.status == 64)
    #expect(outcome.messages.hasPrefix("Error: Unknown option '--svg'"))
  }

  @Test(
    "A picture that would replace something else, or has no folder, is refused by name",
    arguments: kinds,
    [
      ("missing/picture.svg", "can't write 'missing/picture.svg': there is no folder 'missing'"),
      ("words.txt", "'words.txt' is in the way: it is not a picture that names microgpt as its generator"),
    ]
  )
  func refusal(kind: DocumentKind, refused: (path: String, message: String)) async throws {
    try await expectRefusal(kind, refused.path, refused.message)
  }

  @Test(
    "A picture that would replace a file of the run is refused by name",
    arguments: [.scaling, .attention, .gradients, .graph] as [DocumentKind],
    ["run/checkpoint.safetensors", "run/metrics.jsonl", "./run//samples.txt"]
  )
  func ownFiles(kind: DocumentKind, path: String) async throws {
    try await expectRefusal(kind, path, "the picture would replace '\(path)', a file of the run")
  }

  private func expectRefusal(_ kind: DocumentKind, _ path: String, _ message: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let before = try workspace.contents()
    let outcome = try await workspace.run(["inspect"] + kind.smallArguments + ["--svg", path])
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.messages.hasPrefix("Error: " + message))
    #expect(try workspace.contents() == before)
  }
}
