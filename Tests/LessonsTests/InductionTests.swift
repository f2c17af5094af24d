import Autograd
import Foundation
import Inspection
import Lessons
import Random
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
    // Where it rises once more by more than 0.1, the text names the steps.
    if seed == 1 {
      let rises = zip(moments, moments.dropFirst()).filter { $1.repeatedLoss - $0.repeatedLoss > 0.1 }
      let text = try Lesson.induction.text().replacing("\n", with: " ")
      #expect(rises.count == 1)
      for (before, after) in rises {
        #expect(text.contains("at \(before.step) steps to")); #expect(text.contains("at \(after.step). We"))
      }
    }
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
    #expect(changes[0] > 0.5 && changes[1] < changes[0] / 10)
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
  /// The loss on the second words' letters but the first, by a model in which W_o makes nothing of some heads' z.
  private static func lossOnCopy(
    _ trained: Workbench.TrainedModel,
    without heads: [InductionScores.Head],
    wordCount: Int
  ) throws -> Double {
    let (boundary, point) = (trained.tokenizer.boundary, try #require(trained.tokenizer.encode(".").first))
    var letters = (0..<trained.tokenizer.vocabularySize).filter { $0 != boundary && $0 != point }
    var generator = MersenneTwister(seed: 42)
    let model = trained.model
    let width = model.configuration.headWidth
    let columns = heads.flatMap { head in
      let matrix = model.parameters["layer\(head.layer).attn_wo"]
      return (0..<matrix.rows).flatMap { row in
        let numbers = Array(matrix[row])
        return (head.head * width..<(head.head + 1) * width).map { numbers[$0] }
      }
    }
    let kept = columns.map { $0.data }
    for number in columns { number.data = 0 }
    defer { for (number, data) in zip(columns, kept) { number.data = data } }
    var sum = 0.0
    for number in 0..<wordCount {
      generator.shuffle(&letters)
      let word = Array(letters.prefix(3 + number % 4))
      let tokens = [boundary] + word + [point] + word
      let mark = trained.model.tape.mark
      var state = trained.model.initialState()
      var losses: [Double] = []
      for (token, next) in zip(tokens, tokens.dropFirst()) {
        let logits = model.logits(after: trained.model.tape.input(token), state: &state).data
        losses.append(-log(PlainAttention.softmax(logits)[next]))
      }
      trained.model.release(state)
      trained.model.tape.rewind(to: mark)
      let copied = losses.suffix(word.count - 1)
      sum += copied.reduce(0, +) / Double(copied.count)
    }
    return sum / Double(wordCount)
  }

  @Test(
    "Without the best head the copy fails, without the second best it does not: the same with columns of W_o that are 0",
    .enabled(if: ReadCourse.isFast)
  )
  func copyWithoutHeads() throws {
    let workbench = Workbench()
    let induction = try Induction(on: workbench)
    let trained = try workbench.model(Induction.recipe(layerCount: 2))
    let best = Array(induction.inductive.prefix(2))
    #expect(induction.withoutInductive.count == 3)
    for (scores, heads) in zip(induction.withoutInductive, [[best[0]], [best[1]], best]) {
      let loss = try Self.lossOnCopy(trained, without: heads, wordCount: 100)
      #expect(abs(scores.repeatedLoss - loss) < 1e-9)
    }
    let losses = induction.withoutInductive.map(\.repeatedLoss)
    #expect(losses[0] > log(8) && losses[1] < 0.05 && losses[2] > losses[0])
    // Afterwards nothing is switched off.
    #expect(
      try abs(Self.lossOnCopy(trained, without: [], wordCount: 100) - induction.deep.repeatedLoss) < 1e-9
    )
  }

  @Test(
    "The first layer's heads let go of the boundary at different letters, and the copying head needs each of them",
    .enabled(if: ReadCourse.isFast)
  )
  func placesInFirstWord() throws {
    let workbench = Workbench()
    let induction = try Induction(on: workbench)
    let trained = try workbench.model(Induction.recipe(layerCount: 2))
    let weights = induction.placeProbe.boundaryWeights
    // The weights of a few other words, read off the maps.
    let words = ["abcdef", "hgfedc", "cahfbe", "dgbhac", "ebgdfh", "fhaegb"]
    for head in 0..<4 {
      for letter in 1...6 {
        let read = try words.map { word in
          try trained.model.withForwardPass(over: trained.tokens(of: word + ".")) {
            AttentionMaps($0).heads[head].pattern[letter][0] ?? 0
          }
        }
        #expect(abs(read.reduce(0, +) / 6 - weights[head][letter - 1]) < 0.25)
      }
    }
    let lettingGo = try weights.map { try #require($0.firstIndex { $0 < 0.5 }) + 1 }
    let text = try Lesson.induction.text().replacing("\n", with: " ")
    let said = lettingGo.enumerated().map { "0.\($0.offset) at letter \($0.element)" }
    #expect(text.contains(said.joined(separator: ", ")) && Set(lettingGo).count > 2)
    let best = try #require(induction.inductive.first)
    for without in induction.withoutFirstLayer {
      let head = try #require(without.heads.first { $0.layer == 1 && $0.head == best.head })
      #expect(head.afterSame < best.afterSame - 0.15)
    }
  }

  @Test(
    "A first word costs what its lengths leave open, and no model pays less",
    .enabled(if: ReadCourse.isFast)
  )
  func firstWord() throws {
    // How often a letter or the point came after so many letters, counted in the texts.
    var (letters, all) = ([Int](repeating: 0, count: 7), [Int](repeating: 0, count: 7))
    for line in PracticeText.echoes.lines {
      for (place, byte) in line.prefix(1 + line.count / 2).enumerated() {
        all[place] += 1
        letters[place] += byte == UInt8(ascii: ".") ? 0 : 1
      }
    }
    let costs = (3...6).map { length in
      (1..<length).reduce(0) { $0 + log(8 * Double(all[$1]) / Double(letters[$1])) } / Double(length - 1)
    }
    let cost = costs.reduce(0, +) / 4
    let induction = try Induction(on: Workbench())
    for loss in [induction.shallow.firstLoss, induction.deep.firstLoss] { #expect(loss > cost - 0.01) }
    let text = try Lesson.induction.text().replacing("\n", with: " ")
    #expect(
      text.contains("pays \(String(format: "%.2f", cost)) there: ln 8 = \(String(format: "%.2f", log(8.0)))")
    )
  }

  @Test("The answers that count as right are these", .enabled(if: ReadCourse.isFast))
  func claims() throws {
    let content = try #require(try ReadCourse.contents().first { $0.lesson.name == "induction" }).content
    let right = content.blocks.compactMap { block -> String? in
      if case .question(let question) = block { question.rightChoice } else { nil }
    }
    #expect(
      right == [
        "no: neither the key nor the value of “f” tells that a “b” stood before it",
        "slowly at first, then quickly", "from the “a” it looks to the “f”, as from the “b”",
        "by less than a tenth of that",
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
