import Lessons
import Testing

@Suite("Lesson qkv")
struct QueryKeyValueTests {
  private let qkv = QueryKeyValue()
  private let names = QueryKeyValue.words

  private func expectRows(
    _ attention: WorkedAttention,
    queries: [[Double]],
    keys: [[Double]],
    values: [[Double]]
  ) {
    for (index, query) in queries.enumerated() {
      let row = PlainAttention.row(query: query, keys: keys, values: values)
      #expect(isNear(attention.pattern[index], row.weights))
      #expect(isNear(attention.outputs[index], row.output))
    }
  }

  @Test("Queries, keys and values are products with the matrices, and attention is that of paper")
  func projections() {
    for (vectors, three, shared, bare) in [
      (QueryKeyValue.vectors, qkv.attention, qkv.shared, qkv.bare),
      (QueryKeyValue.vectorsOfLargeCat, qkv.largeCat, qkv.sharedOfLargeCat, qkv.bareOfLargeCat),
    ] {
      func all(_ matrix: [[Double]]) -> [[Double]] { vectors.map { PlainAttention.product(matrix, $0) } }
      let values = all(QueryKeyValue.valueMatrix)
      let both = all(QueryKeyValue.sharedMatrix)
      expectRows(
        three,
        queries: all(QueryKeyValue.queryMatrix),
        keys: all(QueryKeyValue.keyMatrix),
        values: values
      )
      expectRows(shared, queries: both, keys: both, values: values)
      expectRows(bare, queries: vectors, keys: vectors, values: vectors)
    }
    let vectors = QueryKeyValue.vectors
    #expect(qkv.queries == vectors.map { PlainAttention.product(QueryKeyValue.queryMatrix, $0) })
    #expect(qkv.keys == vectors.map { PlainAttention.product(QueryKeyValue.keyMatrix, $0) })
    #expect(qkv.values == vectors.map { PlainAttention.product(QueryKeyValue.valueMatrix, $0) })
  }

  @Test("sat finds cat and on finds mat; those that look for nothing have even weights")
  func found() {
    func best(_ query: Int) -> Int? {
      let row = qkv.attention.pattern[query].map { $0 ?? 0 }
      return row.indices.max { row[$0] < row[$1] }
    }
    #expect(best(1) == 0 && best(2) == 3)
    for query in [0, 3] {
      #expect(qkv.queries[query] == [0, 0])
      #expect(isNear(qkv.attention.pattern[query], [0.25, 0.25, 0.25, 0.25]))
    }
    #expect(qkv.keys[1] == [0, 0])
  }

  @Test("A larger cat changes outputs and no weight, unless there are no projections")
  func largeCat() {
    #expect(qkv.largeCat.pattern == qkv.attention.pattern)
    #expect(qkv.largeCat.outputs[1][0] > qkv.attention.outputs[1][0] + 3)
    #expect(qkv.sharedOfLargeCat.pattern == qkv.shared.pattern)
    #expect(qkv.bareOfLargeCat.pattern[3][0]! > qkv.bare.pattern[3][0]! + 0.5)
  }

  @Test("With queries equal to keys the scores are symmetric, and the weights are not")
  func symmetry() {
    for (row, column) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] {
      #expect(qkv.shared.scores[row][column] == qkv.shared.scores[column][row])
    }
    #expect(qkv.shared.pattern[1][0]! > qkv.shared.pattern[0][1]! + 0.3)
    // Three projections: neither.
    #expect(qkv.attention.scores[1][0] != qkv.attention.scores[0][1])
    #expect(qkv.attention.pattern[1][0] != qkv.attention.pattern[0][1])
  }

  @Test(
    "The scores are symmetric with keys of twice the query, too, and with two other matrices they are not"
  )
  func doubledKeys() {
    let queries = QueryKeyValue.vectors.map { PlainAttention.product(QueryKeyValue.sharedMatrix, $0) }
    let doubled = WorkedAttention(queries: queries, keys: queries.map { $0.map { 2 * $0 } }, values: queries)
    for row in 0..<4 {
      for column in 0..<4 { #expect(doubled.scores[row][column] == doubled.scores[column][row]) }
    }
    #expect(doubled.pattern[1][0] != doubled.pattern[0][1])
  }

  @Test("The text has the vectors and the products that it argues with")
  func products() throws {
    let vectors = QueryKeyValue.vectors.map { PlainAttention.product(QueryKeyValue.sharedMatrix, $0) }
    #expect(qkv.sharedVectors == vectors && vectors[1] == [1, 0] && vectors[0] == [2, 0])
    let text = try Lesson.qkv.text().replacing("\n", with: " ")
    #expect(text.contains("here (1, 0) and (2, 0)") && text.contains("a·b = 2 is more than a·a = 1"))
    #expect(PlainAttention.dot(vectors[0], vectors[0]) == 4 && text.contains("larger still, here 4"))
  }

  @Test(
    "Whoever prefers another to itself, with queries equal to keys, is not preferred to that other itself"
  )
  func preference() {
    let numbers = stride(from: -2.0, through: 2, by: 0.5)
    let vectors = numbers.flatMap { first in numbers.map { [first, $0] } }
    var preferring = 0
    for first in vectors {
      for second in vectors
      where PlainAttention.dot(first, second) > PlainAttention.dot(first, first) {
        preferring += 1
        #expect(PlainAttention.dot(second, second) > PlainAttention.dot(first, second))
      }
    }
    #expect(preferring > 100)
    let scores = qkv.shared.scores
    #expect(scores[1][0]! > scores[1][1]! && scores[0][0]! > scores[0][1]!)
  }

  @Test("The answers that count as right are these")
  func answers() throws {
    #expect(
      try Lesson.qkv.questions.map(\.rightChoice) == [
        "“cat”", "the outputs only", "sat → cat",
      ]
    )
  }
}
