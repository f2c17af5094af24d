import Arguments
import Training
import VisibleText

/// The processes of one training, of which the first writes files and speaks, and which go on or end together.
///
/// Each meets the others before the first step, after every step, and before something is saved. Who fails in between comes to the
/// next meeting with that news, so that nobody waits for somebody who is gone.
struct Team {
  let processes: Processes

  /// Whether this process is the one that writes files and speaks.
  var isFirst: Bool { processes.rank == 0 }

  /// The failure of another process, which has said what it is.
  private struct OthersFailure: Error { let status: Int32 }

  /// What one process tells the others.
  ///
  /// It is as many numbers whatever the meeting is for: who has failed does not know for what the others have come.
  private struct News {
    var signal: Int32 = 0
    /// The larger, the lower the rank of who failed; 0 where nobody has.
    var failure = 0
    var status: Int32 = 0
    var fingerprint: Int64 = 0
    var fingerprintComplement: Int64 = 0

    /// Whether all gave the same fingerprint: the complement turns the order of numbers around.
    var isUnanimous: Bool { fingerprint == ~fingerprintComplement }
  }

  private func meet(_ news: News) -> News {
    let largest = processes.largest(of: [
      Int64(news.signal), Int64(news.failure), Int64(news.status), news.fingerprint,
      news.fingerprintComplement,
    ])
    return News(
      signal: Int32(largest[0]),
      failure: Int(largest[1]),
      status: Int32(largest[2]),
      fingerprint: largest[3],
      fingerprintComplement: largest[4]
    )
  }

  /// Does the work of this process, and ends it together with the others.
  ///
  /// - Returns: the exit status, which is that of the failure where there was one.
  /// - Throws: what the work threw, in the first of the processes where it failed: that one reports it.
  func perform(_ work: () throws -> Int32) throws -> Int32 {
    guard processes.count > 1 else { return try work() }
    do {
      let status = try work()
      try meet()
      return status
    } catch let failure as OthersFailure {
      return failure.status
    } catch {
      let status = error is UsageError ? ExitStatus.usage : ExitStatus.failure
      let own = processes.count - processes.rank
      let news = meet(News(failure: own, status: status))
      guard news.failure == own else { return news.status }
      guard !isFirst else { throw error }
      Terminal.breakSilence()
      throw named(error)
    }
  }

  /// A failure of this process that says of which it is, by the number that launchers give it.
  private func named(_ error: any Error) -> any Error {
    func named(_ message: Message) -> Message {
      "rank \(processes.rank) of \(processes.count) processes: \(message)"
    }
    if let failure = error as? Failure { return Failure(named(failure.message)) }
    guard let error = error as? UsageError else { return error }
    return UsageError(
      named(error.message),
      help: error.help,
      usage: error.usage,
      helpCommand: error.helpCommand
    )
  }

  /// Waits for the other processes, and goes on where none has failed.
  ///
  /// - Parameter signal: what asked this process to stop.
  /// - Returns: what asked any of them to stop, or nil.
  @discardableResult
  func meet(signal: Int32? = nil) throws -> Int32? {
    guard processes.count > 1 else { return signal }
    let news = meet(News(signal: signal ?? 0))
    if news.failure > 0 { throw OthersFailure(status: news.status) }
    return news.signal == 0 ? nil : news.signal
  }

  /// Waits for the other processes, and goes on where all have the same numbers.
  ///
  /// - Throws: ``Failure`` with the message in all of them where they have not.
  func compare(
    _ numbers: @autoclosure () -> [Double],
    mark: UInt64 = 0,
    else message: @autoclosure () -> Message
  ) throws {
    guard processes.count > 1 else { return }
    // The 64-bit FNV hash, a number at a time.
    var hash = mark
    for number in numbers() { hash = (hash ^ number.bitPattern) &* 0x100_0000_01B3 }
    guard try isCommon(hash) else { throw Failure(message()) }
  }

  /// Waits for the other processes, a time for each option, and goes on where none has failed.
  ///
  /// - Parameter options: the same in all processes, in the same order; their values may differ.
  /// - Returns: the names of those that do.
  func namesOfDifferent(among options: @autoclosure () -> [(name: String, value: String)]) throws -> [String]
  {
    guard processes.count > 1 else { return [] }
    return try options().filter { try !isCommon(Fingerprint(of: Array($0.value.utf8)).hash) }.map(\.name)
  }

  /// Whether all processes come with the same mark.
  private func isCommon(_ mark: UInt64) throws -> Bool {
    let own = Int64(bitPattern: mark)
    let news = meet(News(fingerprint: own, fingerprintComplement: ~own))
    if news.failure > 0 { throw OthersFailure(status: news.status) }
    return news.isUnanimous
  }
}
