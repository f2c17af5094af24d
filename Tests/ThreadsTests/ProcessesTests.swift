import Autograd
import Replay
import Synchronization
import TestSupport
import Testing
import Threads
import Training
import Transformer

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
    var width = 4
    var steps = 5

    var testDescription: String { "batch \(batch), \(layout), \(precision), width \(width)" }
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
    configuration.validationShare = 0.2
    let session = try TrainingSession(
      Corpus(utf8: Array(ThreadedTrainingTests.text.utf8), layout: plan.layout),
      configuration: configuration,
      shape: GPTShape(embeddingWidth: plan.width, headCount: 2, contextLength: 10)
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
      Plan(batch: 1), Plan(batch: 5), Plan(batch: 32), Plan(batch: 70, layout: .stream),
      Plan(batch: 100, precision: .single), Plan(batch: 5, precision: .single),
      // More parameters than are passed on at once.
      Plan(batch: 40, width: 80, steps: 2),
    ]
  )
  func bits(plan: Plan) throws {
    let expected = try Self.outcome(plan)
    #expect(expected.losses.count == plan.steps && !expected.heldOut.isEmpty)
    for (processCount, threadCount) in [(1, 2), (2, 1), (2, 2), (3, 1), (5, 1)] {
      let outcomes = try Company.perform(processCount) { processes in
        try Self.outcome(plan, processes, ThreadPool(threadCount: threadCount).workers)
      }
      #expect(outcomes.count == processCount)
      for outcome in outcomes { #expect(outcome == expected) }
    }
  }

  @Test("The shards of a batch are divided among the processes", arguments: 1...5)
  func shares(processCount: Int) throws {
    let plan = Plan(batch: 100, layout: .stream, steps: 1)
    let counts = try Company.perform(processCount) { processes in
      // Of the rounds of work, the first does the shards and the others add up.
      let rounds = Rounds()
      let counting = Workers(count: 2) { pieceCount, work in
        rounds.pieces.withLock { $0.append(pieceCount) }
        for piece in 0..<pieceCount { work(0, piece) }
      }
      _ = try Self.outcome(plan, processes, counting)
      return rounds.pieces.withLock { $0.first ?? 0 }
    }
    #expect(counts.reduce(0, +) == 8)
    #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
  }

  private final class Rounds: Sendable { let pieces = Mutex([Int]()) }

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
