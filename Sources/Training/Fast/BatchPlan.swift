import Autograd
import Basics

/// How a batch is divided: documents of one length into jobs, and the jobs of a large batch among shards.
///
/// A *job* is a few documents of one length that are read side by side. A *shard* is a few jobs whose gradients are summed
/// apart from those of others. Both follow from the documents' lengths alone, not from the number of workers.
///
/// A plan is made for every step, in the memory of the one before.
struct BatchPlan {
  /// Some documents of one length.
  struct Job {
    let positions: Int
    /// Where they stand in the plan's ``documents``.
    let documents: Range<Int>
    fileprivate(set) var shard = 0

    /// About how long it takes, compared with others: a start, then each position, and its look back at those before.
    var cost: Int { 4 * 32 + documents.count * positions * (32 + positions) }
  }

  /// The numbers of the documents in the batch, in the order of the jobs.
  private(set) var documents: [Int] = []
  /// The jobs, the shortest documents first.
  private(set) var jobs: [Job] = []
  private(set) var shardCount = 1
  /// About how long each shard takes, compared with others; of no use where there is one.
  private(set) var shardCosts: [Int] = []

  /// Of each document of the batch, how many tokens are predicted.
  private var positions: [Int] = []
  private var ranking = Ranking()

  /// How many positions make a shard at least: with fewer, adding up its gradients takes too large a part of its time.
  private static var positionsPerShard: Int { 64 }
  private static var largestShardCount: Int { 64 }

  /// How many shards documents of so many positions together are dealt to: a power of two, so that two, four or eight
  /// workers have the same to do.
  static func shardCount(positions: Int) -> Int {
    var count = 1
    while count < largestShardCount, positions >= 2 * count * positionsPerShard { count *= 2 }
    return count
  }

  /// Plans a batch.
  ///
  /// - Parameters:
  ///   - contextLength: how many tokens of a document are predicted at most.
  ///   - size: how many of so many documents with so many positions are read side by side.
  mutating func divide(
    _ batch: [[Int]],
    contextLength: Int,
    size: (_ positions: Int, _ available: Int) -> Int
  ) {
    if batch.count == 1 { return plan(positions: Self.positions(of: batch[0], contextLength)) }
    positions.removeAll(keepingCapacity: true)
    ranking.removeAll()
    for (index, document) in batch.enumerated() {
      positions.append(Self.positions(of: document, contextLength))
      ranking.append(index, rank: positions[index])
    }
    documents.removeAll(keepingCapacity: true)
    documents.append(contentsOf: ranking.sorted())
    jobs.removeAll(keepingCapacity: true)
    var start = 0
    var total = 0
    while start < documents.count {
      let length = positions[documents[start]]
      var end = start
      while end < documents.count, positions[documents[end]] == length { end += 1 }
      total += length * (end - start)
      while start < end {
        let count = size(length, end - start)
        jobs.append(Job(positions: length, documents: start..<start + count))
        start += count
      }
    }
    // A shard without a job would be taken by a worker all the same, and given memory as large as another's.
    shardCount = min(Self.shardCount(positions: total), jobs.count)
    if shardCount > 1 { deal() }
  }

  /// How many tokens of a document are predicted.
  private static func positions(of document: [Int], _ contextLength: Int) -> Int {
    require(document.count > 1, "a document of \(document.count) tokens has nothing to predict")
    return min(document.count - 1, contextLength)
  }

  /// Plans a batch of one document, which needs no sorting.
  private mutating func plan(positions: Int) {
    let job = Job(positions: positions, documents: 0..<1)
    if jobs.count == 1, documents.count == 1 { jobs[0] = job } else { (jobs, documents) = ([job], [0]) }
    shardCount = 1
  }

  /// Deals jobs to shards, the longest first and each to the shard that has least to do.
  private mutating func deal() {
    shardCosts.removeAll(keepingCapacity: true)
    for _ in 0..<shardCount { shardCosts.append(0) }
    ranking.removeAll()
    let longest = jobs.reduce(0) { max($0, $1.cost) }
    for (index, job) in jobs.enumerated() { ranking.append(index, rank: longest - job.cost) }
    for job in ranking.sorted() {
      var least = 0
      for shard in 1..<shardCount where shardCosts[shard] < shardCosts[least] { least = shard }
      jobs[job].shard = least
      shardCosts[least] += jobs[job].cost
    }
  }

  /// Small numbers, to be sorted by a rank and among equals by themselves: rank and number as one number.
  private struct Ranking {
    private var keys: [Int] = []
    private static var numberBits: Int { 24 }

    mutating func removeAll() { keys.removeAll(keepingCapacity: true) }

    mutating func append(_ number: Int, rank: Int) {
      require(number < 1 << Self.numberBits, "a batch can't have \(number) documents")
      keys.append(rank << Self.numberBits | number)
    }

    mutating func sorted() -> some Sequence<Int> {
      keys.sort()
      return keys.lazy.map { $0 & (1 << Self.numberBits - 1) }
    }
  }
}
