import Synchronization
import Training

#if MPI
import MessagePassing
#endif

/// What has started this process together with others: `mpirun` or another launcher of MPI, where the program was built for it.
enum Launcher {
  #if MPI
  /// The number of this process among those that were started together, from 0; 0 too where it was started by itself.
  static var rank: Int { rankGiven ?? 0 }

  /// The processes that were started together.
  ///
  /// Only who asks for them takes part: whoever does not can end without the others.
  static var processes: Processes {
    guard rankGiven != nil else { return .one }
    hasBegun.store(true, ordering: .relaxed)
    return .openMPI
  }

  /// Parts with the other processes, once all have come here.
  static func end() {
    if hasBegun.load(ordering: .relaxed) { Processes.endOpenMPI() }
  }

  /// What the help of a training says about it.
  static let help = """


    mpirun -n 4 microgpt train … lets 4 processes share each batch; the result is the same. Each reads the text, and the first \
    writes. A process is one thread unless --threads gives it more.
    """

  private static let hasBegun = Atomic<Bool>(false)

  /// Open MPI's `mpirun` sets the first variable, Slurm's `srun --mpi=pmix` the second.
  private static var rankGiven: Int? {
    (Platform.environment("OMPI_COMM_WORLD_RANK") ?? Platform.environment("PMIX_RANK")).flatMap { Int($0) }
  }
  #else
  static var rank: Int { 0 }
  static var processes: Processes { .one }
  static func end() {}
  static let help = ""
  #endif
}
