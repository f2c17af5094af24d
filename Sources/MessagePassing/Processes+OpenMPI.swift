#if MPI
import OpenMPI
import Training

/// Why processes can't train together by Open MPI.
public enum OpenMPIError: Error, CustomStringConvertible {
  /// The library did not begin.
  case notBegun
  /// The library was built for processes of one thread.
  case noThreads

  /// What is wrong, as the end of a sentence.
  public var description: String {
    switch self {
    case .notBegun: "Open MPI does not begin"
    case .noThreads: "this Open MPI was built without threads (MPI_THREAD_FUNNELED)"
    }
  }
}

extension Processes {
  /// The processes that a launcher of MPI, such as `mpirun`, has started together with this one.
  ///
  /// The thread that calls this first is the only one that may train with them. ``endOpenMPI()`` is the last call.
  ///
  /// - Throws: ``OpenMPIError`` where the library can't be used.
  public static func openMPI() throws(OpenMPIError) -> Processes { try begun.get() }

  private static let begun: Result<Processes, OpenMPIError> = {
    switch openmpi_begin() {
    case openmpi_begun: break
    case openmpi_without_threads: return .failure(.noThreads)
    default: return .failure(.notBegun)
    }
    let (count, rank) = (Int(openmpi_count()), Int(openmpi_rank()))
    let processes = Processes(
      count: count,
      rank: rank,
      receive: { openmpi_receive($0.baseAddress, Int32($0.count), Int32(rank - 1)) },
      send: { openmpi_send($0.baseAddress, Int32($0.count), Int32(rank + 1)) },
      share: { openmpi_share($0.baseAddress, Int32($0.count), Int32(count - 1)) },
      addUp: { openmpi_add_up($0.baseAddress, Int32($0.count)) },
      findLargest: { openmpi_find_largest($0.baseAddress, Int32($0.count)) }
    )
    return .success(processes)
  }()

  /// Waits until all processes have come here, and parts with them.
  public static func endOpenMPI() { openmpi_end() }
}
#endif
