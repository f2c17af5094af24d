import Foundation
import TestSupport
import Testing

@testable import microgpt

@Suite("Runs side by side")
struct CompareTests {
  /// Runs with and without the scale, of two seeds each.
  private func workspace() async throws -> Workspace {
    let workspace = try Workspace()
    for (name, options) in Self.runs {
      try await workspace.train(Workspace.small + ["--validation", "0.2"] + options, output: name)
    }
    return workspace
  }

  private static let runs = [
    ("none-1", ["--scale", "none", "--seed", "1"]), ("none-2", ["--scale", "none", "--seed", "2"]),
    ("sqrt-1", ["--seed", "1"]), ("sqrt-2", ["--seed", "2"]),
  ]
  private static let names = runs.map(\.0)

  @Test("Runs that differ only by seed are a group; its mean and deviation are those of its runs' files")
  func groups() async throws {
    let workspace = try await workspace()
    let result = try await workspace.document(.compare, ["compare"] + Self.names + ["--text", "lena"])[
      "result"
    ]
    let groups = result["groups"].elements
    #expect(groups.map(\.["label"].string) == ["scale none", "scale sqrt"])
    #expect(groups.map { $0["runs"].elements.map(\.integer) } == [[0, 1], [2, 3]])
    #expect(result["differing"].elements.map(\.string) == ["scale", "seed"])
    for (group, names) in zip(groups, [["none-1", "none-2"], ["sqrt-1", "sqrt-2"]]) {
      let metrics = try names.map { try #require(workspace.metrics($0).last) }
      for (field, losses) in [
        ("smoothed_loss", metrics.map(\.smoothedLoss)),
        ("held_out_loss", metrics.compactMap(\.validationLoss)),
      ] {
        // Of two numbers the deviation with n − 1 is their distance over √2.
        #expect(losses.count == 2)
        #expect(agree(group[field]["mean"].number, (losses[0] + losses[1]) / 2, size: 3))
        let deviation = abs(losses[0] - losses[1]) / 2.0.squareRoot()
        #expect(agree(group[field]["standard_deviation"].number, deviation, size: 3))
        #expect(group[field]["count"].integer == 2)
      }
      #expect(group["curve"].elements.map(\.["step"].integer) == Array(1...12))
    }
  }

  @Test(
    "Snapshots are compared like runs that ended there, and no samples of the last model stand beside them"
  )
  func snapshots() async throws {
    let workspace = try Workspace()
    for (name, seed) in [("a", "1"), ("b", "2")] {
      try await workspace.train(Workspace.small + ["--snapshot-every", "4", "--seed", seed], output: name)
    }
    let arguments = ["compare", "a", "b", "--text", "lena", "--checkpoint", "4"]
    let result = try await workspace.document(.compare, arguments)["result"]
    for (run, name) in zip(result["runs"].elements, ["a", "b"]) {
      #expect(run["steps_done"].integer == 4)
      let loss = try #require(workspace.metrics(name).first { $0.step == 4 }).smoothedLoss
      #expect(agree(run["smoothed_loss"].number, loss, size: 3))
      #expect(run["samples"].elements.isEmpty)
    }
    let last = try await workspace.document(.compare, ["compare", "a", "b"])["result"]
    #expect(last["runs"].elements.allSatisfy { !$0["samples"].elements.isEmpty })
    let refused = try await workspace.run(["compare", "a", "b", "--checkpoint", "5"])
    #expect(refused.status == 64)
    #expect(refused.messages.contains("no snapshot of step 5"))
    let page = try await workspace.run(arguments + ["--output", "-"])
    #expect(page.output.contains("--checkpoint 4"))
  }

  @Test("∂L/∂s and the loss of the text are what inspect says of each run")
  func text() async throws {
    let workspace = try await workspace()
    let result = try await workspace.document(.compare, ["compare"] + Self.names + ["--text", "lena"])[
      "result"
    ]
    for (run, name) in zip(result["runs"].elements, Self.names) {
      #expect(run["run"].string == name)
      let figures = run["reading"]["figures"]
      let gradients = try await workspace.document(.gradients, ["gradients", name, "--text", "lena"])[
        "result"
      ]
      #expect(agree(figures["loss"].number, gradients["loss"].number, size: 1))
      let scaling = try await workspace.document(.scaling, ["scaling", name, "--text", "lena"])["result"]
      #expect(!scaling["gradients"]["entries"].elements.isEmpty)
      let sum = scaling["gradients"]["entries"].elements.reduce(0) { $0 + $1["covariance"].number }
      #expect(agree(figures["scale_gradient"].number, sum, size: 1))
      #expect(figures["heads"].elements.count == 2)
    }
  }

  @Test("The tables name what differs, the groups with mean ± deviation, and the heads")
  func tables() async throws {
    let outcome = try await workspace().run(["compare"] + Self.names + ["--text", "lena"])
    #expect(outcome.status == 0)
    #expect(outcome.lines[0] == "4 runs in 2 groups; runs of a group differ only by seed")
    let rows = outcome.lines.map { $0.split(separator: " ").map(String.init) }
    #expect(rows.contains(["A", "none-1", "none", "1"]) && rows.contains(["B", "sqrt-2", "sqrt", "2"]))
    #expect(rows.contains { $0.starts(with: ["A", "scale", "none", "2"]) && $0.contains("±") })
    #expect(rows.contains { $0.starts(with: ["B", "sqrt-1", "0.1"]) })
    #expect(outcome.output.contains("layers 1") && !outcome.output.contains("\u{1B}"))
    #expect(outcome.lines.contains("smoothed loss by step"))
  }

  @Test("The page is well-formed and without a script, with a band for each group in each chart")
  func page() async throws {
    let workspace = try await workspace()
    let outcome = try await workspace.run(["compare"] + Self.names + ["--text", "lena", "-o", "page.html"])
    #expect(outcome.status == 0 && outcome.errors.contains("wrote the page to page.html"))
    let page = ParsedMarkup(try workspace.text("page.html"))
    #expect(page.isWellFormed && page.all("script").isEmpty)
    let ids = page.values(of: "id")
    #expect(Set(ids).count == ids.count)
    #expect(page.all("section").count == 5)
    #expect(page.all("path").count { $0.attributes["fill-opacity"] == "0.2" } == 4)
    let printed = try await workspace.run(["compare"] + Self.names + ["--text", "lena", "-o", "-"])
    #expect(try workspace.text("page.html") == printed.output)
  }

  @Test(
    "Runs of other seeds that patience ended at other steps are a group, with the lowest held-out loss of each"
  )
  func patience() async throws {
    let workspace = try Workspace()
    let names = ["one", "two", "three"]
    for (seed, name) in names.enumerated() {
      try await workspace.train(
        BestCheckpointTests.options + ["--patience", "3", "--seed", "\(seed)"],
        output: name
      )
    }
    try #require(Set(names.map { try workspace.checkpoint($0).state.stepsDone }).count > 1)
    let outcome = try await workspace.run(["compare"] + names)
    #expect(outcome.lines[0] == "3 runs that differ only by seed")
    #expect(!outcome.output.contains("none,") && !outcome.output.contains("warm-up 0"))
    for name in names {
      let measured = try workspace.metrics(name).compactMap { step in
        step.validationLoss.map { (step.step, $0) }
      }
      let lowest = try #require(measured.min { $0.1 < $1.1 })
      let row = try #require(outcome.lines.first { $0.contains(" \(name) ") && $0.contains(".") })
      #expect(
        row.hasSuffix("\(String(format: "%.4f", lowest.1))  \(String(format: "%7d", lowest.0))"),
        "\(row)"
      )
    }
  }

