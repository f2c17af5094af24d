import Foundation
import Synchronization
import Testing

@testable import Threads

@Suite("Thread pool")
struct ThreadPoolTests {
  /// Counts of what several threads do.
  final class Counts: Sendable {
    // Atomic numbers and not a mutex, of which the thread sanitizer knows nothing.
    private nonisolated(unsafe) let counts: UnsafeMutablePointer<Atomic<Int>>
    private let count: Int

    init(_ count: Int) {
      self.count = count
      counts = .allocate(capacity: count)
      for index in 0..<count { (counts + index).initialize(to: Atomic(0)) }
    }

    deinit {
      counts.deinitialize(count: count)
      counts.deallocate()
    }

    func add(_ number: Int, at index: Int) {
      counts[index].add(number, ordering: .sequentiallyConsistent)
    }
    var all: [Int] { (0..<count).map { counts[$0].load(ordering: .sequentiallyConsistent) } }
  }

  @Test("Every piece of every round is done once", arguments: 1...4)
  func pieces(threadCount: Int) {
    let pool = ThreadPool(threadCount: threadCount)
    #expect(pool.threadCount == threadCount)
    for round in 0..<2000 {
      let counts = Counts(round % 9)
      pool.perform(round % 9) { _, piece in counts.add(1, at: piece) }
      #expect(counts.all == Array(repeating: 1, count: round % 9))
    }
  }

  @Test("No worker does two pieces at a time", arguments: 1...4)
  func workers(threadCount: Int) {
    let pool = ThreadPool(threadCount: threadCount)
    let busy = Counts(threadCount)
    let clashes = Counts(1)
    for _ in 0..<500 {
      pool.perform(16) { worker, _ in
        busy.add(1, at: worker)
        if busy.all[worker] != 1 { clashes.add(1, at: 0) }
        busy.add(-1, at: worker)
      }
    }
    #expect(clashes.all == [0])
  }

  @Test("Threads that went to sleep wake up when there is work for them")
  func waking() {
    let pool = ThreadPool(threadCount: 3)
    let clock = ContinuousClock()
    for _ in 0..<20 {
      // Long enough for all to fall asleep.
      let end = clock.now + .milliseconds(2)
      while clock.now < end {}
      // No piece ends before all three are being worked on: that takes all three workers.
      let started = Atomic(0)
      pool.perform(3) { _, _ in
        started.add(1, ordering: .relaxed)
        while started.load(ordering: .relaxed) < 3 {}
      }
      #expect(started.load(ordering: .relaxed) == 3)
    }
  }

  @Test("What a round wrote can be read after it, and is there for the next")
  func memory() {
    let pool = ThreadPool(threadCount: 4)
    let numbers = UnsafeMutableBufferPointer<Int>.allocate(capacity: 64)
    numbers.initialize(repeating: 0)
    defer { numbers.deallocate() }
    nonisolated(unsafe) let shared = numbers
    for round in 1...500 {
      // Each piece reads what another thread may have written in the round before.
      pool.perform(32) { _, piece in
        let (from, to) = round % 2 == 1 ? (0, 32) : (32, 0)
        shared[to + piece] = shared[from + (piece + 1) % 32] + 1
      }
      #expect(numbers[(round % 2 == 1 ? 32 : 0)..<(round % 2 == 1 ? 64 : 32)].allSatisfy { $0 == round })
    }
  }

  @Test("A pool that is let go of ends, asleep or awake, used or not")
  func end() {
    for round in 0..<200 {
      weak var gone: ThreadPool?
      do {
        let pool = ThreadPool(threadCount: 3)
        gone = pool
        if round % 2 == 0 { pool.perform(2) { _, _ in } }
      }
      #expect(gone == nil)
    }
  }

  #if compiler(>=6.2)
  @Test("Work that gives the pool more work stops with a message")
  func nesting() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let pool = ThreadPool(threadCount: 2)
      pool.perform(1) { _, _ in pool.perform(1) { _, _ in } }
    }
    #if DEBUG
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("a thread pool is given work while it has some"))
    #endif
  }
  #endif

  @Test(
    "The processors that Linux allows a process are counted in its report",
    arguments: [
      ("Name:\tmicrogpt\nCpus_allowed:\tf\nCpus_allowed_list:\t0-3\n", 4),
      ("Cpus_allowed:\tffffffff,00000000,00008001\n", 34), ("Cpus_allowed:\t1\n", 1),
      ("Name:\tmicrogpt\n", nil),
    ]
  )
  func allowed(report: String, count: Int?) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "microgpt-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(report.utf8).write(to: file)
    #expect(allowedProcessorCount(in: file.path(percentEncoded: false)) == count)
  }

  #if os(Linux)
  @Test("There are as many processors as nproc counts")
  func processors() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["-u", "OMP_NUM_THREADS", "nproc"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try #require(try output.fileHandleForReading.readToEnd())
    let count = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(Int(count) == processorCount)
  }
  #endif
}
