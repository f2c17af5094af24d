import TestSupport
import Testing
import Training

@testable import microgpt

/// What the processes of one training tell each other.
@Suite struct TeamTests {
  /// How a process ended: its status, or what it reported.
  enum End: Equatable {
    case status(Int32)
    case report(String)
  }

  private static func end(_ processes: Processes, _ work: (Team) throws -> Int32) -> End {
    let team = Team(processes: processes)
    do { return .status(try team.perform { try work(team) }) } catch let error as Failure {
      return .report(error.message.text)
    } catch { return .report("\(error)") }
  }

  @Test("All that succeed have their own status")
  func success() throws {
    let ends = try Company.perform(3) { processes in
      Self.end(processes) { team in
        #expect(team.isFirst == (processes.rank == 0))
        try team.meet()
        return 7
      }
    }
    #expect(ends == Array(repeating: .status(7), count: 3))
    #expect(Self.end(.one) { _ in 3 } == .status(3))
  }

  @Test(
    "Where one fails, at whatever meeting, it reports and the others end with its status",
    arguments: 0...2,
    0...3
  )
  func failure(rank: Int, meeting: Int) throws {
    let ends = try Company.perform(3) { processes in
      Self.end(processes) { team in
        for step in 0..<3 {
          if processes.rank == rank, step == meeting { throw Failure("the disk is full") }
          if step == 1 { try team.compare([1, 2], else: "they differ") } else { try team.meet() }
        }
        if processes.rank == rank, meeting == 3 { throw Failure("the disk is full") }
        return 0
      }
    }
    for (other, end) in ends.enumerated() {
      let said = (rank == 0 ? "" : "process \(rank) of 3: ") + "the disk is full"
      #expect(end == (other == rank ? .report(said) : .status(1)))
    }
  }

  @Test("Where all fail, the first reports")
  func commonFailure() throws {
    let ends = try Company.perform(3) { processes in
      Self.end(processes) { _ in throw Failure("no such file") }
    }
    #expect(ends == [.report("no such file"), .status(1), .status(1)])
  }

  @Test("A signal to one is a signal to all")
  func signals() throws {
    let ends = try Company.perform(3) { processes in
      Self.end(processes) { team in
        #expect(try team.meet() == nil)
        return try team.meet(signal: processes.rank == 2 ? 15 : nil) ?? 0
      }
    }
    #expect(ends == Array(repeating: .status(15), count: 3))
    #expect(Self.end(.one) { try $0.meet(signal: 2) ?? 0 } == .status(2))
  }

  @Test("Numbers that differ in one bit are found out, and so are other marks", arguments: [0, 1])
  func comparison(difference: Int) throws {
    let ends = try Company.perform(2) { processes in
      Self.end(processes) { team in
        let third = processes.rank == 0 ? 0.3 : 0.3.nextUp
        try team.compare([0.1, 0.2, 0.3], mark: 5, else: "no difference")
        try team.compare(
          [0.1, difference == 0 ? third : 0.3],
          mark: difference == 1 ? UInt64(processes.rank) : 5,
          else: "they differ"
        )
        return 0
      }
    }
    #expect(ends == [.report("they differ"), .status(1)])
  }

  @Test("The help speaks of mpirun where the program was built for it, and nowhere else")
  func help() async throws {
    #if MPI
    let isForMPI = true
    #else
    let isForMPI = false
    #endif
    let help = try await Workspace().run(["train", "--help"])
    #expect(help.status == 0)
    #expect(help.output.contains("mpirun") == isForMPI)
  }
}
