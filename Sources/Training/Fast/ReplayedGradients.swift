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
  private let arithmetic: ProgramArithmetic
  private let programs: DocumentPrograms<Model>
  private var plan = BatchPlan()
  /// Of each job of the plan, what reads its documents.
  private var jobPrograms: [Program] = []
  /// Where a batch of one shard is computed in the tape's own numbers.
  private let tapeWorkspace = Workspace.tape
  /// Of each worker, where it computes its shards of a larger batch.
  private var workerStates: [WorkerState] = []
  private var shardGradients: [ShardGradients] = []
  /// The losses of the batch's documents, in their order.
  private var losses: [Double] = []

  /// The gradients of a model's parameters.
  ///
  /// - Parameters:
  ///   - model: whose losses are computed.
  ///   - arithmetic: in which numbers programs compute; parameters and the sums over shards are `Double` all the same.
  public init(_ model: Model, arithmetic: ProgramArithmetic = .double) {
    self.model = model
    self.arithmetic = arithmetic
    parameters = model.parameterVector
    programs = DocumentPrograms(model, arithmetic.precision)
  }

  deinit { for gradients in shardGradients { gradients.deallocate() } }

  /// What belongs to one worker and is touched by no other.
  private final class WorkerState {
    let workspace: SeparateWorkspace
    /// Whether the workspace has the parameters of this batch.
    var isFresh = false

    init(_ workspace: SeparateWorkspace) { self.workspace = workspace }
  }

  /// Adds the gradient of the mean loss to that of the parameters, documents of one length side by side.
  ///
  /// A batch of one shard is computed by each process for itself.
  public func differentiate(_ documents: [[Int]], workers: Workers, processes: Processes) -> [Double] {
    prepare(documents)
    let seed = 1 / Double(documents.count)
    losses.withUnsafeMutableBufferPointer { losses in
      if computesOnTape {
        run(documents, shard: 0, seed: seed, in: tapeWorkspace, losses)
        return
      }
      prepareWorkers(workers.count)
      // The tape does not move in memory while others read the parameters there.
      model.tape.run(from: 0).withUnsafeMutableBuffers { leaves, grad in
        guard let grad = grad.baseAddress else { return }
        let sum = grad + parameters.position
        guard workers.count > 1 || processes.count > 1, plan.shardCount > 1 else {
          let workspace = workspace(ofWorker: 0, leaves)
          for shard in 0..<plan.shardCount {
            run(documents, shard: shard, seed: seed, in: workspace.programs, losses)
            workspace.addGradients(parameters, sum)
          }
          return
        }
        let shards = processes.share(ofPiecesWith: plan.shardCosts)
        prepareShards(shards.count)
        workers.perform(shards.count) { worker, index in
          let workspace = workspace(ofWorker: worker, leaves)
          run(documents, shard: shards.lowerBound + index, seed: seed, in: workspace.programs, losses)
          workspace.moveGradients(parameters, shardGradients[index])
        }
        processes.gather(losses)
        processes.accumulate(UnsafeMutableBufferPointer(start: sum, count: parameters.count)) { range in
          addShards(shardGradients[..<shards.count], range, workers, to: sum)
        }
      }
    }
    return losses
  }

  /// The loss of each document, replayed without going backward.
  public func losses(of documents: [[Int]]) -> [Double] {
    prepare(documents)
    losses.withUnsafeMutableBufferPointer { losses in
      if arithmetic.precision == .double {
        for shard in 0..<plan.shardCount {
          run(documents, shard: shard, seed: nil, in: tapeWorkspace, losses)
        }
      } else {
        prepareWorkers(1)
        model.tape.run(from: 0).withUnsafeMutableBuffers { leaves, _ in
          let workspace = workspace(ofWorker: 0, leaves)
          for shard in 0..<plan.shardCount {
            run(documents, shard: shard, seed: nil, in: workspace.programs, losses)
          }
        }
      }
    }
    return losses
  }

  /// As many as there are shards in such a batch.
  public func usefulWorkerCount(positions: Int) -> Int { BatchPlan.shardCount(positions: positions) }

  /// Makes the plan for a batch, and room for its losses.
  private func prepare(_ documents: [[Int]]) {
    losses.removeAll(keepingCapacity: true)
    for _ in documents.indices { losses.append(0) }
    plan.divide(documents, contextLength: model.contextLength) {
      programs.documentCount(positions: $0, available: $1)
    }
    let jobs = plan.jobs
    for index in jobs.indices {
      let program = programs.program(
        positions: jobs[index].positions,
        documents: jobs[index].documents.count
      )
      if index < jobPrograms.count { jobPrograms[index] = program } else { jobPrograms.append(program) }
    }
    // None is kept that was forgotten.
    jobPrograms.removeLast(jobPrograms.count - jobs.count)
  }

  /// Whether the batch is computed where the parameters stand: its gradients are added up one after the other anyhow.
  private var computesOnTape: Bool { plan.shardCount == 1 && arithmetic.precision == .double }

  /// Where a worker computes, with the parameters as they are in this batch.
  private func workspace(
    ofWorker worker: Int,
    _ leaves: UnsafeMutableBufferPointer<Double>
  ) -> SeparateWorkspace {
    let state = workerStates[worker]
    if !state.isFresh {
      state.workspace.readTape(leaves)
      state.isFresh = true
    }
    return state.workspace
  }

  private func prepareWorkers(_ count: Int) {
    while workerStates.count < count {
      workerStates.append(WorkerState(arithmetic.makeWorkspace(model.tape)))
    }
    for state in workerStates { state.isFresh = false }
  }

  private func prepareShards(_ count: Int) {
    while shardGradients.count < count {
      shardGradients.append(ShardGradients(count: parameters.count))
    }
  }

  /// Adds a range of the gradients of shards in their order, which each worker does for a part of the range.
  private func addShards(
    _ shards: ArraySlice<ShardGradients>,
    _ range: Range<Int>,
    _ workers: Workers,
    to sum: UnsafeMutablePointer<Double>
  ) {
    let length = (range.count + workers.count - 1) / workers.count
    workers.perform(workers.count) { _, part in
      let start = range.lowerBound + min(part * length, range.count)
      arithmetic.add(shards, start..<min(start + length, range.upperBound), sum)
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
    let (jobs, order) = (plan.jobs, plan.documents)
    for index in jobs.indices where jobs[index].shard == shard {
      let places = jobs[index].documents
      let program = jobPrograms[index]
      let width = jobs[index].positions + 1
      for place in places {
        workspace.set(documents[order[place]], width, (place - places.lowerBound) * width, program)
      }
      workspace.replay(program)
      for place in places {
        losses[order[place]] = workspace.result(place - places.lowerBound, program)
      }
      if let seed { workspace.backward(program, seed) }
    }
  }
}
