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

  /// What is sorted: pairs of numbers, each pair as one.
  private var keys: [Int] = []
  private var shardCosts: [Int] = []

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

  /// Plans a batch of documents with these numbers of positions.
  ///
  /// - Parameter size: how many of so many documents with so many positions are read side by side.
  mutating func divide(_ positions: [Int], size: (_ positions: Int, _ available: Int) -> Int) {
    documents.removeAll(keepingCapacity: true)
    jobs.removeAll(keepingCapacity: true)
    sort(positions.count) { positions[$0] }
    documents.append(contentsOf: keys)
    var start = 0
    while start < documents.count {
      let length = positions[documents[start]]
      var end = start
      while end < documents.count, positions[documents[end]] == length { end += 1 }
      while start < end {
        let count = size(length, end - start)
        jobs.append(Job(positions: length, documents: start..<start + count))
        start += count
      }
    }
    shardCount = Self.shardCount(positions: positions.reduce(0, +))
    if shardCount > 1 { deal() }
  }

  /// Deals jobs to shards, the longest first and each to the shard that has least to do.
  private mutating func deal() {
    shardCosts.removeAll(keepingCapacity: true)
    shardCosts.append(contentsOf: repeatElement(0, count: shardCount))
    let longest = jobs.reduce(0) { max($0, $1.cost) }
    sort(jobs.count) { [jobs] in longest - jobs[$0].cost }
    for job in keys {
      var least = 0
      for shard in 1..<shardCount where shardCosts[shard] < shardCosts[least] { least = shard }
      jobs[job].shard = least
      shardCosts[least] += jobs[job].cost
    }
  }

  /// Puts the numbers below `count` into ``keys``, ordered by a rank and among equals by themselves.
  private mutating func sort(_ count: Int, by rank: (Int) -> Int) {
    keys.removeAll(keepingCapacity: true)
    for index in 0..<count { keys.append(rank(index) * count + index) }
    keys.sort()
    for index in 0..<count { keys[index] %= count }
  }
}
