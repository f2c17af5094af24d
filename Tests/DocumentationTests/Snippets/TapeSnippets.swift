import Autograd
import Random
import Replay

@Sendable func tapeByHand() {
  let tape = Tape()
  let a = tape.value(-4)
  let b = tape.value(2)
  let c = a * b + b.pow(3)
  c.backward()
  print(c.data, a.grad, b.grad)
  print(c)
  for parent in c.parents { print(parent.value.data, parent.localDerivative) }
}

@Sendable func gradientCheck() {
  let tape = Tape()
  let a = tape.value(-4)
  let b = tape.value(2)
  let check = tape.checkGradients(of: [a, b]) { a * b + b.pow(3) }
  print(check.comparisons.map { $0.backpropagated })
  print(check.worstRelativeError < 1e-9)
}

@Sendable func wholeTape() {
  let tape = Tape()
  let x = tape.vector([3, 4])
  let y = (x * x).sum().pow(0.5)
  y.backward()
  print(tape)
  print(y.data, x.grad)
}

@Sendable func xor() {
  let tape = Tape()
  var random = MersenneTwister(seed: 1)
  let hidden = tape.matrix(rows: 32, columns: 3) { 2 * random.unit() - 1 }
  let output = tape.matrix(rows: 1, columns: 32) { 2 * random.unit() - 1 }
  let parameters = tape.run(from: 0)
  let end = tape.mark

  for step in 0...1000 {
    let errors = [(0.0, 0.0), (0, 1), (1, 0), (1, 1)].map { x, y in
      let prediction = (output * (hidden * tape.vector([x, y, 1])).relu())[0]
      return (prediction - (x == y ? 0 : 1)).pow(2)
    }
    let loss = vector(of: errors).mean()
    loss.backward()
    if step % 250 == 0 { print(step, (loss.data * 10_000).rounded() / 10_000) }
    for parameter in parameters { parameter.data -= 0.05 * parameter.grad }
    tape.clearGradients()
    tape.rewind(to: end)
  }
}

@Sendable func millionValues() {
  let tape = Tape()
  let x = tape.value(1)
  var y = x
  for _ in 1...1_000_000 { y = y * 0.999_999 }
  y.backward()
  print(y.data == x.grad, tape.recordCount)
}

@Sendable func diamond() {
  let tape = Tape()
  let a = tape.value(3)
  let b = a * a
  let c = a + b
  let d = b * c
  d.backward()
  print(tape)
  print([d, c, b, a].map { $0.grad })
}

@Sendable func localDerivatives() {
  let tape = Tape()
  let a = tape.value(2)
  let b = tape.value(5)
  for y in [a + b, a * b, a / b, a.pow(3), a.exp(), a.log(), (a - b).relu()] {
    print(y.operation.map { "\($0)" } ?? "leaf", y.parents.map { $0.localDerivative })
  }
}

@Sendable func softmaxRows() {
  let tape = Tape()
  let a = tape.vector([1, 2, 3])
  let w = a.softmax()
  w[2].backward()
  let p = w.data
  let jacobian = (0..<3).map { p[2] * (($0 == 2 ? 1 : 0) - p[$0]) }
  print(zip(a.grad, jacobian).allSatisfy { abs($0 - $1) < 1e-15 })
}

@Sendable func lossAtTheEdge() {
  let tape = Tape()
  let logits = tape.vector([0, 800])
  print(-logits.softmax()[0].log().data)
  print(logits.negativeLogProbability(of: tape.input(0)).data)
}

@Sendable func lossGradients() {
  let tape = Tape()
  let logits = tape.vector([0.5, -1, 2])
  let plain = -logits.softmax()[2].log()
  plain.backward()
  let plainGradient = logits.grad
  logits.clearGradients()
  let stable = logits.negativeLogProbability(of: tape.input(2))
  stable.backward()
  print(abs(plain.data - stable.data) < 1e-15)
  print(zip(plainGradient, logits.grad).allSatisfy { abs($0 - $1) < 1e-15 })
}

@Sendable func operationOfOnesOwn() {
  func tanh(_ x: Value) -> Value {
    let e = (x * 2).exp()
    return (e - 1) / (e + 1)
  }

  let tape = Tape()
  let x = tape.value(0.5)
  let y = tanh(x)
  y.backward()
  print(abs(x.grad - (1 - y.data * y.data)) < 1e-15)
  print(tape.checkGradients(of: [x]) { tanh(x) }.worstRelativeError < 1e-9)
}

@Sendable func recordedOnce() {
  let tape = Tape()
  let embedding = tape.matrix(rows: 3, columns: 2) { 0.5 }
  let weights = tape.matrix(rows: 4, columns: 2) { 0.25 }
  let program = tape.program {
    [2, 0].map { token in (weights * embedding[tape.input(token)]).relu().sum() }
  }
  program.replay([1, 1])  // other tokens, and the parameters as they are now
  program.backward()  // from both results at once
  print(program.result(0), weights.elements.grad)
  program.unfold()  // back on the tape, as if recorded anew
  print(tape)
  print(program)
}

/// The loss of the XOR example after its last step, begun from another seed.
func xorLoss(seed: UInt64) -> Double {
  let tape = Tape()
  var random = MersenneTwister(seed: seed)
  let hidden = tape.matrix(rows: 32, columns: 3) { 2 * random.unit() - 1 }
  let output = tape.matrix(rows: 1, columns: 32) { 2 * random.unit() - 1 }
  let parameters = tape.run(from: 0)
  let end = tape.mark
  var last = 0.0
  for _ in 0...1000 {
    let errors = [(0.0, 0.0), (0, 1), (1, 0), (1, 1)].map { x, y in
      let prediction = (output * (hidden * tape.vector([x, y, 1])).relu())[0]
      return (prediction - (x == y ? 0 : 1)).pow(2)
    }
    let loss = vector(of: errors).mean()
    loss.backward()
    last = loss.data
    for parameter in parameters { parameter.data -= 0.05 * parameter.grad }
    tape.clearGradients()
    tape.rewind(to: end)
  }
  return last
}
