import Foundation
import Random
import TestSupport
import Testing
import Training

@testable import microgpt

/// The model of the lowest held-out loss, and runs that end where it does not fall any more.
@Suite("The best checkpoint and patience")
struct BestCheckpointTests {
  /// A model that soon learns a few words by heart, so that it gets worse on the others.
  static let options = [
    "--steps", "400", "--embedding", "8", "--heads", "2", "--context", "7", "--learning-rate", "0.1",
    "--schedule", "constant", "--validation", "0.25", "--validate-every", "10", "--samples", "3",
  ]

  @Test("The best model is the one of the lowest measured loss, and is the snapshot of its step")
  func best() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options + ["--snapshot-every", "10"])
    let measured = try workspace.metrics().compactMap { step in step.validationLoss.map { (step.step, $0) } }
    #expect(measured.map(\.0) == Array(stride(from: 10, through: 400, by: 10)))
    let lowest = try #require(measured.min { $0.1 < $1.1 })
    #expect(lowest.0 < 400)
    let checkpoint = try workspace.checkpoint()
    let best = try #require(checkpoint.best)
    #expect(best.state.stepsDone == lowest.0)
    #expect(checkpoint.state.best?.validationLoss == lowest.1)
    #expect(checkpoint.state.measurementsSinceBest == (400 - lowest.0) / 10)
    let snapshot = try Checkpoint(decoding: Array(workspace.data("run/snapshots/\(lowest.0).safetensors")))
    #expect(best == snapshot)
    for words in [["sample", "run"], ["inspect", "attention", "run", "--text", "lena"]] {
      let chosen = try await workspace.run(words + ["--checkpoint", "best"])
      #expect(chosen.status == 0)
      #expect(try await workspace.run(words + ["--checkpoint", "\(lowest.0)"]).output == chosen.output)
      #expect(try await workspace.run(words).output != chosen.output)
    }
    #expect(
      try await workspace.run(["info", "run"]).output.contains("  best            after step \(lowest.0), ")
    )
  }

  @Test("What was held out is evaluated as training measured it")
  func heldOut() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options)
    let last = try #require(workspace.metrics().last)
    for arguments in [[], ["words.txt"]] {
      let evaluated = try await workspace.run(["evaluate", "run", "--held-out"] + arguments)
      #expect(evaluated.status == 0)
      #expect(evaluated.output.hasPrefix("words.txt, held out: 3 documents, "))
      let row = try #require(evaluated.output.split(separator: "\n").first { $0.hasPrefix("model after") })
      let figures = row.split(separator: " ").suffix(4).map { Double($0) }
      let (perToken, perDocument) = (try #require(figures[0]), try #require(figures[3]))
      #expect(abs(perToken - (try #require(last.validationLossPerToken))) <= 0.00005)
      #expect(abs(perDocument - (try #require(last.validationLoss))) <= 0.00005)
    }
    // The bigrams are those of the nine words that were trained on.
    let checkpoint = try Checkpoint(decoding: Array(workspace.data("run/checkpoint.safetensors")))
    let dataset = try Dataset(
      of: checkpoint,
      on: Corpus(utf8: Array(workspace.data("words.txt")), layout: .lines)
    )
    let pairs = dataset.training.flatMap { Array(zip($0, $0.dropFirst())) }
    let losses = dataset.heldOut.map { document in
      zip(document, document.dropFirst()).map { pair in
        log(Double(pairs.count { $0.0 == pair.0 } + 10) / Double(pairs.count { $0 == pair } + 1))
      }
    }
    let all = losses.flatMap(\.self)
    let bigrams = try #require(
      try await workspace.run(["evaluate", "run", "--held-out"]).lines.first { $0.hasPrefix("bigram counts") }
    ).split(separator: " ").suffix(4).compactMap { Double($0) }
    #expect(abs(bigrams[0] - all.reduce(0, +) / Double(all.count)) <= 0.00005)
    #expect(abs(bigrams[3] - losses.map { $0.reduce(0, +) / Double($0.count) }.reduce(0, +) / 3) <= 0.00005)
    try workspace.write("anna\n", to: "other.txt")
    let other = try await workspace.run(["evaluate", "run", "other.txt", "--held-out"])
    #expect(other.status == 1 && other.messages.contains("is not the text the run was trained on"))
    try workspace.write("anna\n", to: "words.txt")
    let gone = try await workspace.run(["evaluate", "run", "--held-out"])
    #expect(
      gone.status == 1
        && gone.messages.contains("'words.txt', which the run was trained on, has changed since;")
    )
    try FileManager.default.removeItem(at: workspace.url("words.txt"))
    let missing = try await workspace.run(["evaluate", "run", "--held-out"])
    #expect(
      missing.status == 1 && missing.messages.contains("is not there, seen from this folder; name the text")
    )
  }

  @Test(
    "The page marks the lowest loss in the curves, says which model it shows, and has what evaluate says of the held-out part"
  )
  func page() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options)
    let best = try #require(workspace.checkpoint().state.best)
    for (options, step) in [(["--checkpoint", "best"], best.step), ([], 400)] {
      let page = try await workspace.run(["report", "run", "--text", "lena", "-o", "-"] + options)
      let parsed = ParsedMarkup(page.output)
      #expect(parsed.text.contains("trained for \(step) steps on"))
      #expect(parsed.text.contains("else is of the model after \(step) steps") == (step < 400))
      #expect(parsed.all("text").contains { $0.text == "lowest, step \(best.step)" })
      #expect(parsed.text.contains(", after step \(best.step)."))
      let evaluated = try await workspace.run(["evaluate", "run", "--held-out"] + options)
      for row in evaluated.lines[3...6] {
        let figures = row.split(separator: " ").suffix(4)
        for figure in [figures.first, figures.last] {
          let figure = try #require(figure)
          #expect(parsed.all("td").contains { $0.text == String(figure) }, "\(row)")
        }
      }
    }
  }

  @Test("Patience ends a run after so many measurements without a lower loss, and more of it goes on")
  func patience() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.options, output: "whole")
    let stopped = try await workspace.run(
      ["train", "words.txt", "--output", "run", "--patience", "3"] + Self.options
    )
    #expect(stopped.status == 0)
    let losses = try workspace.metrics("whole").compactMap(\.validationLoss)
    // The first measurement that is the third in a row without a new minimum.
    var (lowest, since, end) = (Double.infinity, 0, 0)
    for (index, loss) in losses.enumerated() where end == 0 {
      (lowest, since) = loss < lowest ? (loss, 0) : (lowest, since + 1)
      if since == 3 { end = 10 * (index + 1) }
    }
    try #require(end > 0 && end < 400)
    #expect(try workspace.checkpoint().state.stepsDone == end)
    #expect(try workspace.metrics() == Array(workspace.metrics("whole").prefix(end)))
    #expect(stopped.messages.contains("stopped early after step \(end) of 400: 3 measurements"))
    #expect(
      stopped.messages.contains(
        "; texts are sampled from the last model. From that one: microgpt sample run --checkpoint best\n"
      )
    )
    #expect(try await workspace.run(["info", "run"]).output.contains("\(end) of 400, stopped early"))
    let refused = try await workspace.run(["train", "words.txt", "--resume", "run"])
    #expect(refused.status == 64)
    #expect(
      refused.messages.contains(
        "Error: --patience is 3, and 3 measurements brought no lower held-out loss; to go on give --patience 4 or more, or none\n"
      )
    )
    let silent = try await workspace.run(
      ["train", "words.txt", "--output", "silent", "--patience", "3"] + Self.options + ["--samples", "0"]
    )
    #expect(
      silent.messages.contains(". To sample from that model: microgpt sample silent --checkpoint best\n")
    )
    #expect(!silent.messages.contains("texts are sampled"))
    try await atTheEnd(end, in: workspace)
    #expect(
      try await workspace.run(
        ["train", "words.txt", "--resume", "run", "--patience", "none", "--samples", "3"]
      ).status == 0
    )
    #expect(try workspace.checkpoint().training == workspace.checkpoint("whole").training)
    #expect(try workspace.metrics() == workspace.metrics("whole"))
    #expect(try workspace.checkpoint().parameters == workspace.checkpoint("whole").parameters)
    #expect(try workspace.checkpoint().state == workspace.checkpoint("whole").state)
  }

  /// Patience that runs out with the last step has not ended the run.
  private func atTheEnd(_ end: Int, in workspace: Workspace) async throws {
    let options = Self.options + ["--steps", "\(end)", "--patience", "3", "--output", "last"]
    let last = try await workspace.run(["train", "words.txt"] + options)
    #expect(last.status == 0)
    #expect(!last.messages.contains("stopped early"))
    let info = try await workspace.run(["info", "last"])
    #expect(info.output.contains("\(end) of \(end)") && !info.output.contains("stopped early"))
    let document = try await workspace.document(.train, ["train", "words.txt", "--overwrite"] + options)
    #expect(document["result"]["ended_by"].string == "steps")
    let compared = try await workspace.run(["compare", "last", "run"])
    #expect(compared.status == 0)
    // With more steps it has: an uninterrupted run would have ended here.
    let resumed = try await workspace.run(["train", "words.txt", "--resume", "last", "--steps", "400"])
    #expect(resumed.status == 64 && resumed.messages.contains("Error: --patience is 3, and 3 measurements"))
  }

  @Test(
    "Patience that can't end a run is said to be such, and more steps are measured as often as those before"
  )
  func measurements() async throws {
    let workspace = try Workspace()
    let options = ["train", "words.txt", "--output", "run", "--validation", "0.25"] + Workspace.small
    let note = "can't end this run early: "
    for (steps, patience, advice) in [
      ("40", "10", "too few measurements are left for more than --patience 8; see --validate-every"),
      ("40", "9", "too few measurements are left for more than --patience 8"), ("40", "8", nil),
      ("7", "5", nil), ("7", "7", "too few measurements are left for more than --patience 5"),
      ("2", "1", "too few measurements are left"),
    ] {
      let run = try await workspace.run(
        options + ["--overwrite", "--steps", steps, "--patience", patience]
      )
      let said = advice.map { "note: --patience \(patience) \(note)\($0)" }
      #expect(said.map(run.messages.contains) ?? !run.messages.contains(note), "\(run.messages)")
    }
    try await workspace.train(["--overwrite", "--validation", "0.25"] + Workspace.small + ["--steps", "40"])
    try await workspace.train(["--resume", "run", "--steps", "60"])
    let measured = try workspace.metrics().filter { $0.validationLoss != nil }.map(\.step)
    #expect(measured == Array(stride(from: 4, through: 60, by: 4)))
  }

  @Test("Before the first step the learning rate is not to blame")
  func blame() async throws {
    let workspace = try Workspace()
    let run = try await workspace.run(
      ["train", "words.txt", "--precision", "single", "--scale", "1e40"] + Workspace.small
    )
    #expect(run.status == 1 && run.messages.contains("--precision double would do"))
    #expect(!run.messages.contains("learning rate"))
  }

  @Test(
    "Killed or stopped at any moment, a run goes on to the same best model and the same early end",
    arguments: [SIGKILL, SIGTERM]
  )
  func interrupted(signal: Int32) async throws {
    let workspace = try Workspace()
    let options = Self.options + ["--patience", "30"]
    try await workspace.train(options, output: "whole")
    let stopped = try await ResumingTests.interrupt(
      options + ["--save-every", "1"],
      in: workspace,
      with: signal
    ) { _ in (try? workspace.data("run/metrics.jsonl").count { $0 == 0x0A }) ?? 0 >= 55 }
    try #require(stopped.status == 128 + signal)
    try await workspace.train(["--resume", "run", "--samples", "3"])
    try ResumingTests.expectEqualRuns("run", "whole", in: workspace)
    #expect(try workspace.checkpoint().best != nil)
  }

  @Test("Documents in both parts are counted and said; --unique drops duplicates")
  func duplicates() async throws {
    let workspace = try Workspace()
    let words = Workspace.words + Workspace.words + ["otto"]
    try workspace.write(words.joined(separator: "\n") + "\n", to: "twice.txt")
    let options = ["--output", "run", "--overwrite", "--validation", "0.25"] + Workspace.small
    let run = try await workspace.run(["train", "twice.txt"] + options)
    // The last quarter of the lines as microgpt.py shuffles them.
    var shuffled = words
    var generator = MersenneTwister(seed: 42)
    generator.shuffle(&shuffled)
    let trained = Set(shuffled.dropLast(6))
    let shared = shuffled.suffix(6).count { trained.contains($0) }
    #expect(shared > 0)
    #expect(run.messages.contains("also trained on: \(shared) documents of those held out; --unique"))
    let unique = try await workspace.run(["train", "twice.txt", "--unique"] + options)
    #expect(unique.messages.contains("twice.txt: 9 documents, 3 others to measure on"))
    #expect(unique.messages.contains("dropped: 13 duplicates\n"))
    #expect(!unique.messages.contains("also trained on"))
    // The first of equal lines stay: it is the run on the plain words.
    try await workspace.train(["--validation", "0.25"] + Workspace.small, output: "plain")
    #expect(try workspace.checkpoint().parameters == workspace.checkpoint("plain").parameters)
    let resumed = try await workspace.run(["train", "twice.txt", "--resume", "run", "--steps", "20"])
    #expect(resumed.status == 0 && resumed.messages.contains("dropped: 13 duplicates\n"))
  }
}
