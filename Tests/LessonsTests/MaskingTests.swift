import Foundation
import Lessons
import Testing

@Suite("Lesson mask")
struct MaskingTests {
  private let masking = Masking()

  @Test("Scores under each mask, by formula", arguments: [8, 128, 256])
  func counts(length n: Int) {
    let counts = ([Masking.causal] + Masking.narrower).map { Masking.scoreCount($0.mask, length: n) }
    #expect(counts[0] == n * (n + 1) / 2)
    #expect(counts[1] == 1 + 2 + 3 * (n - 2))
    #expect(counts[2] == (0..<n).map { $0 / 3 + 1 }.reduce(0, +))
    #expect(counts[3] == n / 4 * (1 + 2 + 3 + 4))
    // Position 0 is in the windows of the first three queries already.
    #expect(counts[4] == counts[1] + n - 3)
  }

  @Test("Padding: the queries at positions 6 and 7 see 6 keys, the others as many as before")
  func padding() {
    let cells = Masking.cells(Masking.narrower[4].mask)
    #expect(cells.map { $0.compactMap { $0 }.count } == [1, 2, 3, 4, 5, 6, 6, 6])
  }

  @Test("Twice as long: the window's scores about double, the causal and the strided ones about quadruple")
  func growth() {
    func ratio(_ named: Masking.Named) -> Double {
      Double(Masking.scoreCount(named.mask, length: 256))
        / Double(Masking.scoreCount(named.mask, length: 128))
    }
    #expect(abs(ratio(Masking.narrower[0]) - 2) < 0.05)
    #expect(ratio(Masking.causal) > 3.9 && ratio(Masking.narrower[1]) > 3.9)
  }

  @Test("The gradient of a key is w (v − output) s q, and exactly 0 where it is hidden")
  func gradients() {
    let vectors = Masking.vectors
    for query in 0..<4 {
      let weights = masking.right.pattern[query]
      let output = zip(weights, vectors).reduce(0) { $0 + ($1.0 ?? 0) * $1.1[1] }
      let length = vectors[query].reduce(0) { $0 + $1 * $1 }.squareRoot()
      for key in 0..<4 {
        guard let weight = weights[key] else {
          #expect(masking.keyGradients[query][key] == 0 && key > query)
          continue
        }
        let expected = abs(weight * (vectors[key][1] - output)) * 0.5 * length
        #expect(abs(masking.keyGradients[query][key] - expected) < 1e-14)
        #expect(query == 0 || expected > 0.01, "a visible key must not look hidden")
      }
    }
    #expect(masking.queryGradients[0] == 0)
    #expect(masking.queryGradients[1...].allSatisfy { $0 > 0 })
  }

  @Test("A hidden pair leaves no number on the tape: 5 n + 3 + 4 numbers for n visible keys of 4 elements")
  func nodes() {
    #expect(masking.causalValueCounts == [12, 17, 22, 27])
    #expect(masking.causalValueCount == (1...4).reduce(0) { $0 + 5 * $1 + 7 })
    #expect(masking.fullValueCount == 4 * (5 * 4 + 7))
  }

  @Test("softmax of a row of nothing but −∞ is no number")
  func nothing() {
    #expect(masking.softmaxOfNothing.count == 2 && masking.softmaxOfNothing.allSatisfy { $0.isNaN })
  }

  @Test("Weights set to 0 after the softmax leave less than 1")
  func afterSoftmax() {
    let row = masking.full.pattern[1].map { $0! }
    #expect(abs(row.reduce(0, +) - 1) < 1e-15 && row[0] + row[1] < 0.8)
  }

  @Test("Divided by their sum, the weights that are left are those of the visible scores alone")
  func rescaled() throws {
    for query in 0..<4 {
      let left = masking.full.pattern[query].prefix(query + 1).map { $0! }
      let sum = left.reduce(0, +)
      #expect(isNear(left.map { $0 / sum }, masking.right.pattern[query].compactMap { $0 }))
    }
    // “eat”: q·k is 2 with “birds” and 5 with itself, and the scale 1/2.
    let weight = 1 / (1 + exp(1.5))
    let shown = [weight, 1 - weight].map { String(format: "%.3f", $0) }
    #expect(
      try Lesson.mask.text().replacing("\n", with: " ").contains("the two are \(shown[0]) and \(shown[1])")
    )
  }

  @Test("The drawn masks have a row for each query, with an x where the formula shows the key")
  func drawn() throws {
    let lines = try Lesson.mask.text().split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    func rows(_ names: String) throws -> [[Substring]] {
      let start = try #require(lines.firstIndex { $0.split(separator: " ").joined(separator: " ") == names })
      return lines[start + 1...start + 8].map { $0.split(separator: " ") }
    }
    func check(_ names: String, _ visible: [(_ query: Int, _ key: Int) -> Bool]) throws {
      for (query, row) in try rows(names).enumerated() {
        let expected = visible.flatMap { visible in
          (0..<8).map { key in key <= query && visible(query, key) ? "x" : "·" }
        }
        #expect(row.map(String.init) == expected, "\(names), row \(query)")
      }
    }
    try check("window:3 window:3+global:1", [{ $0 - $1 < 3 }, { $0 - $1 < 3 || $1 == 0 }])
    try check("strided:3 blocks:4", [{ ($0 - $1) % 3 == 0 }, { $0 / 4 == $1 / 4 }])
    try check("causal causal with padding", [{ _, _ in true }, { $1 < 6 }])
  }

  @Test("The worked example with the mistake: rows sum to 1, six pairs hidden, the first word looks ahead")
  func mistake() {
    for pattern in [masking.wrong.pattern, masking.right.pattern] {
      #expect(pattern.allSatisfy { abs($0.reduce(0) { $0 + ($1 ?? 0) } - 1) < 1e-15 })
      #expect(pattern.joined().count { $0 == nil } == 6)
    }
    // The mask alone is turned: the rows are the softmax of the scores with key ≥ query.
    for (query, row) in masking.wrong.pattern.enumerated() {
      let scores = (query..<4).map { PlainAttention.dot(Masking.vectors[query], Masking.vectors[$0]) / 2 }
      #expect(isNear(row.compactMap { $0 }, PlainAttention.softmax(scores)))
    }
    #expect(masking.wrong.pattern[0][0]! < 0.5 && masking.wrong.pattern[0].allSatisfy { $0 != nil })
    #expect(masking.wrong.pattern[3].compactMap { $0 } == [1])
    #expect(masking.right.pattern[0].compactMap { $0 } == [1])
    #expect(masking.right.pattern[3].allSatisfy { $0 != nil })
  }
}