  @Test("Two runs with everything the same are not averaged, and that is said")
  func twins() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try await workspace.train(output: "again")
    let outcome = try await workspace.run(["compare", "run", "again"])
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.contains("'again' has the settings of 'run', its seed too: it adds nothing to a mean")
    )
    #expect(!outcome.output.contains("±"))
  }

  @Test("A text that only one vocabulary has is read by that run, one that none has by no run")
  func vocabularies() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("xyz\nzyx\nyyx\n", to: "words.txt")
    try await workspace.train(output: "other")
    let result = try await workspace.run(["compare", "run", "other", "--text", "lena", "--json"])
    #expect(result.status == 0)
    let runs = try JSONValue(result.output)["result"]["runs"].elements
    #expect(runs.map { $0["reading"] == .null } == [false, true])
    #expect(result.errors.contains("note: 'other' can't read the text: "))
    #expect(result.errors.contains("the runs have different tokens"))
    let none = try await workspace.run(["compare", "run", "other", "--text", "quark"])
    #expect(none.status == 64 && none.output == "")
  }

  @Test(
    "What makes no sense is refused",
    arguments: [
      ([], 64, "Missing expected argument '<run>'"),
      (["run"], 64, "Give two runs or more; one run by itself is shown by microgpt report run"),
      (["run", "run"], 64, "The run 'run' is given twice"),
      (["run", "./run"], 64, "are one run"),
      (["run", "missing"], 1, "missing"),
      (["run", "words.txt"], 1, "words.txt"),
      (["run", "other", "--text", ""], 64, "give at least one token"),
      (["run", "other", "-o", "words.txt"], 1, "'words.txt' is in the way"),
      (["run", "other", "-o", "run/samples.txt"], 1, "a file of the run"),
      (["run", "other", "-o", "-", "--json"], 64, "--json has no effect"),
    ]
  )
  func refusals(arguments: [String], status: Int, complaint: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try await workspace.train(Workspace.small + ["--seed", "2"], output: "other")
    let before = try workspace.contents()
    let outcome = try await workspace.run(["compare"] + arguments)
    #expect(Int(outcome.status) == status)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
    #expect(try workspace.contents() == before)
  }

  @Test("Fifty runs are compared")
  func fifty() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let names = (0..<50).map { "run-\($0)" }
    for name in names {
      try FileManager.default.copyItem(at: workspace.url("run"), to: workspace.url(name))
    }
    let outcome = try await workspace.run(["compare"] + names)
    #expect(outcome.status == 0)
    #expect(outcome.lines[0].hasPrefix("50 runs"))
  }
}
