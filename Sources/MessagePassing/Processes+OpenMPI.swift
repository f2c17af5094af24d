#if MPI
import OpenMPI
import Training

extension Processes {
  /// The processes that a launcher of MPI, such as `mpirun`, has started together with this one.
  ///
  /// The thread that calls this first is the only one that may train with them. ``endOpenMPI()`` is the last call.
  public static let openMPI: Processes = {
    _ = openmpi_begin()
    let (count, rank) = (Int(openmpi_count()), Int(openmpi_rank()))
    return Processes(
      count: count,
      rank: rank,
      receive: { openmpi_receive($0.baseAddress, Int32($0.count), Int32(rank - 1)) },
      send: { openmpi_send($0.baseAddress, Int32($0.count), Int32(rank + 1)) },
      share: { openmpi_share($0.baseAddress, Int32($0.count), Int32(count - 1)) },
      addUp: { openmpi_add_up($0.baseAddress, Int32($0.count)) },
      findLargest: { openmpi_find_largest($0.baseAddress, Int32($0.count)) }
    )
  }()

  /// Waits until all processes have come here, and parts with them.
  public static func endOpenMPI() { _ = openmpi_end() }
}
#endif
