import Synchronization
import Training

/// Threads that share pieces of work with whoever gives it to them.
///
///     trainer.workers = ThreadPool(threadCount: 2).workers
///
/// A round of work is short, a tenth of a millisecond perhaps, and the next one soon follows. So a thread that has nothing
/// to do looks for work for a moment before it sleeps, and the one who waits for the last piece does not sleep at all.
public final class ThreadPool: Sendable {
  private let table = WorkQueue()
  private let threads: [SystemThread]
  private let isWorking = Atomic(false)

  /// A pool of as many threads, or fewer where the system has no more; the caller's own is one of them.
  public init(threadCount: Int) {
    precondition(threadCount > 0, "there must be a thread")
    var threads: [SystemThread] = []
    for worker in 1..<threadCount {
      guard let thread = SystemThread({ [table] in table.serve(as: worker) }) else { break }
      threads.append(thread)
    }
    self.threads = threads
  }

  deinit {
    table.close()
    for thread in threads { thread.join() }
  }

  /// How many threads work, the caller's among them.
  public var threadCount: Int { threads.count + 1 }

  /// The threads as a trainer's workers, who keep the pool for as long as they are kept.
  public var workers: Workers {
    Workers(count: threadCount) { pieceCount, work in self.perform(pieceCount, work) }
  }

  /// Calls `work` once for every piece from 0 to below `pieceCount`, in no certain order and on any thread, and returns
  /// when all are done.
  ///
  /// A pool does one round at a time: `work` must not give it another, and no other thread must meanwhile.
  ///
  /// - Parameters:
  ///   - pieceCount: how many pieces there are, 0 or more.
  ///   - work: takes the number of the worker, who does nothing else at the time, and that of the piece.
  public func perform(_ pieceCount: Int, _ work: (_ worker: Int, _ piece: Int) -> Void) {
    precondition(pieceCount >= 0, "there can't be \(pieceCount) pieces of work")
    let wasWorking = isWorking.exchange(true, ordering: .acquiring)
    precondition(!wasWorking, "a thread pool is given work while it has some")
    withoutActuallyEscaping(work) { table.finish(pieceCount, $0) }
    isWorking.store(false, ordering: .releasing)
  }
}

/// Where a round's pieces lie until someone takes them.
///
/// The number of ``untaken`` pieces is all that threads agree on: who lowers it by one has taken the piece of that number.
/// The work was put down before and stays until that piece is done, so that it does not matter to which round a thread
/// believed the number to belong.
private final class WorkQueue: @unchecked Sendable {
  private var work: ((_ worker: Int, _ piece: Int) -> Void)?
  private let untaken = Atomic(0)
  private let unfinished = Atomic(0)
  private let sleeperCount = Atomic(0)
  private let isClosed = Atomic(false)
  private let condition = ConditionVariable()

  /// How long a thread looks for work before it sleeps: longer than a trainer needs between two rounds.
  private static let patience = Duration.microseconds(100)

  // MARK: Who gives work

  /// Puts pieces of work on the table, and returns when they are done.
  func finish(_ pieceCount: Int, _ work: @escaping (_ worker: Int, _ piece: Int) -> Void) {
    self.work = work
    unfinished.store(pieceCount, ordering: .relaxed)
    // A thread that is about to sleep counts itself, then looks at this number again. So either it sees this store and
    // stays awake, or the load below sees it counted and wakes it: no thread sleeps through work.
    untaken.store(pieceCount, ordering: .sequentiallyConsistent)
    if pieceCount > 1, sleeperCount.load(ordering: .sequentiallyConsistent) > 0 { condition.wakeAll() }
    takePieces(as: 0)
    let clock = ContinuousClock()
    let start = clock.now
    while unfinished.load(ordering: .acquiring) > 0 {
      if clock.now - start > Self.patience { giveWay() }
    }
    self.work = nil
  }

  /// Sends everyone home.
  func close() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    condition.wakeAll()
  }

  // MARK: Who does it

  /// Does pieces of work as they come, until the table is closed.
  func serve(as worker: Int) {
    let clock = ContinuousClock()
    var lastWork = clock.now
    while !isClosed.load(ordering: .relaxed) {
      if takePieces(as: worker) {
        lastWork = clock.now
      } else if clock.now - lastWork > Self.patience {
        sleep()
        lastWork = clock.now
      }
    }
  }

  private func sleep() {
    sleeperCount.add(1, ordering: .sequentiallyConsistent)
    condition.sleep {
      untaken.load(ordering: .sequentiallyConsistent) > 0 || isClosed.load(ordering: .sequentiallyConsistent)
    }
    sleeperCount.subtract(1, ordering: .sequentiallyConsistent)
  }

  /// Does pieces until none are left, and says whether there were any.
  @discardableResult
  private func takePieces(as worker: Int) -> Bool {
    var hasWorked = false
    var count = untaken.load(ordering: .relaxed)
    while count > 0 {
      let (isTaken, seen) = untaken.compareExchange(expected: count, desired: count - 1, ordering: .acquiring)
      if isTaken {
        doPiece(count - 1, as: worker)
        unfinished.subtract(1, ordering: .releasing)
        hasWorked = true
        count = untaken.load(ordering: .relaxed)
      } else {
        count = seen
      }
    }
    return hasWorked
  }

  /// A function of its own, so that the work is let go before the piece counts as finished.
  @inline(never)
  private func doPiece(_ piece: Int, as worker: Int) { work?(worker, piece) }
}
