import Arguments
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
      let said = (rank == 0 ? "" : "rank \(rank) of 3 processes: ") + "the disk is full"
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

  @Test("Arguments that only one process can't use are said by it, with status 64", arguments: [0, 2])
  func usage(rank: Int) throws {
    let error = UsageError("Unknown option '--bogus'", usage: "brew <file>", helpCommand: "brew --help")
    let ends = try Company.perform(3) { processes in
      do {
        return try Team(processes: processes).perform {
          if processes.rank == rank { throw error }
          try Team(processes: processes).meet()
          return 0
        }.description
      } catch let error as UsageError { return error.report }
    }
    let who = rank == 0 ? "" : "rank 2 of 3 processes: "
    for (other, end) in ends.enumerated() {
      let report = "Error: \(who)Unknown option '--bogus'\nUsage: brew <file>\n"
      #expect(other == rank ? end.hasPrefix(report) : end == "64", "\(end)")
    }
  }

  @Test("Options that differ are named to all")
  func differences() throws {
    let names = try Company.perform(3) { processes in
      try Team(processes: processes).namesOfDifferent(among: [
        ("--seed", "42"), ("--steps", processes.rank == 1 ? "10" : "100"), ("--batch", "\(processes.rank)"),
      ])
    }
    #expect(names == Array(repeating: ["--steps", "--batch"], count: 3))
    #expect(try Team(processes: .one).namesOfDifferent(among: [("--seed", "1")]) == [])
  }

  #if !MPI
  @Test(
    "A program that was built without MPI refuses to be one of several that train, and does what else there is",
    arguments: [
      ["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "3"],
      ["PMIX_RANK": "0", "SLURM_STEP_NUM_TASKS": "3"], ["PMI_RANK": "0", "PMI_SIZE": "3"],
    ]
  )
  func launched(first: [String: String]) async throws {
    let workspace = try Workspace()
    let second = first.mapValues { $0 == "0" ? "1" : $0 }
    let train = ["train", "words.txt", "--output", "run"] + Workspace.small
    func run(_ arguments: [String], _ environment: [String: String]) async throws -> BuiltProcess.Outcome {
      try await BuiltProcess.run(arguments, in: workspace.folder, environment: environment)
    }
    let refused = try await run(train, first)
    #expect(refused.status == 1)
    let message = "3 processes can't share a training: this program was built without --traits MPI"
    #expect(refused.errors.hasPrefix("Error: " + message), "\(refused.errors)")
    let silent = try await run(train, second)
    #expect(silent.status == 0 && silent.errors.isEmpty && silent.output.isEmpty)
    #expect(!workspace.exists("run"))
    #expect(try await run(["--version"], second).output == run(["--version"], [:]).output)

    // A process that was started alone, or a rank without a number of processes, is no reason.
    for alone in [first.mapValues { $0 == "3" ? "1" : $0 }, first.filter { $0.value == "0" }] {
      let trained = try await run(train + ["--overwrite"], alone)
      #expect(trained.status == 0, "\(trained.errors)")
    }
  }
  #endif

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
