import Autograd
import Replay
import Transformer

/// The gradients of a batch, fast: each document's computation is recorded once for its length and then replayed.
///
/// A plan of the batch says which documents are read side by side, and which gradients are summed apart from others and added
/// up in order at the end, so that the same bits come out however many workers there are.
public final class ReplayedGradients<Model: TrainableModel>: BatchGradients {
  private let model: Model
  /// Asked for once: there is room for as many gradients.
  private let parameters: Vector
  private let programs: DocumentPrograms<Model>
  private var plan = BatchPlan()
  /// Of each job of the plan, what reads its documents.
  private var jobPrograms: [Program] = []
  /// Of each worker, where it works: the first on the tape itself.
  private var workerStates: [WorkerState]
  private var shardGradients: [UnsafeMutablePointer<Double>] = []
  /// The losses of the batch's documents, in their order.
  private var losses: [Double] = []

  /// The gradients of a model's parameters.
  public init(_ model: Model) {
    self.model = model
    parameters = model.parameterVector
    programs = DocumentPrograms(model)
    workerStates = [WorkerState(Workspace(model.tape, isSeparate: false))]
  }

  deinit { for gradients in shardGradients { gradients.deallocate() } }

  /// What belongs to one worker and is touched by no other.
  private final class WorkerState {
    let workspace: Workspace
    /// Whether the workspace has the parameters of this batch.
    var isFresh = false

    init(_ workspace: Workspace) { self.workspace = workspace }
  }

  /// Adds the gradient of the mean loss to that of the parameters, documents of one length side by side.
  public func differentiate(_ documents: [[Int]], workers: Workers) -> [Double] {
    prepare(documents)
    let seed = 1 / Double(documents.count)
    losses.withUnsafeMutableBufferPointer { losses in
      guard plan.shardCount > 1 else {
        run(documents, shard: 0, seed: seed, in: workerStates[0].workspace, losses)
        return
      }
      prepareWorkers(workers.count)
      // What was there before is added up first, whichever shard the first worker takes.
      workerStates[0].workspace.takeGradients(of: parameters, into: shardGradients[plan.shardCount])
      // The tape does not move in memory while others read the parameters there.
      model.tape.run(from: 0).withUnsafeMutableBuffers { leaves, _ in
        workers.perform(plan.shardCount) { worker, shard in
          let state = workerStates[worker]
          if !state.isFresh { state.workspace.readLeaves(leaves) }
          state.isFresh = true
          run(documents, shard: shard, seed: seed, in: state.workspace, losses)
          state.workspace.takeGradients(of: parameters, into: shardGradients[shard])
        }
      }
      addShardGradients()
    }
    return losses
  }

  /// The loss of each document, replayed without going backward.
  public func losses(of documents: [[Int]]) -> [Double] {
    prepare(documents)
    losses.withUnsafeMutableBufferPointer { losses in
      for shard in 0..<plan.shardCount {
        run(documents, shard: shard, seed: nil, in: workerStates[0].workspace, losses)
      }
    }
    return losses
  }

  /// As many as there are shards in such a batch.
  public func usefulWorkerCount(positions: Int) -> Int { BatchPlan.shardCount(positions: positions) }

  /// Makes the plan for a batch, and room for its losses.
  private func prepare(_ documents: [[Int]]) {
    losses.removeAll(keepingCapacity: true)
    losses.append(contentsOf: repeatElement(0, count: documents.count))
    plan.divide(documents, contextLength: model.contextLength) {
      programs.documentCount(positions: $0, available: $1)
    }
    jobPrograms.removeAll(keepingCapacity: true)
    for job in plan.jobs {
      jobPrograms.append(programs.program(positions: job.positions, documents: job.documents.count))
    }
  }

  private func prepareWorkers(_ count: Int) {
    while workerStates.count < count {
      workerStates.append(WorkerState(Workspace(model.tape, isSeparate: true)))
    }
    for state in workerStates {
      state.isFresh = false
      state.workspace.readInputs()
    }
    for program in jobPrograms { workerStates[0].workspace.reserve(program) }
    while shardGradients.count <= plan.shardCount {
      shardGradients.append(.allocate(capacity: parameters.count))
    }
  }

  /// Does the jobs of a shard; goes backward where a seed is given.
  private func run(
    _ documents: [[Int]],
    shard: Int,
    seed: Double?,
    in workspace: Workspace,
    _ losses: UnsafeMutableBufferPointer<Double>
  ) {
    for (index, job) in plan.jobs.enumerated() where job.shard == shard {
      let program = jobPrograms[index]
      let width = job.positions + 1
      for (offset, place) in job.documents.enumerated() {
        program.set(documents[plan.documents[place]], count: width, at: offset * width, in: workspace)
      }
      program.replay(in: workspace)
      for (offset, place) in job.documents.enumerated() {
        losses[plan.documents[place]] = program.result(offset, in: workspace)
      }
      if let seed { program.backward(seed: seed, in: workspace) }
    }
  }

  private func addShardGradients() {
    parameters.withUnsafeMutableBuffers { _, grad in
      for source in [shardGradients[plan.shardCount]] + shardGradients[..<plan.shardCount] {
        for index in 0..<grad.count { grad[index] += source[index] }
      }
    }
  }
}
