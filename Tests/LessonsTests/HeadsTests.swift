import Autograd
import Inspection
import Lessons
import Testing
import Training
import Transformer

@Suite("Lesson heads")
struct HeadsTests {
  @Test("One head has as many parameters as four, counted by hand")
  func parameters() throws {
    // Embeddings of 9 tokens and 16 positions, the output head; W_q, W_k, W_v, W_o; a feed-forward part four times as wide.
    let count = 9 * 16 + 16 * 16 + 9 * 16 + 4 * 16 * 16 + 2 * 16 * 64
    for headCount in HeadWork.headCounts {
      let recipe = Workbench.Recipe(on: .palindromes, steps: 1, shape: GPTShape(headCount: headCount))
      #expect(try Workbench().model(recipe).model.parameterVector.count == count && count == 3616)
    }
  }

  @Test(
    "Four heads lose less than one on held-out palindromes",
    .enabled(if: ReadCourse.isFast),
    arguments: [1, 2, 3, 4, 42] as [UInt64]
  )
  func fourAgainstOne(seed: UInt64) throws {
    let comparison = try HeadWork.Comparison(on: Workbench(), seeds: [seed])
    #expect(comparison.losses[1][0] < comparison.losses[0][0] - 0.02)
    #expect(comparison.parameterCounts[0] == comparison.parameterCounts[1])
  }

  @Test(
    "More than one head looks to the mirror, and the forecast knows little of what heads are worth",
    .enabled(if: ReadCourse.isFast),
    arguments: [1, 2, 3] as [UInt64]
  )
  func mirror(seed: UInt64) throws {
    let work = try HeadWork(on: Workbench(), seed: seed)
    #expect(work.roles.heads.allSatisfy { $0.role.mirror != nil })
    #expect(work.mirrored.count >= 2)
    let rows = work.ablation.rows.filter { $0.kind == .head }
    #expect(rows.allSatisfy { $0.change > 0.02 && abs($0.forecast) < 0.04 && abs($0.forecast) < $0.change })
  }

  @Test(
    "The heads that are missed most look to the mirror, and none has a name",
    .enabled(if: ReadCourse.isFast)
  )
  func shownModel() throws {
    let work = try HeadWork(on: Workbench())
    let rows = work.ablation.rows.filter { $0.kind == .head }
    let byCost = rows.sorted { $0.change > $1.change }.compactMap(\.head)
    #expect(Set(byCost.prefix(work.mirrored.count)) == Set(work.mirrored))
    #expect(work.roles.heads.allSatisfy { $0.role.word == .mixed })
  }

  @Test(
    "In the shown text the mirror of a query is where the letter to come stands first",
    .enabled(if: ReadCourse.isFast)
  )
  func shownText() throws {
    let content = try #require(try ReadCourse.contents().first { $0.lesson.name == "heads" }).content
    let shown = try #require(content.numbers.first { $0.name == "mirror_weights_in_shown_text" }).rows[0]
    let largest = try #require(content.numbers.first { $0.name == "largest_weights_in_shown_text" }).rows[0]
    let workbench = Workbench()
    let trained = try workbench.model(HeadWork.recipe(headCount: 4, seed: HeadWork.shownSeed))
    let weights = try HeadWork(on: workbench).roles.heads.map { $0.role.mirror?.weight ?? 0 }
    let best = try #require(weights.indices.max { weights[$0] < weights[$1] })
    let text = Array("bfdccdfb")
    let tokens = try trained.tokens(of: String(text))
    let pattern = trained.model.withForwardPass(over: tokens) { AttentionMaps($0) }.heads[best].pattern
    // Token t is letter t − 1. After the last letter comes the boundary, which stands first of all.
    let mirrors = (5...7).map { pattern[$0][(text.firstIndex(of: text[$0]) ?? 0) + 1] } + [pattern[8][0]]
    #expect(shown == mirrors)
    #expect(largest == (5...8).map { pattern[$0].compactMap { $0 }.max() })
    // The picture of one text is not the mean over many, and in most rows another key gets more.
    let others = zip(shown, largest).filter { $0 != $1 }
    #expect(others.count > 2)
    let mean: Double = mirrors.compactMap { $0 }.reduce(0, +) / 4
    #expect(abs(mean - weights[best]) > 0.05)
  }

  @Test("To switch a head off is to set its columns of W_o to 0", .enabled(if: ReadCourse.isFast))
  func columns() throws {
    let workbench = Workbench()
    let ablation = try HeadWork(on: workbench).ablation
    let trained = try workbench.model(HeadWork.recipe(headCount: 4, seed: HeadWork.shownSeed))
    let documents = trained.dataset.validation.prefix(HeadWork.probeCount)
    let output = try #require(trained.model.namedParameters.first { $0.name == "layer0.attn_wo" }).matrix
      .elements
    let kept = output.data
    let rows = ablation.rows.filter { $0.kind == .head }
    #expect(rows.compactMap(\.head) == [0, 1, 2, 3])
    for (head, row) in rows.enumerated() {
      for index in kept.indices where index % 16 / 4 == head { output[output.startIndex + index].data = 0 }
      #expect(abs(trained.model.meanLoss(of: documents).perToken - row.ablatedLoss) < 1e-9)
      for index in kept.indices { output[output.startIndex + index].data = kept[index] }
    }
  }
}

extension HeadWork {
  /// The heads that give the mirror more than twice what an even pattern would.
  fileprivate var mirrored: [Int] {
    roles.heads.filter { ($0.role.mirror?.weight ?? 0) > 2 * ($0.role.mirror?.even ?? 1) }.map(\.head)
  }
}
