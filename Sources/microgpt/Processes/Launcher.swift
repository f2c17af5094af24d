import Synchronization
import Training
import VisibleText

#if MPI
import MessagePassing
#endif

/// What has started this process together with others: `mpirun` or another launcher of MPI.
enum Launcher {
  /// What a launcher says about a process in its environment.
  private struct Start {
    /// The number of this process among those that were started together, from 0.
    let rank: Int
    /// How many there are, nil where the launcher does not say it.
    let count: Int?
    /// Whether Open MPI can begin under this launcher.
    let isOpenMPI: Bool

    /// Reads the variables of those launchers that set any.
    static let ofThisProcess: Start? = {
      func number(_ name: String) -> Int? { Platform.environment(name).flatMap { Int($0) } }
      // Open MPI's `mpirun`; Slurm's `srun --mpi=pmix`; `mpirun` of MPICH and Intel MPI, and `srun --mpi=pmi2`.
      if let rank = number("OMPI_COMM_WORLD_RANK") {
        return Start(rank: rank, count: number("OMPI_COMM_WORLD_SIZE"), isOpenMPI: true)
      }
      if let rank = number("PMIX_RANK") {
        let count = number("SLURM_STEP_NUM_TASKS") ?? number("SLURM_NTASKS")
        return Start(rank: rank, count: count, isOpenMPI: true)
      }
      return number("PMI_RANK").map { Start(rank: $0, count: number("PMI_SIZE"), isOpenMPI: false) }
    }()
  }

  /// Why processes that were started together can't share a training, and the number of this one; nil where nothing is in the way.
  static var refusal: (message: Message, rank: Int)? {
    guard let start = Start.ofThisProcess, let count = start.count, count > 1 else { return nil }
    #if MPI
    guard !start.isOpenMPI else { return nil }
    let message: Message =
      "\(count) processes can't share a training under this launcher, which is not Open MPI's; give 'mpirun' of Open MPI, or "
      + "'srun --mpi=pmix'"
    #else
    let message: Message =
      "\(count) processes can't share a training: this program was built without --traits MPI; build it with that, or start it "
      + "without the launcher"
    #endif
    return (message, start.rank)
  }

  #if MPI
  /// Whether another process speaks for this one: the launcher says that there are several, and that this is not the first.
  ///
  /// A rank alone may be left in an environment from elsewhere.
  static var isSpokenFor: Bool {
    guard let start = Start.ofThisProcess, start.isOpenMPI, let count = start.count else { return false }
    return count > 1 && start.rank > 0
  }

  /// The processes that were started together.
  ///
  /// Only who asks for them takes part: whoever does not can end without the others.
  static func processes() throws(Failure) -> Processes {
    guard let start = Start.ofThisProcess, start.isOpenMPI, start.count != 1 else { return .one }
    hasBegun.store(true, ordering: .relaxed)
    let processes: Processes
    do { processes = try .openMPI() } catch {
      throw Failure("the processes can't train together: \(error)")
    }
    if processes.rank > 0 { Terminal.beSilent() }
    return processes
  }

  /// Parts with the other processes, once all have come here.
  static func end() {
    if hasBegun.load(ordering: .relaxed) { Processes.endOpenMPI() }
  }

  /// What the help of the program says about it.
  static let generalHelp = """


    Under mpirun, the processes share a training; every other command runs in the first process alone, and the others print \
    nothing.
    """

  /// What the help of a training says about it.
  static let help = """


    mpirun -n 4 microgpt train … lets 4 processes share each batch; the result is the same. Each reads the text, and the first \
    writes. A process is one thread unless --threads gives it more.
    """

  private static let hasBegun = Atomic<Bool>(false)
  #else
  static var isSpokenFor: Bool { false }
  static func processes() throws(Failure) -> Processes { .one }
  static func end() {}
  static let generalHelp = ""
  static let help = ""
  #endif
}
