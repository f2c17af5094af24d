import Training
import Transformer

/// What width, layers and context cost, one of them changed at a time.
enum ScalingReport {
  struct Row: BenchmarkRow {
    let sweep: String
    let configuration: String
    let parameters: Int
    let microsecondsStep: Double
    /// The share of the bare loop's multiply–adds per second.
    let shareOfBareLoop: Double
    /// What a document as long as the context leaves on the tape when it is recorded, parameters aside.
    let tapeBytes: Int
    /// The plan of the program made of it, and the values and gradients that it computes.
    let programBytes: Int

    var name: String { configuration }
  }

  private static let stepCount = 1000

  private static let sweeps: [(name: String, configurations: [BenchmarkConfiguration])] = [
    ("width", [16, 32, 64, 128].map { .init(name: "width \($0)", embedding: $0) }),
    ("layers", [1, 2, 4, 8].map { .init(name: "layers \($0)", layers: $0) }),
    ("context, softmax", [16, 64, 256].map { .init(name: "context \($0)", context: $0, layout: .stream) }),
    (
      "context, flash",
      [16, 64, 256].map {
        .init(
          name: "context \($0), flash",
          context: $0,
          layout: .stream,
          kernel: .flash(tileSize: KernelChoice.standardTileSize)
        )
      }
    ),
  ]

  static func measure(_ text: BenchmarkText) throws -> Figures<Row> {
    var rows: [Row] = []
    for sweep in sweeps {
      for configuration in sweep.configurations { rows.append(try row(sweep.name, configuration, text)) }
    }
    return Figures(
      note: """
        \(text.path): up to \(stepCount) steps each, of one document on one thread: a line, and for contexts a window as long as
        the context. Times are medians in µs. The share is that of the bare loop's multiply–adds per second. The tape is what
        a document as long as the context takes when it is recorded, the program what it takes to replay it, with its values
        and gradients; both without the parameters.

        """,
      columns: [
        .text("configuration") { $0.configuration },
        .count("parameters") { $0.parameters },
        .number("step") { $0.microsecondsStep },
        .percentage("share") { $0.shareOfBareLoop },
        .bytes("tape") { $0.tapeBytes },
        .bytes("program") { $0.programBytes },
      ],
      rows: rows
    )
  }

  private static func row(
    _ sweep: String,
    _ configuration: BenchmarkConfiguration,
    _ text: BenchmarkText
  ) throws -> Row {
    var session = try configuration.session(on: text, stepCount: stepCount)
    // Where the generator stands before a stream's windows are drawn from it.
    let start = session
    var times: [Double] = []
    try Stopwatch.repeatedly(stepCount, seconds: 1) {
      times.append(try Stopwatch.microseconds { _ = try session.trainer.next() })
    }
    let sizes = RecordedSizes(session.model, document: Array(repeating: 0, count: configuration.context + 1))
    let time = times.settledMedian
    return Row(
      sweep: sweep,
      configuration: configuration.name,
      parameters: session.model.configuration.parameterCount,
      microsecondsStep: time,
      shareOfBareLoop: start.meanMultiplyAddCount(stepCount: times.count) / time
        / BareLoop.multiplyAddsPerMicrosecond(),
      tapeBytes: sizes.tapeBytes,
      programBytes: sizes.programBytes
    )
  }
}
