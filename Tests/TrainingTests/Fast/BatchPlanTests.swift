import Testing

@testable import Training

@Suite("Batch plan")
struct BatchPlanTests {
  /// Documents of few lengths and of many, and one alone.
  static let batches: [[Int]] = [
    [5],
    [3, 3, 3, 3],
    [7, 2, 7, 7, 16, 2, 7, 1],
    (0..<70).map { 1 + $0 * $0 % 16 },
    (0..<900).map { 3 + $0 % 5 },
    Array(repeating: 64, count: 32),
  ]

  /// Documents are read one, two or four at once.
  func plan(_ positions: [Int]) -> BatchPlan {
    var plan = BatchPlan()
    // What was planned before must not matter.
    for positions in [[9, 9, 9], positions] {
      let documents = positions.map { Array(repeating: 0, count: $0 + 1) }
      plan.divide(documents, contextLength: 64) { _, available in
        available >= 4 ? 4 : available >= 2 ? 2 : 1
      }
    }
    return plan
  }

  @Test("Every document is in one job, with others of its length", arguments: batches)
  func jobs(positions: [Int]) {
    let plan = plan(positions)
    #expect(plan.documents.sorted() == Array(positions.indices))
    #expect(plan.jobs.flatMap { Array($0.documents) } == Array(positions.indices))
    for job in plan.jobs {
      #expect([1, 2, 4].contains(job.documents.count))
      #expect(job.documents.allSatisfy { positions[plan.documents[$0]] == job.positions })
    }
  }

  @Test("No shard has more to do than another by more than the longest job", arguments: batches)
  func shards(positions: [Int]) {
    let plan = plan(positions)
    var costs = [Int](repeating: 0, count: plan.shardCount)
    for job in plan.jobs { costs[job.shard] += job.cost }
    let longest = plan.jobs.map(\.cost).max() ?? 0
    #expect((costs.max() ?? 0) - (costs.min() ?? 0) <= longest)
  }

  @Test("Shards are a power of two of at least 64 positions each, or one")
  func shardCounts() {
    #expect([0, 1, 127].allSatisfy { BatchPlan.shardCount(positions: $0) == 1 })
    #expect([128, 255].allSatisfy { BatchPlan.shardCount(positions: $0) == 2 })
    #expect(BatchPlan.shardCount(positions: 256) == 4)
    #expect([4096, 1_000_000].allSatisfy { BatchPlan.shardCount(positions: $0) == 64 })
  }
}
