import Foundation
import Testing
import Training

@testable import microgpt

/// `--json` of `info`, `evaluate` and `train`: documents of the stated schemas, whose numbers are those of the run's files.
@Suite("--json of runs")
struct RunDocumentTests {
  @Test("info's settings make the run again, bit for bit, and so do train's")
  func settings() async throws {
    let workspace = try Workspace()
    let options =
      Workspace.small + [
        "--schedule", "cosine", "--warmup", "2", "--validation", "0.25", "--unique", "--mask", "window:3",
        "--clip", "0.5", "--learning-rate", "0.125", "--seed", "18446744073709551615",
      ]
    for (name, words) in [
      ("train", ["train", "words.txt", "--quiet", "--output", "run"] + options), ("info", ["info", "run"]),
    ] {
      let outcome = try await workspace.run(words + ["--json"])
      #expect(outcome.status == 0)
      try workspace.write(outcome.output, to: name + ".json")
      try await workspace.train(["--settings", name + ".json", "--samples", "3"], output: name)
      try ResumingTests.expectEqualRuns("run", name, in: workspace)
    }
  }

  @Test("info tells of the model, its text and its snapshots what the checkpoint holds")
  func info() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--snapshot-every", "5", "--validation", "0.25"])
    let document = try await workspace.document(.info, ["info", "run"])
    #expect(document["run"].string == "run")
    #expect(document["step"].integer == 12)
    let result = document["result"]
    #expect(result["vocabulary"].elements.map(\.string) == "aeiklnort".map { "\($0)" } + ["<|>"])
    let matrices = result["matrices"].elements
    let sizes = matrices.map { $0["rows"].integer * $0["columns"].integer }
    #expect(result["parameter_count"].integer == sizes.reduce(0, +))
    #expect(matrices.first?["rows"].integer == 10)
    let metrics = try workspace.metrics()
    #expect(result["smoothed_loss"].number == metrics.last?.smoothedLoss)
    let lowest = try #require(
      metrics.filter { $0.validationLoss != nil }.min { ($0.validationLoss ?? 0) < ($1.validationLoss ?? 0) }
    )
    #expect(result["best"]["step"].integer == lowest.step)
    #expect(result["best"]["validation_loss"].number == lowest.validationLoss)
    #expect(result["snapshots"].elements.map(\.integer) == [0, 5, 10])
    #expect(result["data"]["file"].string == "words.txt")
    #expect(result["origin"] == .null)

    let snapshot = try await workspace.document(.info, ["info", "run", "--checkpoint", "5"])
    #expect(snapshot["step"].integer == 5)
    #expect(snapshot["result"]["smoothed_loss"].number == metrics[4].smoothedLoss)
    // Before the first step there is no mean.
    let drawn = try await workspace.document(.info, ["info", "run", "--checkpoint", "0"])
    #expect(drawn["result"]["smoothed_loss"] == .null)
    #expect(result["ended_by"].string == "steps" && drawn["result"]["ended_by"] == .null)

    try workspace.write("xena\n", to: "new.txt")
    try await workspace.run(["train", "new.txt", "--from", "run", "--steps", "2", "--output", "new"])
    let origin = try await workspace.document(.info, ["info", "new"])["result"]["origin"]
    #expect(origin["run"].string == "run" && origin["step"].integer == 12)
    #expect(origin["new_token_count"].integer == 1 && origin["data"]["file"].string == "words.txt")
  }

  @Test("evaluate's four losses keep their relations, and are the table's to its last digit")
  func evaluate() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--validation", "0.25"])
    let result = try await workspace.document(.evaluate, ["evaluate", "run", "words.txt"])["result"]
    let table = try await workspace.run(["evaluate", "run", "words.txt"]).lines
    let letters = Workspace.words.joined().count
    #expect(result["document_count"].integer == 12)
    #expect(result["token_count"].integer == letters + 12)
    #expect(result["character_count"].integer == letters)
    #expect(result["is_held_out"] == .boolean(false))
    #expect(agree(result["uniform"]["loss_per_token"].number, log(10), size: 1))
    for (row, name) in ["model", "seeing_only_itself", "bigram_counts", "uniform"].enumerated() {
      let losses = result[name]
      let loss = losses["loss_per_token"].number
      #expect(agree(losses["perplexity"].number, exp(loss), size: 10))
      let bits = loss * Double(letters + 12) / log(2) / Double(letters)
      #expect(agree(losses["bits_per_character"].number, bits, size: 10))
      let cells = [
        String(format: "%.4f", loss), String(format: "%.4f", bits), String(format: "%.3f", exp(loss)),
        String(format: "%.4f", losses["loss_per_document"].number),
      ]
      #expect(table[3 + row].split(separator: " ").suffix(4).map(String.init) == cells)
    }
    let heldOut = try await workspace.document(.evaluate, ["evaluate", "run", "--held-out"])["result"]
    #expect(heldOut["is_held_out"] == .boolean(true) && heldOut["document_count"].integer == 3)
    let last = try #require(try workspace.metrics().last { $0.validationLoss != nil })
    #expect(agree(heldOut["model"]["loss_per_document"].number, last.validationLoss ?? 0, size: 1))
  }

  @Test("train prints one document in place of the samples, with the figures that it wrote")
  func train() async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run(
      ["train", "words.txt", "--output", "run", "--validation", "0.25", "--json"] + Workspace.small
    )
    // Progress goes on to standard error.
    #expect(outcome.status == 0 && outcome.messages.contains("saved in run"))
    let printed = try #require(PrintedDocument.named("train"))
    let document = try await workspace.document(outcome.output, of: printed)
    #expect(document["run"].string == "run" && document["step"].integer == 12)
    let result = document["result"]
    #expect(result["training_count"].integer == 9 && result["held_out_count"].integer == 3)
    #expect(result["first_step"].integer == 0)
    #expect(result["seconds"].number > 0)
    #expect(result["ended_by"].string == "steps")
    #expect(result["smoothed_loss"].number == (try workspace.metrics().last?.smoothedLoss))
    let samples = result["samples"].elements.compactMap(\.string)
    #expect(samples.map { $0 + "\n" }.joined() == (try workspace.text("run/samples.txt")))
    #expect(samples.count == 3)

    let resumed = try await workspace.document(
      .train,
      ["train", "words.txt", "--resume", "run", "--steps", "20", "--quiet", "--samples", "0"]
    )
    #expect(resumed["step"].integer == 20 && resumed["result"]["first_step"].integer == 12)
    #expect(resumed["result"]["samples"].elements.isEmpty)
  }

  @Test("Why a training ended is said: patience, a signal")
  func ends() async throws {
    let workspace = try Workspace()
    let patient = try await workspace.document(
      .train,
      ["train", "words.txt", "--quiet", "--output", "patient"] + Workspace.small + [
        "--validation", "0.25", "--validate-every", "1", "--patience", "1", "--learning-rate", "1",
        "--steps", "1000",
      ]
    )
    #expect(patient["result"]["ended_by"].string == "patience")
    #expect(patient["step"].integer < 1000)
    let info = try await workspace.document(.info, ["info", "patient"])
    #expect(info["result"]["ended_by"].string == "patience")

    let process = try workspace.start(
      ["train", "words.txt", "--output", "run", "--json", "--steps", "100000000", "--save-every", "1"]
    )
    while process.isRunning, !workspace.exists("run/checkpoint.safetensors") {
      try await Task.sleep(for: .milliseconds(20))
    }
    process.send(SIGINT)
    let outcome = await process.outcome()
    #expect(outcome.status == 130)
    let printed = try #require(PrintedDocument.named("train"))
    let document = try await workspace.document(outcome.output, of: printed)
    #expect(document["result"]["ended_by"].string == "signal")
    #expect(document["result"]["samples"].elements.isEmpty)
    #expect(document["step"].integer == (try workspace.checkpoint().state.stepsDone))
  }
}
