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
    var context = 10

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
      shape: GPTShape(embeddingWidth: 4, headCount: 2, contextLength: plan.context)
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

  /// How many documents of a batch each of so many processes computes.
  private static func documentCounts(_ plan: Plan, processes count: Int) throws -> [Int] {
    try (0..<count).map { rank in
      let tally = Tally()
      // Alone, it has the losses of its own documents only.
      let processes = Processes(
        count: count,
        rank: rank,
        receive: { _ in },
        send: { _ in },
        share: { _ in },
        addUp: { losses in tally.counts.append(losses.count { $0 != 0 }) },
        findLargest: { _ in }
      )
      _ = try outcome(plan, processes)
      return tally.counts[0]
    }
  }

  @Test(
    "The documents of a batch are divided evenly among the processes, although shards are not of one size",
    arguments: [(12, 2, 6), (12, 4, 4), (48, 2, 24), (48, 4, 12), (55, 3, 19)]
  )
  func documents(batch: Int, processCount: Int, most: Int) throws {
    let plan = Plan(batch: batch, layout: .stream, steps: 1, context: 64)
    let counts = try Self.documentCounts(plan, processes: processCount)
    #expect(counts.count == processCount && counts.reduce(0, +) == batch)
    #expect(counts.max() == most, "\(counts)")
  }

  /// How many documents there were in each batch; only one thread writes it.
  private final class Tally: @unchecked Sendable { var counts: [Int] = [] }

  /// The smallest largest sum of a cut into so many parts, by trying all cuts.
  private static func smallestLargestSum(_ costs: ArraySlice<Int>, _ partCount: Int) -> Int {
    guard partCount > 1 else { return costs.reduce(0, +) }
    return (costs.startIndex...costs.endIndex).map { cut in
      max(costs[..<cut].reduce(0, +), smallestLargestSum(costs[cut...], partCount - 1))
    }.min() ?? 0
  }

  @Test(
    "Pieces are cut so that nobody has more to do than necessary, and nobody nothing while there are pieces"
  )
  func shares() {
    for count in 1...5 {
      for pieceCount in [1, 2, 3, 4, 7, 8, 9] {
        for range in [1, 2, 9, 1_000] {
          let costs = (0..<pieceCount).map { 1 + (37 * $0 * $0 + 11 * $0 + 5 * count) % range }
          let shares = (0..<count).map { Self.process($0, of: count).share(ofPiecesWith: costs) }
          #expect(shares.flatMap(Array.init) == Array(0..<pieceCount), "\(costs) \(shares)")
          #expect(shares.count { $0.isEmpty } == max(0, count - pieceCount), "\(costs) \(shares)")
          let largest = shares.map { costs[$0].reduce(0, +) }.max()
          #expect(largest == Self.smallestLargestSum(costs[...], count), "\(costs) \(shares)")
        }
      }
    }
  }

  /// A process without the others.
  private static func process(_ rank: Int, of count: Int) -> Processes {
    Processes(
      count: count,
      rank: rank,
      receive: { _ in },
      send: { _ in },
      share: { _ in },
      addUp: { _ in },
      findLargest: { _ in }
    )
  }

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
