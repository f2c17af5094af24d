import Autograd
import Inspection
import Lessons
import Testing
import Training
import Transformer

@Suite("Lesson induction")
struct InductionTests {
  @Test("A model that is looked at while it is trained is the same in the end")
  func watched() throws {
    let recipe = Workbench.Recipe(on: .echoes, steps: 20, heldOut: 0.01)
    let workbench = Workbench()
    var steps: [Int] = []
    let watched = try workbench.watch(recipe, every: 5) { step, model, tokenizer throws(LessonError) in
      steps.append(step)
      model.withForwardPass(over: [tokenizer.boundary, 1, tokenizer.boundary]) { _ in }
    }
    #expect(steps == [0, 5, 10, 15, 20])
    let plain = try Workbench().model(recipe)
    #expect(plain.model.parameterVector.data == watched.model.parameterVector.data)
    #expect(try workbench.model(recipe).model.tape === watched.model.tape)
  }

  @Test("Where patterns are nearly even, the probe finds nearly 1/n")
  func even() throws {
    let trained = try Workbench().model(Induction.recipe(layerCount: 2).untrained)
    let point = try #require(trained.tokenizer.encode(".").first)
    let probe = CopyProbe(trained.model, boundary: trained.tokenizer.boundary, point: point, wordCount: 10)
    // The second word's letter i of n is read as token n + 1 + i, counted from 0, and sees one key more than that.
    let means = [3, 4].map { (length: Int) -> Double in
      let shares = (1..<length).map { letter in 1 / Double(length + 2 + letter) }
      return shares.reduce(0, +) / Double(length - 1)
    }
    let even: Double = means.reduce(0, +) / 2
    for head in probe.heads {
      #expect(abs(head.nextInCopy / even - 1) < 0.25 && abs(head.nextInOther / even - 1) < 0.25)
    }
  }

  @Test(
    "Two layers copy and one does not; the head that does it goes by place and not by letter",
    .enabled(if: ReadCourse.isFast),
    arguments: [1, 2, 3] as [UInt64]
  )
  func places(seed: UInt64) throws {
    let workbench = Workbench()
    let induction = try Induction(on: workbench, seed: seed)
    #expect(induction.shallow.repeatedLoss > 1 && induction.deep.repeatedLoss < 0.3)
    let best = try #require(induction.inductive.first)
    let shallow = try #require(induction.shallow.heads.map(\.afterSame).max())
    #expect(best.afterSame > 0.4 && best.afterSame > 1.5 * shallow)
    let probe = try #require(
      induction.places.heads.first { $0.layer == 1 && $0.head == best.head }
    )
    #expect(probe.nextInCopy > 0.4 && probe.nextInOther > 0.8 * probe.nextInCopy)
    let first = induction.places.heads.filter { $0.layer == 0 }
    for head in induction.places.heads {
      #expect(head.nextInCopy + head.ends < 1 + 1e-12 && head.previous + head.start < 1 + 1e-12)
    }
    #expect(try #require(first.map(\.previous).max()) < 0.5)
    #expect(try #require(first.map(\.ends).max()) > 0.5)
  }

  @Test(
    "The copy is learnt slowly at first, then quickly",
    .enabled(if: ReadCourse.isFast),
    arguments: [1, 2, 3] as [UInt64]
  )
  func growth(seed: UInt64) throws {
    let moments = try Induction.Growth(on: Workbench(), seed: seed).moments
    let losses = moments.map(\.repeatedLoss)
    let falls = zip(losses, losses.dropFirst()).map { $0 - $1 }
    // The largest fall is not the first, and much larger.
    #expect(try #require(falls.max()) > 2 * falls[0])
    #expect(abs(losses[0] - 2.3) < 0.2)
    #expect(losses[losses.count - 1] < 0.3)
    let last = try #require(moments.last)
    #expect(last.largestScore > 2 * moments[0].largestScore)
  }

  @Test(
    "Of the two heads with the largest scores one is needed, the other only without it",
    .enabled(if: ReadCourse.isFast)
  )
  func absence() throws {
    let induction = try Induction(on: Workbench())
    let heads = induction.inductive.prefix(2).map(\.head)
    let rows = induction.ablation.rows.filter { $0.kind == .head && $0.layer == 1 }
    let changes = try heads.map { head in try #require(rows.first { $0.head == head }).change }
    #expect(changes[0] > 0.5 && changes[1] < 0.2)
    let pair = try #require(
      induction.ablation.pairs.first { pair in
        [pair.first, pair.second].allSatisfy { $0.layer == 1 && heads.contains($0.head) }
      }
    )
    #expect(pair.change > changes[0] + changes[1] + 0.3)
    #expect(induction.inductive[1].afterSame > 0.4)
  }
}

extension InductionTests {
  @Test("The answers that count as right are these", .enabled(if: ReadCourse.isFast))
  func claims() throws {
    let content = try #require(try ReadCourse.contents().first { $0.lesson.name == "induction" }).content
    let right = content.blocks.compactMap { block -> String? in
      if case .question(let question) = block { question.rightChoice } else { nil }
    }
    #expect(
      right == [
        "no: neither the key nor the value of “f” tells that a “b” stood before it",
        "slowly at first, then quickly", "from the “a” it looks to the “f” as before",
        "no: a score tells where a head looks, and not whether the model needs what it brings",
      ]
    )
  }
}

extension Workbench.Recipe {
  /// The same, but for a single step: the weights are almost those that were drawn.
  fileprivate var untrained: Workbench.Recipe {
    Workbench.Recipe(on: text, steps: 1, learningRate: 1e-6, shape: shape)
  }
}
