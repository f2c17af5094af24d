#if MPI
import Foundation
import TestSupport
import Testing
import Training

/// Trainings under `mpirun`, with processes that share one machine.
@Suite("Training under mpirun", .serialized)
struct MessagePassingTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "microgpt-\(UUID().uuidString)")
      .resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var words = ""
    for index in 0..<90 { words += "abcdefghijkl".prefix(1 + index * index % 12) + "\n" }
    try Data(words.utf8).write(to: url("words.txt"))
  }

  private func url(_ name: String) -> URL { folder.appending(path: name) }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: url(name)), as: UTF8.self)
  }

  private func checkpoint(_ run: String) throws -> Data {
    try Data(contentsOf: url(run + "/checkpoint.safetensors"))
  }

  private func stepsDone(_ run: String) throws -> Int {
    try Checkpoint(decoding: [UInt8](checkpoint(run))).state.stepsDone
  }

  /// The figures of a run's steps without the time, which is never the same twice.
  private func metrics(_ run: String) throws -> [String] {
    try text(run + "/metrics.jsonl").split(separator: "\n").map {
      String($0.replacing(/"seconds":[^,}]*/, with: ""))
    }
  }

  /// More processes than processors are allowed, and those of root.
  private static func launcher(_ count: Int) -> [String] {
    ["mpirun", "--oversubscribe"] + (geteuid() == 0 ? ["--allow-run-as-root"] : []) + ["-n", "\(count)"]
  }

  private func run(_ arguments: [String], processes count: Int) async throws -> BuiltProcess.Outcome {
    try await BuiltProcess.run(arguments, under: Self.launcher(count), in: folder)
  }

  private static let model = ["--embedding", "4", "--heads", "2", "--context", "10", "--batch", "64"]

  private func training(_ run: String, steps: Int, _ more: [String] = []) -> [String] {
    ["train", "words.txt", "--output", run, "--steps", "\(steps)", "--samples", "3"] + Self.model + more
  }

  /// A training that takes until it is stopped, once it has saved a checkpoint; each process leaves its number in a file.
  private func endlessTraining(_ run: String, processes count: Int) async throws -> BuiltProcess {
    // The shell becomes the program.
    let noted = #"echo $$ > rank.$OMPI_COMM_WORLD_RANK; exec "$0" "$@""#
    let process = try BuiltProcess(
      training(run, steps: 100_000_000, ["--save-every", "20"]),
      under: Self.launcher(count) + ["sh", "-c", noted],
      in: folder,
      yields: true
    )
    while process.isRunning,
      !FileManager.default.fileExists(atPath: url(run + "/checkpoint.safetensors").path)
    {
      try await Task.sleep(for: .milliseconds(5))
    }
    return process
  }

  @Test(
    "Any number of processes leaves the same files as one, and speaks once",
    arguments: [
      [], ["--threads", "2"], ["--precision", "single"], ["--validation", "0.2", "--save-every", "3"],
    ]
  )
  func bits(options: [String]) async throws {
    let alone = try await BuiltProcess.run(training("alone", steps: 8, options), in: folder)
    try #require(alone.status == 0, "\(alone.errors)")
    for count in 1...3 {
      let together = try await run(training("run\(count)", steps: 8, options), processes: count)
      #expect(together.status == 0, "\(together.errors)")
      #expect(together.output == alone.output)
      // Six threads are more than have a part, and that is said.
      let messages = together.messages.split(separator: "\n").filter {
        !$0.hasPrefix("note: of the 6 threads")
      }
      #expect(messages.count == alone.messages.split(separator: "\n").count)
      #expect(try checkpoint("run\(count)") == checkpoint("alone"))
      #expect(try metrics("run\(count)") == metrics("alone"))
      #expect(try text("run\(count)/samples.txt") == text("alone/samples.txt"))
    }
  }

  @Test(
    "A run that is gone on with by another number of processes ends as one that was not interrupted",
    arguments: [(3, 1, 2), (6, 3, 2), (4, 2, 1)]
  )
  func resuming(cut: Int, before: Int, after: Int) async throws {
    // The rate of a step does not depend on which is the last.
    let constant = ["--schedule", "constant"]
    let alone = try await BuiltProcess.run(training("alone", steps: 9, constant), in: folder)
    try #require(alone.status == 0, "\(alone.errors)")
    let begun = try await run(training("cut", steps: cut, constant), processes: before)
    try #require(begun.status == 0, "\(begun.errors)")
    let resumed = ["train", "words.txt", "--resume", "cut", "--steps", "9", "--samples", "3"]
    let ended = try await run(resumed, processes: after)
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(ended.output == alone.output)
    #expect(try checkpoint("cut") == checkpoint("alone"))
    #expect(try metrics("cut") == metrics("alone"))
  }

  @Test(
    "What asks mpirun to stop makes the training save once, and go on later",
    arguments: [SIGTERM, SIGINT]
  )
  func stopping(signal: Int32) async throws {
    let process = try await endlessTraining("run", processes: 2)
    process.send(signal)
    let outcome = await process.outcome()
    #expect(outcome.status != 0)
    let stopped = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("stopped after step ") }
    #expect(stopped.count == 1, "\(outcome.errors)")
    let step = try stepsDone("run")
    #expect(stopped.first?.hasPrefix("stopped after step \(grouped(step)) of ") == true)
    #expect(try metrics("run").count == step)

    // The same steps in one process, without an end in between, have the same weights.
    let end = step + 2
    for (output, count) in [("one", 1), ("three", 3)] {
      let resumed = try await run(
        ["train", "words.txt", "--resume", "run", "--output", output, "--steps", "\(end)", "--quiet"],
        processes: count
      )
      #expect(resumed.status == 0, "\(resumed.errors)")
    }
    #expect(try checkpoint("one") == checkpoint("three"))
  }

  @Test("A process that is killed ends the others, and the last checkpoint is good", arguments: [0, 1])
  func death(rank: Int) async throws {
    let process = try await endlessTraining("run", processes: 2)
    let number = try #require(Int32(text("rank.\(rank)").trimmingCharacters(in: .whitespacesAndNewlines)))
    kill(number, SIGKILL)
    let outcome = await process.outcome()
    #expect(outcome.status != 0)
    #expect(
      outcome.errors.contains("rank \(rank)") && outcome.errors.contains("signal 9"),
      "\(outcome.errors)"
    )
    let step = try stepsDone("run")
    #expect(step > 0 && step % 20 == 0)
    let resumed = try await run(
      ["train", "words.txt", "--resume", "run", "--steps", "\(step + 2)", "--quiet"],
      processes: 3
    )
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try stepsDone("run") == step + 2)
  }

  @Test(
    "Arguments that can't be used are said once, with status 64",
    arguments: [
      ["train"], ["train", "words.txt", "--bathc", "64"],
      ["train", "words.txt", "--samples", "0", "--temperature", "1"],
      ["train", "words.txt", "--embedding", "5"], ["trian"],
    ]
  )
  func usage(arguments: [String]) async throws {
    let alone = try await BuiltProcess.run(arguments, in: folder)
    let together = try await run(arguments, processes: 3)
    #expect(alone.status == 64 && together.status == 64)
    // Beside it stands only what mpirun says about a status that is not 0.
    #expect(together.errors.components(separatedBy: "Error: ").count == 2, "\(together.errors)")
    #expect(together.errors.contains(alone.errors))
  }

  @Test("What keeps the first process from writing ends all of them, and is said once")
  func refusal() async throws {
    let first = try await run(training("run", steps: 3), processes: 2)
    try #require(first.status == 0)
    let before = try checkpoint("run")
    let second = try await run(training("run", steps: 3), processes: 3)
    #expect(second.status == 1)
    #expect(second.errors.components(separatedBy: "'run' already holds a run").count == 2, "\(second.errors)")
    #expect(try checkpoint("run") == before)

    let missing = try await run(["train", "nothing.txt"], processes: 2)
    #expect(missing.status == 1)
    #expect(missing.errors.components(separatedBy: "Error: ").count == 2, "\(missing.errors)")
  }

  @Test("A training that fails in all processes says so once")
  func divergence() async throws {
    let outcome = try await run(training("run", steps: 50, ["--learning-rate", "1e300"]), processes: 3)
    #expect(outcome.status == 1)
    #expect(outcome.errors.components(separatedBy: "Error: ").count == 2, "\(outcome.errors)")
  }

  @Test("A process that reads another text is found out before the first step")
  func otherText() async throws {
    try Data("lima\nrima\nlira\n".utf8).write(to: url("other.txt"))
    let chosen =
      #"cp "$([ $OMPI_COMM_WORLD_RANK = 1 ] && echo other || echo words).txt" own.$OMPI_COMM_WORLD_RANK; "#
      + #"exec "$0" train own.$OMPI_COMM_WORLD_RANK --output run --steps 2"#
    let outcome = try await BuiltProcess.run([], under: Self.launcher(2) + ["sh", "-c", chosen], in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.errors.components(separatedBy: "the processes have read different files").count == 2)
  }

  @Test("Only the first process fails where only another can't read, and the other says it")
  func failureElsewhere() async throws {
    let chosen =
      #"f=words.txt; [ $OMPI_COMM_WORLD_RANK = 1 ] && f=nothing.txt; exec "$0" train $f --output run --steps 2"#
    let outcome = try await BuiltProcess.run([], under: Self.launcher(3) + ["sh", "-c", chosen], in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.errors.components(separatedBy: "Error: ").count == 2, "\(outcome.errors)")
    #expect(
      outcome.errors.contains("Error: rank 1 of 3 processes: can't read 'nothing.txt'"),
      "\(outcome.errors)"
    )
  }

  /// The program under a launcher, with arguments that one of the processes has behind its own.
  private func run(
    _ arguments: [String],
    processes count: Int,
    where rank: Int,
    has others: String
  ) async throws -> BuiltProcess.Outcome {
    let chosen = #"[ $OMPI_COMM_WORLD_RANK = \#(rank) ] && set -- "$@" \#(others); exec "$0" "$@""#
    return try await BuiltProcess.run(
      arguments,
      under: Self.launcher(count) + ["sh", "-c", chosen],
      in: folder
    )
  }

  @Test("A mistake in the arguments of one process ends all of them", arguments: [0, 1])
  func mistake(rank: Int) async throws {
    let outcome = try await run(
      training("run", steps: 5),
      processes: 2,
      where: rank,
      has: "--bogus"
    )
    #expect(outcome.status == 64)
    #expect(outcome.errors.components(separatedBy: "Error: ").count == 2, "\(outcome.errors)")
    let who = rank == 0 ? "" : "rank 1 of 2 processes: "
    #expect(outcome.errors.contains("Error: \(who)Unknown option '--bogus'"), "\(outcome.errors)")
    #expect(outcome.errors.contains("Usage: microgpt train <file>"))
    #expect(!FileManager.default.fileExists(atPath: url("run/checkpoint.safetensors").path))
  }

  @Test(
    "Options that are not the same for all are named before the first step",
    arguments: [
      ["--steps", "6"], ["--batch", "32"], ["--save-every", "2"], ["--seed", "7"], ["--embedding", "8"],
      ["--learning-rate", "0.02"], ["--precision", "single"], ["--validation", "0.1"],
      ["--documents", "stream"],
    ]
  )
  func otherOptions(option: [String]) async throws {
    let outcome = try await run(
      training("run", steps: 5),
      processes: 2,
      where: 1,
      has: option.joined(separator: " ")
    )
    #expect(outcome.status == 64)
    #expect(outcome.errors.components(separatedBy: "Error: ").count == 2, "\(outcome.errors)")
    let message =
      "Error: the processes were given different options: \(option[0]) must be the same for all"
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: url("run").path))
  }

  @Test("What may differ between machines is not compared")
  func ownOptions() async throws {
    let outcome = try await run(
      training("run", steps: 5),
      processes: 2,
      where: 1,
      has: "--threads 2 --output elsewhere --quiet"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try stepsDone("run") == 5)
    #expect(!FileManager.default.fileExists(atPath: url("elsewhere").path))
  }

  @Test("What only one process can read is refused", arguments: ["-", "/dev/stdin", "pipe", "/dev/null"])
  func pipes(path: String) async throws {
    mkfifo(url("pipe").path, 0o600)
    let command =
      "echo anna | " + Self.launcher(2).joined(separator: " ") + #" "$0" train "# + path + " --output run"
    let outcome = try await BuiltProcess.run([], under: ["sh", "-c", command], in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.errors.components(separatedBy: "Error: ").count == 2, "\(outcome.errors)")
    let message =
      path == "-"
      ? "Of several processes only the first has standard input; give files"
      : "several processes can't all read '\(path)': it is a \(path == "/dev/null" ? "device" : "pipe"), not a file"
    #expect(outcome.errors.contains("Error: \(message)"), "\(outcome.errors)")
  }

  @Test(
    "A rank that an environment has from elsewhere silences nothing",
    arguments: [
      ["OMPI_COMM_WORLD_RANK": "1"], ["PMIX_RANK": "3"],
      ["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "1"],
      ["PMI_RANK": "2", "PMI_SIZE": "4"],
    ]
  )
  func leftRank(environment: [String: String]) async throws {
    let version = try await BuiltProcess.run(["--version"], in: folder, environment: environment)
    #expect(version.status == 0 && !version.output.isEmpty)
    let mistake = try await BuiltProcess.run(["nope"], in: folder, environment: environment)
    #expect(mistake.status == 64)
    #expect(mistake.errors.contains("Error: Unexpected argument 'nope'"), "\(mistake.errors)")
  }

  @Test("Under Slurm, the step says how many processes there are")
  func slurm() async throws {
    let second = ["PMIX_RANK": "1", "SLURM_STEP_NUM_TASKS": "2"]
    let silent = try await BuiltProcess.run(["--version"], in: folder, environment: second)
    #expect(silent.status == 0 && silent.output.isEmpty)
    let alone = ["PMIX_RANK": "0", "SLURM_STEP_NUM_TASKS": "1", "SLURM_NTASKS": "4"]
    let trained = try await BuiltProcess.run(training("run", steps: 2), in: folder, environment: alone)
    #expect(trained.status == 0, "\(trained.errors)")
  }

  @Test("A launcher that Open MPI can't begin under is refused, by the first process", arguments: [0, 1])
  func otherLauncher(rank: Int) async throws {
    let outcome = try await BuiltProcess.run(
      training("run", steps: 2),
      in: folder,
      environment: ["PMI_RANK": "\(rank)", "PMI_SIZE": "4"]
    )
    #expect(outcome.status == (rank == 0 ? 1 : 0))
    #expect(
      outcome.errors.contains("Error: 4 processes can't share a training under this launcher") == (rank == 0)
    )
    #expect(!FileManager.default.fileExists(atPath: url("run").path))
  }

  #if os(Linux)
  @Test("An Open MPI that allows one thread only is refused, once")
  func noThreads() async throws {
    let library = """
      int MPI_Init(int *, char ***);
      int MPI_Init_thread(int *count, char ***words, int required, int *provided) {
        *provided = 0;
        return MPI_Init(count, words);
      }
      """
    try Data(library.utf8).write(to: url("threadless.c"))
    let command =
      #"clang -shared -fPIC -o threadless.so threadless.c && export LD_PRELOAD="$PWD/threadless.so" && exec "#
      + Self.launcher(2).joined(separator: " ") + #" "$0" train words.txt --output run"#
    let outcome = try await BuiltProcess.run([], under: ["sh", "-c", command], in: folder)
    #expect(outcome.status == 1)
    let message = "Error: the processes can't train together: this Open MPI was built without threads"
    #expect(outcome.errors.components(separatedBy: message).count == 2, "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: url("run").path))
  }
  #endif

  @Test("The help of the program says who does what")
  func generalHelp() async throws {
    let help = try await BuiltProcess.run(["--help"], in: folder)
    #expect(help.output.contains("Under mpirun, the processes share a training"))
  }

  @Test("What is no training is done once")
  func otherCommands() async throws {
    for arguments in [["--version"], ["help", "train"], ["lesson"]] {
      let alone = try await BuiltProcess.run(arguments, in: folder)
      let together = try await run(arguments, processes: 3)
      #expect(together.status == 0)
      #expect(together.output == alone.output)
    }
  }

  @Test("Processes and threads without a part of small batches are said")
  func idle() async throws {
    let small = ["train", "words.txt", "--steps", "2", "--embedding", "4", "--heads", "2"]
    let processes = try await run(small + ["--output", "run"], processes: 2)
    #expect(processes.status == 0)
    #expect(processes.errors.components(separatedBy: "note: of 2 processes, only 1 has").count == 2)
    let threads = try await run(
      small + ["--output", "threads", "--batch", "40", "--threads", "3"],
      processes: 2
    )
    #expect(threads.status == 0)
    let note = "note: of the 6 threads of 2 processes, only 2 have a part of most batches"
    #expect(threads.errors.components(separatedBy: note).count == 2, "\(threads.errors)")
  }
}
#endif
