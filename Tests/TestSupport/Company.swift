import Foundation
import Training

/// Processes that are threads of this one and pass numbers through memory, so that no launcher is needed.
public final class Company: @unchecked Sendable {
  private let count: Int
  private let condition = NSCondition()
  /// What was sent to each process and not received yet.
  private var letters: [[Double]?]
  private var doubles: [[Double]] = []
  private var integers: [[Int64]] = []
  private var round = 0

  private init(_ count: Int) {
    self.count = count
    letters = Array(repeating: nil, count: count)
  }

  private func send(_ numbers: [Double], to rank: Int) {
    condition.withLock {
      while letters[rank] != nil { condition.wait() }
      letters[rank] = numbers
      condition.broadcast()
    }
  }

  private func receive(_ rank: Int) -> [Double] {
    condition.withLock {
      while true {
        if let numbers = letters[rank] {
          letters[rank] = nil
          condition.broadcast()
          return numbers
        }
        condition.wait()
      }
    }
  }

  /// Waits until all have brought their numbers, and gives them to everyone in the order of the ranks.
  private func exchange<Number>(
    _ numbers: [Number],
    _ rank: Int,
    _ table: ReferenceWritableKeyPath<Company, [[Number]]>
  ) -> [[Number]] {
    condition.lock()
    defer { condition.unlock() }
    // Two rounds for each exchange: in the second everyone has read.
    if self[keyPath: table].isEmpty { self[keyPath: table] = Array(repeating: [], count: count) }
    self[keyPath: table][rank] = numbers
    arrive()
    let all = self[keyPath: table]
    arrive()
    return all
  }

  private var arrived = 0

  private func arrive() {
    let own = round
    arrived += 1
    if arrived == count {
      arrived = 0
      round += 1
      condition.broadcast()
    } else {
      while round == own { condition.wait() }
    }
  }

  private func process(_ rank: Int) -> Processes {
    Processes(
      count: count,
      rank: rank,
      receive: { buffer in _ = buffer.update(fromContentsOf: self.receive(rank)) },
      send: { self.send(Array($0), to: rank + 1) },
      share: { buffer in
        _ = buffer.update(fromContentsOf: self.exchange(Array(buffer), rank, \.doubles)[self.count - 1])
      },
      addUp: { buffer in
        let all = self.exchange(Array(buffer), rank, \.doubles)
        for index in buffer.indices { buffer[index] = all.reduce(0) { $0 + $1[index] } }
      },
      findLargest: { buffer in
        let all = self.exchange(Array(buffer), rank, \.integers)
        for index in buffer.indices { buffer[index] = all.map { $0[index] }.max() ?? 0 }
      }
    )
  }

  // A lock of the C library and no mutex of the standard library's, of which the thread sanitizer knows nothing.
  private final class Results<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var ofRank: [Int: Swift.Result<Value, any Error>] = [:]

    subscript(rank: Int) -> Swift.Result<Value, any Error>? {
      get { lock.withLock { ofRank[rank] } }
      set { lock.withLock { ofRank[rank] = newValue } }
    }
  }

  /// What so many processes return, in the order of their ranks.
  public static func perform<Result: Sendable>(
    _ count: Int,
    _ body: @escaping @Sendable (Processes) throws -> Result
  ) throws -> [Result] {
    let company = Company(count)
    let results = Results<Result>()
    let group = DispatchGroup()
    for rank in 0..<count {
      group.enter()
      Thread.detachNewThread {
        let result = Swift.Result { try body(company.process(rank)) }
        results[rank] = result
        group.leave()
      }
    }
    group.wait()
    return try (0..<count).compactMap { try results[$0]?.get() }
  }
}
