import Foundation
import Testing

@testable import microgpt

@Suite("Temperature 0")
struct TemperatureTests {
  @Test("Temperature 0, however it is written, is --greedy", arguments: ["0", "0.0", "-0", "0e5", "1e-400"])
  func zero(text: String) async throws {
    let workspace = try await SampleTests.trained()
    for options in [[], ["--count", "3"], ["--prompt", "le", "--probabilities"]] {
      let greedy = try await workspace.run(["sample", "run", "--greedy"] + options)
      let cold = try await workspace.run(["sample", "run", "--temperature", text] + options)
      #expect(cold.status == 0)
      #expect(cold.output == greedy.output)
    }
    #expect(try await workspace.run(["sample", "run", "--greedy", "--temperature", text]).status == 0)
    for option in [["--top-k", "2"], ["--top-p", "0.5"], ["--seed", "1"]] {
      let refused = try await workspace.run(["sample", "run", "--temperature", text] + option)
      #expect(refused.status == 64)
      #expect(refused.messages.contains("\(option[0]) has no effect with --temperature 0, which is --greedy"))
    }
  }

  @Test(
    "The lowest temperatures above 0 take the likeliest token too",
    arguments: ["5e-324", "1e-320", "2.3e-308"]
  )
  func lowest(text: String) async throws {
    let workspace = try await SampleTests.trained()
    let greedy = try await SampleTests.sample("--greedy", in: workspace)
    let outcome = try await workspace.run([
      "sample", "run", "--temperature", text, "--count", "1", "--probabilities",
    ])
    #expect(outcome.status == 0)
    #expect(outcome.lines[0] == greedy[0])
    #expect(!outcome.output.contains("nan") && outcome.output.contains(" 100.0 %"))
  }

  @Test("train --temperature 0 prints one greedy text unless more are asked for")
  func training() async throws {
    let workspace = try Workspace()
    let options = Array(Workspace.small.dropLast(2)) + ["--temperature", "0"]
    try await workspace.train(options)
    let greedy = try await workspace.run(["sample", "run", "--greedy"]).output
    #expect(try workspace.text("run/samples.txt") == greedy)
    let more = try await workspace.train(options + ["--samples", "2", "--overwrite"])
    #expect(more.output == greedy + greedy)
  }
}
