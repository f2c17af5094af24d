import Threads

/// The numbers of threads that reports compare: powers of two up to as many as train can use, and all processors.
var comparedThreadCounts: [Int] {
  let most = min(processorCount, 64)
  return sequence(first: 1) { $0 * 2 }.prefix { $0 < most } + [most]
}
