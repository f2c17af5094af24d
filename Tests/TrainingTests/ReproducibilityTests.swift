import TestSupport
import Testing
import Training
import Transformer

@Suite("Training again")
struct ReproducibilityTests {
  struct Way: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let configuration: TrainingConfiguration

    init(_ description: String, _ change: (inout TrainingConfiguration) -> Void = { _ in }) {
      testDescription = description
      configuration = SmallSession.configuration(change)
    }
  }

  static let ways = [
    Way("lines"),
    Way("stream") { $0.layout = .stream },
    Way("batch of 3") { $0.batchSize = 3 },
    Way("clipped") { $0.gradientClip = 0.5 },
    Way("a quarter held out") { $0.validationShare = 0.25 },
    Way("single precision") { $0.precision = .single },
    Way("single precision, many shards, a quarter held out") {
      $0.precision = .single
      $0.batchSize = 80
      $0.validationShare = 0.25
    },
    Way("all together, bytes") {
      $0.layout = .stream
      $0.batchSize = 2
      $0.gradientClip = 0.5
      $0.validationShare = 0.25
      $0.unit = .bytes
      $0.seed = 7
    },
  ]

  @Test("The same seed gives the same bits, another seed others", arguments: ways)
  func determinism(way: Way) throws {
    var first = try SmallSession.session(way.configuration)
    var second = try SmallSession.session(way.configuration)
    #expect(try SmallSession.run(&first) == SmallSession.run(&second))
    #expect(first.checkpoint(source: SmallSession.source) == second.checkpoint(source: SmallSession.source))

    var configuration = way.configuration
    configuration.seed += 1
    var other = try SmallSession.session(configuration)
    _ = try SmallSession.run(&other)
    #expect(other.model.parameterVector.data != first.model.parameterVector.data)
  }

  @Test(
    "Resuming gives bit for bit what an uninterrupted run gives, wherever it stopped",
    arguments: ways,
    [0, 1, 4, 6]
  )
  func resume(way: Way, stop: Int) throws {
    var whole = try SmallSession.session(way.configuration)
    let expected = try SmallSession.run(&whole)
    #expect(expected.count == 6)

    var first = try SmallSession.session(way.configuration)
    var steps = try SmallSession.run(&first, stop)
    let checkpoint = first.checkpoint(source: SmallSession.source)
    var second = try TrainingSession(
      resuming: checkpoint,
      on: SmallSession.corpus(way.configuration.layout),
      arithmetics: [.double, .single]
    )
    #expect(second.checkpoint(source: SmallSession.source) == checkpoint)
    steps += try SmallSession.run(&second)
    #expect(steps == expected)
    #expect(second.checkpoint(source: SmallSession.source) == whole.checkpoint(source: SmallSession.source))
    let sampler = Sampler(.random(temperature: 0.7))
    #expect(try second.sample(5, sampler: sampler) == whole.sample(5, sampler: sampler))
  }

  @Test("Resumed with more steps, training goes on to the new number")
  func extended() throws {
    var session = try SmallSession.session(SmallSession.configuration(steps: 3))
    _ = try SmallSession.run(&session)
    var longer = try TrainingSession(
      resuming: session.checkpoint(source: SmallSession.source),
      on: SmallSession.corpus(),
      stepCount: 5
    )
    let steps = try SmallSession.run(&longer)
    #expect(steps.map(\.number) == [4, 5])
    #expect(agree(steps.map(\.learningRate), [0.004, 0.002], within: 1e-15))
  }
}
