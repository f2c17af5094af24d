import Autograd
import Transformer

/// Goes forward and backward through batches of documents by replaying programs.
///
/// Documents of one length are read side by side, in *jobs*. The jobs of a large batch are dealt to *shards*, whose gradients
/// are summed apart and added up in order at the end. Jobs and shards follow from the batch alone and not from the number
/// of workers, so that the same bits come out however many there are.
final class BatchReplay<Model: LanguageModel> {
  private let model: Model
  private let programs: DocumentPrograms<Model>
  private var workspaces: [Workspace]
  private var shardGradients: [UnsafeMutablePointer<Double>] = []
  /// The losses of the batch's documents, in their order.
  private(set) var losses: [Double] = []

  /// How many documents a shard has at least: work enough to be worth a thread.
  private static var documentsPerShard: Int { 16 }
  private static var largestShardCount: Int { 64 }

  init(_ model: Model) {
    self.model = model
    programs = DocumentPrograms(model)
    workspaces = [Workspace(model.tape, isSeparate: false)]
  }

  deinit { for gradients in shardGradients { gradients.deallocate() } }

  /// Some documents of one length, by their numbers in the batch, and the program that reads them.
  private struct Job {
    let program: Program
    let documents: ArraySlice<Int>
    let positions: Int
    /// How long it takes, compared with others.
    var cost: Int { positions * documents.count }
  }

  /// Computes the ``losses`` of documents and adds `seed` times their gradients to those of the parameters.
  func differentiate(_ documents: [[Int]], seed: Double, workers: Workers = .one) {
    losses.removeAll(keepingCapacity: true)
    losses.append(contentsOf: repeatElement(0, count: documents.count))
    if documents.count == 1 {
      let positions = positionCount(documents[0])
      let program = programs.program(positions: positions, documents: 1)
      let workspace = workspaces[0]
      program.set(documents[0], count: positions + 1, at: 0, in: workspace)
      program.replay(in: workspace)
      losses[0] = program.result(0, in: workspace)
      program.backward(seed: seed, in: workspace)
      return
    }
    let jobs = jobs(documents)
    let shards = shards(jobs, documents.count)
    guard shards.count > 1 else {
      for job in jobs { run(job, documents, seed: seed, in: workspaces[0], losses: &losses) }
      return
    }
    prepare(jobs, shardCount: shards.count, workerCount: workers.count)
    let parameters = model.parameterVector
    losses.withUnsafeMutableBufferPointer { losses in
      workers.perform(shards.count) { worker, shard in
        for job in shards[shard] {
          run(jobs[job], documents, seed: seed, in: workspaces[worker], losses: losses)
        }
        workspaces[worker].takeGradients(of: parameters, into: shardGradients[shard])
      }
    }
    addShardGradients(shards.count)
  }

  /// Computes the ``losses`` of documents and nothing else.
  func evaluate(_ documents: [[Int]]) {
    losses.removeAll(keepingCapacity: true)
    losses.append(contentsOf: repeatElement(0, count: documents.count))
    for job in jobs(documents) { run(job, documents, seed: nil, in: workspaces[0], losses: &losses) }
  }

  /// How many tokens of a document are predicted.
  func positionCount(_ document: [Int]) -> Int { min(document.count - 1, model.contextLength) }

  /// Divides documents into jobs, by length and then in order.
  private func jobs(_ documents: [[Int]]) -> [Job] {
    var byLength: [[Int]] = []
    for (index, document) in documents.enumerated() {
      let positions = positionCount(document)
      while byLength.count <= positions { byLength.append([]) }
      byLength[positions].append(index)
    }
    var jobs: [Job] = []
    for (positions, documents) in byLength.enumerated() {
      var rest = documents[...]
      while !rest.isEmpty {
        let count = programs.documentCount(positions: positions, available: rest.count)
        jobs.append(
          Job(
            program: programs.program(positions: positions, documents: count),
            documents: rest.prefix(count),
            positions: positions
          )
        )
        rest = rest.dropFirst(count)
      }
    }
    return jobs
  }

  /// Deals jobs to shards, the longest first and each to the shard that has least to do.
  private func shards(_ jobs: [Job], _ documentCount: Int) -> [[Int]] {
    let count = min(max(1, documentCount / Self.documentsPerShard), Self.largestShardCount)
    var shards = [[Int]](repeating: [], count: count)
    var costs = [Int](repeating: 0, count: count)
    let ordered = jobs.indices.sorted { left, right in
      let costs = (jobs[left].cost, jobs[right].cost)
      return costs.0 == costs.1 ? left < right : costs.0 > costs.1
    }
    for job in ordered {
      var least = 0
      for shard in 1..<max(count, 1) where costs[shard] < costs[least] { least = shard }
      shards[least].append(job)
      costs[least] += jobs[job].cost
    }
    return shards
  }

  private func prepare(_ jobs: [Job], shardCount: Int, workerCount: Int) {
    while workspaces.count < min(workerCount, shardCount) {
      workspaces.append(Workspace(model.tape, isSeparate: true))
    }
    for workspace in workspaces {
      workspace.refresh()
      for job in jobs { workspace.reserve(job.program) }
    }
    while shardGradients.count < shardCount {
      shardGradients.append(.allocate(capacity: model.parameterVector.count))
    }
  }

  private func run(
    _ job: Job,
    _ documents: [[Int]],
    seed: Double?,
    in workspace: Workspace,
    losses: inout [Double]
  ) {
    losses.withUnsafeMutableBufferPointer { run(job, documents, seed: seed, in: workspace, losses: $0) }
  }

  private func run(
    _ job: Job,
    _ documents: [[Int]],
    seed: Double?,
    in workspace: Workspace,
    losses: UnsafeMutableBufferPointer<Double>
  ) {
    let program = job.program
    let width = job.positions + 1
    for (offset, document) in job.documents.enumerated() {
      program.set(documents[document], count: width, at: offset * width, in: workspace)
    }
    program.replay(in: workspace)
    for (offset, document) in job.documents.enumerated() { losses[document] = program.result(offset, in: workspace) }
    if let seed { program.backward(seed: seed, in: workspace) }
  }

  private func addShardGradients(_ count: Int) {
    model.parameterVector.withUnsafeMutableBuffers { _, grad in
      for shard in 0..<count {
        let source = shardGradients[shard]
        for index in 0..<grad.count { grad[index] += source[index] }
      }
    }
  }
}
