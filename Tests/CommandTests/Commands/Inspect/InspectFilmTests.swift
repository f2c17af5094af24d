import Autograd
import Foundation
import Testing

import Training
import Transformer

@testable import microgpt

/// What `inspect film` prints, held against other ways to the same numbers.
@Suite("inspect film")
struct InspectFilmTests {
  @Test("A frame has the loss of the snapshot that is loaded, and the ∂L/∂s that inspect scaling gives of it")
  func frames() async throws {
    let workspace = try Workspace()
    try await workspace.train(SnapshotTests.options + ["--layers", "2"])
    let frames = try await workspace.figures(.film)["frames"].elements
    #expect(frames.map(\.["step"].integer) == [0, 5, 10, 12])
    for frame in frames {
      let step = frame["step"].integer
      let checkpoint = try step == 12 ? workspace.checkpoint() : SnapshotTests.snapshot(step, in: workspace)
      let tokens =
        [checkpoint.tokenizer.boundary] + (try checkpoint.tokenizer.encode(Array("lena".utf8)[...])) + [
          checkpoint.tokenizer.boundary
        ]
      let model = checkpoint.makeModel(on: Tape())
      let loss = withExtendedLifetime(model.tape) { model.loss(of: tokens).data }
      #expect(agree(frame["loss"].number, loss, size: 1))

      let scaling = try await workspace.document(
        .scaling,
        ["scaling", "run", "--text", "lena", "--checkpoint", "\(step)"]
      )["result"]["gradients"]
      #expect(
        agree(frame["scale_gradient"].number, scaling["gradient"].number, size: 1)
      )
      let heads = frame["heads"].elements
      #expect(heads.count == 4)
      for head in heads {
        let own = scaling["entries"].elements.filter {
          $0["layer"].integer == head["layer"].integer && $0["head"].integer == head["head"].integer
        }
        let sum = own.compactMap { $0["covariance"].number }.reduce(0, +)
        #expect(own.count == 5)
        #expect(agree(head["scale_gradient"].number, sum, size: 1))
      }
    }
  }

  @Test("--checkpoint ends the film, and --layer and --head choose heads")
  func choices() async throws {
    let workspace = try Workspace()
    try await workspace.train(SnapshotTests.options + ["--layers", "2"])
    let arguments = ["film", "run", "--text", "lena", "--checkpoint", "5", "--layer", "1", "--head", "0"]
    let document = try await workspace.document(.film, arguments)
    #expect(document["step"].integer == 5)
    let frames = document["result"]["frames"].elements
    #expect(frames.map(\.["step"].integer) == [0, 5])
    for frame in frames {
      let heads = frame["heads"].elements.map { [$0["layer"].integer, $0["head"].integer] }
      #expect(heads == [[1, 0]])
    }
  }

  @Test(
    "No line is wider than the terminal, and the steps that are drawn are told",
    arguments: [40, 80]
  )
  func width(columns: Int) async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--steps", "60", "--snapshot-every", "2"])
    let outcome = try await workspace.run(
      ["inspect", "film", "run", "--text", "lena"],
      environment: ["COLUMNS": "\(columns)"]
    )
    #expect(outcome.status == 0)
    #expect(outcome.lines[0] == "run, steps 0, 2, 4, … 60, reading 'lena'")
    for line in outcome.lines { #expect(line.count <= columns, "\(line)") }
    let header = try #require(
      outcome.lines.first {
        $0.hasPrefix("step ") && $0.hasSuffix(" 60") && $0.contains(" 0 ")
          && $0.split(separator: " ").count > 3
      }
    )
    let count = header.split(separator: " ").count - 1
    let sentence = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(sentence.contains(" \(count) of 31 steps, evenly spread; --json has them all "))
  }

  @Test("The report has the film of a run with snapshots, and no such part for one without")
  func report() async throws {
    let workspace = try Workspace()
    try await workspace.train(SnapshotTests.options)
    try await workspace.train(output: "without")
    for (run, isThere) in [("run", true), ("without", false)] {
      #expect(try await workspace.run(["report", run, "--text", "lena"]).status == 0)
      let page = try workspace.text(run + "/report.html")
      #expect(page.contains("id=\"film\"") == isThere)
      #expect(page.contains("What each head mostly attends to, over the steps") == isThere)
    }
  }
}
