import Attention
import Autograd
import Lessons

@Sendable func softLookup() {
  let tape = Tape()
  let keys = [[0, 1], [1, 0], [0, -1], [-1, 0]].map { tape.vector($0) }
  let values = [4, 2, 8, 14].map { tape.vector([$0]) }
  let query = tape.vector([0.6, 0.8])
  let pattern = dots(query, keys).softmax()
  let z = weightedSum(pattern, values)
  print(pattern.data.map { ($0 * 1000).rounded() / 1000 })
  print((z[0].data * 1000).rounded() / 1000)
}

@Sendable func saturatedSoftmax() {
  let tape = Tape()
  for score in [0.0, 1, 2, 4, 8] {
    let scores = tape.vector([score, 0])
    let weight = scores.softmax()[0]
    weight.backward()
    let rounded = [weight.data, scores[0].grad].map { ($0 * 10_000).rounded() / 10_000 }
    print(Int(score), rounded[0], rounded[1])
  }
}

@Sendable func queriesAndKeysInOtherUnits() {
  let tape = Tape()
  let query = tape.vector([3, 1])
  let keys = [tape.vector([1, 5]), tape.vector([-2, 2])]
  let otherQuery = query * tape.vector([2, 4])
  let otherKeys = keys.map { $0 / tape.vector([2, 4]) }
  print(otherQuery.data, otherKeys.map { $0.data })
  print(dots(query, keys).data, dots(otherQuery, otherKeys).data)
}

@Sendable func attentionBackwardByHand() {
  let tape = Tape()
  let q = tape.vector([1, 2])
  let keys = [[1, 0], [0, 1], [-1, 2]].map { tape.vector($0) }
  let values = [[3, 1], [0, 2], [1, -1]].map { tape.vector($0) }
  let s = tape.value(0.5)
  let head = AttentionKernel.softmax.attend(q, keys, values, s)
  let g = [3.0, -1]
  dot(head.output, tape.vector(g)).backward()

  func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map { $0 * $1 }.reduce(0, +) }
  let w = head.pattern?.data ?? []
  let byWeight = values.map { product(g, $0.data) }
  let byScore = zip(w, byWeight).map { $0 * ($1 - product(w, byWeight)) }
  let byQuery = q.data.indices.map { i in 0.5 * product(byScore, keys.map { $0.data[i] }) }
  let byKey = q.data.map { 0.5 * byScore[0] * $0 }
  let byScale = product(byScore, keys.map { product(q.data, $0.data) })

  func equal(_ a: [Double], _ b: [Double]) -> Bool { zip(a, b).allSatisfy { abs($0 - $1) < 1e-14 } }
  print(equal(values[0].grad, g.map { w[0] * $0 }), equal(head.scores?.grad ?? [], byScore))
  print(equal(q.grad, byQuery), equal(keys[0].grad, byKey), equal([s.grad], [byScale]))
  print(equal([byScore.reduce(0, +)], [0]))
}

@Sendable func numbersOfALesson() throws {
  let basics = try Lesson.basics.content(on: Workbench())
  for numbers in basics.numbers where numbers.name == "pattern" {
    print(numbers.rows[0].map { (($0 ?? 0) * 1000).rounded() / 1000 })
  }
}
