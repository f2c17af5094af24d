import Foundation
import TestSupport
import Testing

@testable import microgpt

@Suite("The command train")
struct TrainTests {
  /// The run of microgpt.py with its defaults on `data/names.txt`.
  @Test(
    "With all defaults it prints the names of microgpt.py and records its losses; sample prints them again"
  )
  func defaults() async throws {
    let golden = try GoldenRun.recorded(0)
    let names = golden.samples.map { $0 + "\n" }.joined()
    let workspace = try Workspace()
    try FileManager.default.copyItem(at: repositoryFile("data/names.txt"), to: workspace.url("names.txt"))

    let training = try await workspace.run(["train", "names.txt"])
    #expect(training.status == 0)
    #expect(training.output == names)
    #expect(try workspace.text("runs/names/samples.txt") == names)
    #expect(
      Set(try workspace.contents().keys) == [
        "words.txt", "names.txt", "runs", "runs/names", "runs/names/checkpoint.safetensors",
        "runs/names/metrics.jsonl", "runs/names/samples.txt",
      ]
    )

    let metrics = try workspace.metrics("runs/names")
    #expect(metrics.map(\.step) == Array(1...1000))
    let worst = zip(metrics, golden.losses).map { abs($0.loss - $1) }.max() ?? .infinity
    #expect(worst < 1e-12)
    #expect(metrics.allSatisfy { abs($0.learningRate - 0.01 * Double(1001 - $0.step) / 1000) < 1e-15 })

    let checkpoint = try workspace.checkpoint("runs/names")
    #expect(checkpoint.state.stepsDone == 1000)
    #expect(checkpoint.source.name == "names.txt")

    let sampling = try await workspace.run(["sample", "runs/names", "--count", "20"])
    #expect(sampling.status == 0)
    #expect(sampling.output == names)
  }

  @Test("A line of the metrics has its keys in the promised order, and numbers at full precision")
  func metricsLines() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--steps", "10", "--validation", "0.25"])
    let text = try workspace.text("run/metrics.jsonl")
    #expect(text.hasSuffix("}\n"))
    let lines = text.split(separator: "\n")
    #expect(lines.count == 10)
    var seconds = 0.0
    for (index, line) in lines.enumerated() {
      let pairs = line.dropFirst().dropLast().split(separator: ",").map {
        $0.split(separator: ":").map(String.init)
      }
      // The held-out loss is measured ten times in a run: here, at each step.
      #expect(
        pairs.map { $0[0] } == [
          "\"step\"", "\"loss\"", "\"smoothed_loss\"", "\"learning_rate\"", "\"gradient_norm\"",
          "\"seconds\"",
          "\"validation_loss\"", "\"validation_loss_per_token\"",
        ]
      )
      #expect(pairs[0][1] == "\(index + 1)")
      for pair in pairs.dropFirst() {
        let number = try #require(Double(pair[1]))
        if pair[0] == "\"seconds\"" {
          #expect(pair[1].split(separator: ".").last?.count == 9)
        } else {
          // The shortest text that reads back as the same number is one of full precision.
          #expect("\(number)" == pair[1])
        }
      }
      let time = try #require(Double(pairs[5][1]))
      #expect(time > seconds)
      seconds = time
    }
    let last = try #require(try workspace.metrics().last)
    #expect(last.smoothedLoss == (try workspace.checkpoint().state.smoothedLoss))
  }

  @Test("--quiet leaves standard error empty but for mistakes")
  func quiet() async throws {
    let workspace = try Workspace()
    #expect(try await workspace.train().errors == "")
    let refused = try await workspace.run(["train", "words.txt", "--quiet", "--output", "run"])
    #expect(refused.errors.hasPrefix("Error: 'run' already holds a run"))
  }

  @Test("Into a file or pipe go plain lines: no escape sequences, no carriage returns, colours or not")
  func plainProgress() async throws {
    let workspace = try Workspace()
    for environment in [["TERM": "xterm-256color"], ["NO_COLOR": "1", "COLUMNS": "20"]] {
      let outcome = try await workspace.run(
        ["train", "words.txt", "--overwrite", "--output", "run"] + Workspace.small,
        environment: environment
      )
      #expect(!(outcome.output + outcome.errors).unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\r" })
      let lines = outcome.messages.split(separator: "\n").map(String.init)
      #expect(lines.first == "words.txt: 12 documents, a vocabulary of 10 tokens, 300 parameters")
      #expect(
        lines.dropFirst().dropLast().allSatisfy {
          $0.hasPrefix("step ") && $0.contains("/12  smoothed loss ")
        }
      )
      #expect(lines.dropLast().last?.hasPrefix("step 12/12  smoothed loss ") == true)
      #expect(lines.last?.hasPrefix("12 steps in ") == true)
      #expect(lines.last?.hasSuffix("; saved in run") == true)
      #expect(outcome.output == (try workspace.text("run/samples.txt")))
    }
  }

  #if DEBUG
  @Test(
    "A debug build says once that it is slow and how to get a fast one",
    arguments: [
      ["train", "words.txt", "--output", "new"] + Workspace.small, ["sample", "run"],
      ["evaluate", "run", "words.txt"],
    ]
  )
  func debugNote(arguments: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let notes = try await workspace.run(arguments).errors.split(separator: "\n").filter {
      $0.hasPrefix("note:")
    }
    #expect(notes.count == 1)
    #expect(notes.first?.contains("debug build") == true)
    #expect(notes.first?.contains("swift run -c release microgpt") == true)
  }
  #endif

  @Test("The same settings and seed give the same bytes; another seed gives others")
  func determinism() async throws {
    let workspace = try Workspace()
    for output in ["one", "two"] { try await workspace.train(output: output) }
    try await workspace.train(Workspace.small + ["--seed", "43"], output: "three")
    let name = "/checkpoint.safetensors"
    #expect(try workspace.data("one" + name) == workspace.data("two" + name))
    #expect(try workspace.metrics("one") == workspace.metrics("two"))
    #expect(try workspace.checkpoint("one").parameters != workspace.checkpoint("three").parameters)
  }

  @Test("Every setting reaches the checkpoint")
  func settings() async throws {
    let workspace = try Workspace()
    try await workspace.train([
      "--layers", "2", "--embedding", "6", "--heads", "3", "--context", "5", "--steps", "4", "--seed", "7",
      "--learning-rate", "0.02", "--batch", "3", "--clip", "0.5", "--validation", "0.25", "--tokens", "bytes",
      "--samples", "0",
    ])
    let checkpoint = try workspace.checkpoint()
    #expect(checkpoint.model.layerCount == 2)
    #expect(checkpoint.model.embeddingWidth == 6)
    #expect(checkpoint.model.headCount == 3)
    #expect(checkpoint.model.contextLength == 5)
    #expect(checkpoint.training.stepCount == 4)
    #expect(checkpoint.training.seed == 7)
    #expect(checkpoint.training.learningRate == 0.02)
    #expect(checkpoint.training.batchSize == 3)
    #expect(checkpoint.training.gradientClip == 0.5)
    #expect(checkpoint.training.validationShare == 0.25)
    #expect(checkpoint.training.layout == .lines)
    #expect(checkpoint.training.unit == .bytes)
    #expect(checkpoint.tokenizer.vocabularySize == 10)
    #expect(try workspace.text("run/samples.txt") == "")
  }
}
