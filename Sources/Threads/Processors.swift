#if canImport(Darwin)
import Darwin
#elseif canImport(Android)
import Android
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Lets another thread run, if one waits for a processor.
func giveWay() { sched_yield() }

/// How many processors this process may use: fewer than are running, where a batch system or `taskset` says so.
public var processorCount: Int {
  allowedProcessorCount(in: "/proc/self/status") ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}

/// How many processors Linux's report on a process allows it; nil where there is no such report.
///
/// The function that asks for them, `sched_getaffinity`, is one of those that Swift's view of the C library leaves out.
///
///     Cpus_allowed:	00000000,0000000f
func allowedProcessorCount(in path: String) -> Int? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  let label = "Cpus_allowed:"
  return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
    while let line = fgets(buffer.baseAddress, Int32(buffer.count), file).map({ String(cString: $0) }) {
      guard line.hasPrefix(label) else { continue }
      let count = line.dropFirst(label.count).reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
      return count > 0 ? count : nil
    }
    return nil
  }
}
