import Foundation
import Testing
import Training

@testable import microgpt

/// `train --from`: another run's weights, another text.
@Suite("Training from another run's weights")
struct FromTests {
  @Test(
    "A run goes on from another's weights on a new text, says so, and can be made again by the page's command"
  )
  func from() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--snapshot-every", "5"])
    try workspace.write("zoe\nxaver\nana\n", to: "new.txt")
    let words = [
      "train", "new.txt", "--output", "tuned", "--steps", "7", "--learning-rate", "0.002", "--samples", "2",
    ]
    let tuned = try await workspace.run(words + ["--from", "run", "--checkpoint", "5"])
    #expect(tuned.status == 0)
    #expect(
      tuned.messages.contains(
        "beginning with the weights of 'run' after 5 steps; new in the vocabulary, and drawn: 3 tokens\n"
      )
    )
    #expect(
      try await workspace.run(["info", "tuned"]).output.contains(
        "  weights from    'run' after 5 steps on 'words.txt'; 3 tokens new in the vocabulary\n"
      )
    )
    #expect(try await workspace.run(["report", "tuned", "--text", "ana"]).status == 0)
    let page = try workspace.text("tuned/report.html").replacing(/<[^>]*>/, with: "")
    #expect(page.contains("--from run --checkpoint 5 --output tuned"))
    // Stopped and gone on with, it is the same.
    let longer = ["--steps", "12", "--samples", "2"]
    try workspace.shell(
      "\"$0\" \((words + longer + ["--from", "run", "--quiet", "--overwrite", "--checkpoint", "5", "--output", "whole"]).joined(separator: " ")) >whole.txt; echo $? >status"
    )
    #expect(try workspace.text("status") == "0\n")
    let checkpoint = try workspace.checkpoint("whole")
    #expect(checkpoint.origin?.step == 5 && checkpoint.state.stepsDone == 12)
    #expect(checkpoint.training.learningRate == 0.002 && checkpoint.model.contextLength == 7)
  }

  @Test(
    "What can't be taken over is refused",
    arguments: [
      (
        ["--from", "run", "--context", "9"],
        "--context can't be changed with --from: the weights are those of a model with --context 7"
      ),
      (["--from", "run", "--embedding", "8"], "--embedding can't be changed with --from"),
      (["--from", "run", "--positions", "rotary"], "--positions can't be changed with --from"),
      (["--from", "run", "--rope-base", "50"], "--rope-base can't be changed with --from"),
      (
        ["--from", "run", "--tokens", "bytes"],
        "--tokens can't be changed with --from: the weights are those of a model with --tokens scalars"
      ),
      (["--from", "run", "--resume", "run"], "Give --resume to go on with a run as it was, or --from"),
      (["--checkpoint", "best"], "--checkpoint has no effect without --from"),
      (["--from", "run", "--checkpoint", "best"], "'run' has no best checkpoint"),
      (["--from", "run", "--checkpoint", "3"], "'run' has no snapshots"),
    ]
  )
  func refused(options: [String], message: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let before = try workspace.contents()
    let refused = try await workspace.run(["train", "words.txt", "--output", "other"] + options)
    #expect(refused.status == 64)
    #expect(refused.messages.contains(message), "\(refused.messages)")
    #expect(try workspace.contents() == before)
    // Options that say what is so anyhow are none that differ.
    #expect(
      try await workspace.run(
        [
          "train", "words.txt", "--output", "other", "--from", "run", "--context", "7", "--tokens", "scalars",
          "--steps", "2",
        ]
      ).status == 0
    )
  }

  @Test("A folder without a run can't be begun from")
  func missing() async throws {
    let workspace = try Workspace()
    let missing = try await workspace.run(["train", "words.txt", "--from", "nothing"])
    #expect(missing.status == 1 && missing.messages.contains("there is no run 'nothing'"))
    #expect(!workspace.exists("runs"))
  }
}
