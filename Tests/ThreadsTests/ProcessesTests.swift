import Autograd
import Replay
import TestSupport
import Testing
import Threads
import Transformer

@testable import Training

@Suite("Training with processes")
struct ProcessesTests {
  /// What a training leaves behind in a process.
  struct Outcome: Equatable {
    var losses: [Double] = []
    var heldOut: [Double] = []
    var parameters: [Double] = []
  }

  struct Plan: CustomTestStringConvertible {
    var batch: Int
    var layout = Corpus.Layout.lines
    var precision = Precision.double
    var steps = 2

    var testDescription: String { "batch \(batch), \(layout), \(precision)" }
  }

  static func outcome(
    _ plan: Plan,
    _ processes: Processes = .one,
    _ workers: Workers = .one
  ) throws -> Outcome {
    var configuration = TrainingConfiguration()
    configuration.stepCount = plan.steps
    configuration.batchSize = plan.batch
    configuration.layout = plan.layout
    configuration.validationShare = 0.05
    let session = try TrainingSession(
      Corpus(utf8: Array(ThreadedTrainingTests.text.utf8), layout: plan.layout),
      configuration: configuration,
      shape: GPTShape(embeddingWidth: 4, headCount: 2, contextLength: 10)
    )
    var trainer = Trainer(
      session.model,
      on: session.trainer.dataset,
      configuration: configuration,
      state: session.trainer.state,
      gradients: { ReplayedGradients($0, arithmetic: plan.precision == .single ? .single : .double) }
    )
    trainer.processes = processes
    trainer.workers = workers
    var outcome = Outcome()
    while let step = try trainer.next() {
      outcome.losses.append(step.loss)
      if let loss = step.validationLoss { outcome.heldOut.append(loss) }
    }
    outcome.parameters = session.model.parameterVector.data
    return outcome
  }

  @Test(
    "Any number of processes, each with any number of threads, has the same bits",
    arguments: [
      Plan(batch: 1), Plan(batch: 32), Plan(batch: 30, layout: .stream), Plan(batch: 40, precision: .single),
    ]
  )
  func bits(plan: Plan) throws {
    let expected = try Self.outcome(plan)
    #expect(expected.losses.count == plan.steps && !expected.heldOut.isEmpty)
    for (processCount, threadCount) in [(2, 2), (3, 1)] {
      let outcomes = try Company.perform(processCount) { processes in
        try Self.outcome(plan, processes, ThreadPool(threadCount: threadCount).workers)
      }
      #expect(outcomes.count == processCount)
      for outcome in outcomes { #expect(outcome == expected) }
    }
  }

  @Test("The shards of a batch are divided among the processes", arguments: [1, 3])
  func shares(processCount: Int) throws {
    let plan = Plan(batch: 55, layout: .stream, steps: 1)
    let counts = try Company.perform(processCount) { processes in
      // Of the rounds of work, the first does the shards and the others add up.
      let rounds = Rounds()
      let counting = Workers(count: 2) { pieceCount, work in
        rounds.counts.append(pieceCount)
        for piece in 0..<pieceCount { work(0, piece) }
      }
      _ = try Self.outcome(plan, processes, counting)
      return rounds.counts.first ?? 0
    }
    #expect(counts.reduce(0, +) == 8)
    #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
  }

  /// How many pieces of work there were in each round; only the thread that gives the work writes it.
  private final class Rounds: @unchecked Sendable { var counts: [Int] = [] }

  @Test(
    "What the processes add is added in their order, however many numbers are passed on",
    arguments: [1, 7, 150_000]
  )
  func order(count: Int) throws {
    // In any other order the sum is another: 2⁵³ + 1 is 2⁵³, and 2⁵³ + 2 is not.
    let addends: [[Double]] = [[0x1p53], [1, 1], [2]]
    let sums = try Company.perform(3) { processes in
      var sum = [Double](repeating: processes.rank == 0 ? 0 : 1e300, count: count)
      sum.withUnsafeMutableBufferPointer { sum in
        let numbers = sum
        processes.accumulate(numbers) { range in
          for addend in addends[processes.rank] { for index in range { numbers[index] += addend } }
        }
      }
      return Set(sum)
    }
    #expect(sums == Array(repeating: [0x1p53 + 2], count: 3))
  }

  @Test("The largest of what the processes have is found in each place")
  func largest() throws {
    let found = try Company.perform(3) { processes in
      let rank = Int64(processes.rank)
      return processes.largest(of: [rank, -rank, rank == 1 ? .max : .min])
    }
    #expect(found == Array(repeating: [2, 0, .max], count: 3))
    #expect(Processes.one.largest(of: [4, -4]) == [4, -4])
  }
}
