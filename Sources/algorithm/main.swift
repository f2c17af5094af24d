// The complete algorithm: a GPT that learns from a text file and makes up new texts, every number a value on a tape.
// It goes in the order of Karpathy's microgpt.py, with the same settings, and computes the same losses and names.
// Everything else in this package is speed, choice and looking inside, and tests hold everything else to this file.
//
//     swift run -c release algorithm data/names.txt

import Autograd
import Random

#if canImport(Darwin)
@preconcurrency import Darwin
#elseif canImport(Musl)
@preconcurrency import Musl
#else
@preconcurrency import Glibc
#endif

// MARK: Documents - one a line, in random order
guard CommandLine.arguments.count == 2, freopen(CommandLine.arguments[1], "r", stdin) != nil else {
  fputs("give one text file that can be read: algorithm data/names.txt\n", stderr)
  exit(64)
}
var random = MersenneTwister(seed: 42)
var documents: [[Unicode.Scalar]] = []
while let line = readLine() {
  var document = line.unicodeScalars[...]
  while let first = document.first, first.properties.isWhitespace { document.removeFirst() }
  while let last = document.last, last.properties.isWhitespace { document.removeLast() }
  if !document.isEmpty { documents.append(Array(document)) }
}
guard !documents.isEmpty else {
  fputs("the file has no line with text\n", stderr)
  exit(1)
}
random.shuffle(&documents)
print("documents: \(documents.count)")

// MARK: Tokenizer - a token for each character, and one more that stands before and after every document
let characters = Set(documents.joined()).sorted()
let tokenOfCharacter = Dictionary(uniqueKeysWithValues: zip(characters, 0...))
let boundary = characters.count
let vocabularySize = characters.count + 1
print("vocabulary: \(vocabularySize)")

// MARK: Parameters - what the model knows, at first random numbers
let layerCount = 1
let embeddingWidth = 16
let contextLength = 16
let headCount = 4
let headWidth = embeddingWidth / headCount

let tape = Tape()
func matrix(_ rows: Int, _ columns: Int) -> Matrix {
  tape.matrix(rows: rows, columns: columns) { random.gaussian(standardDeviation: 0.08) }
}

let tokenEmbeddings = matrix(vocabularySize, embeddingWidth)
let positionEmbeddings = matrix(contextLength, embeddingWidth)
let unembedding = matrix(vocabularySize, embeddingWidth)

struct Layer {
  let query = matrix(embeddingWidth, embeddingWidth)
  let key = matrix(embeddingWidth, embeddingWidth)
  let value = matrix(embeddingWidth, embeddingWidth)
  let output = matrix(embeddingWidth, embeddingWidth)
  let expansion = matrix(4 * embeddingWidth, embeddingWidth)
  let contraction = matrix(embeddingWidth, 4 * embeddingWidth)
}
let layers = (0..<layerCount).map { _ in Layer() }
let parameters = tape.run(from: 0)
print("parameters: \(parameters.count)")

// MARK: Model - from a token and what came before it to a score for each token that may come next
func softmax(_ scores: Vector) -> Vector {
  let exponentials = (scores - scores.maximum()).exp()
  return exponentials / exponentials.sum()
}

func normalized(_ x: Vector) -> Vector {
  x * (dot(x, x) / Double(x.count) + 1e-5).pow(-0.5)
}

/// The keys and values of the positions so far, in one layer.
struct Store {
  var keys: [Vector] = []
  var values: [Vector] = []
}

func logits(after token: Int, at position: Int, _ stores: inout [Store]) -> Vector {
  var x = normalized(tokenEmbeddings[token] + positionEmbeddings[position])
  for (index, layer) in layers.enumerated() {
    // Attention: each head looks at the positions so far and takes a weighted mean of their values.
    let input = normalized(x)
    let query = layer.query * input
    stores[index].keys.append(layer.key * input)
    stores[index].values.append(layer.value * input)
    let heads = (0..<headCount).map { head in
      let slice = head * headWidth..<(head + 1) * headWidth
      let keys = stores[index].keys.map { $0[slice] }
      let values = stores[index].values.map { $0[slice] }
      let scores = dots(query[slice], keys) / Double(headWidth).squareRoot()
      return weightedSum(softmax(scores), values)
    }
    x += layer.output * concatenate(heads)
    // Feed-forward: two matrices with a relu between them.
    x += layer.contraction * (layer.expansion * normalized(x)).relu()
  }
  return unembedding * x
}

// MARK: Adam - a step against a running mean of the gradient, divided by the root of a running mean of its square
struct Adam {
  let learningRate = 0.01, beta1 = 0.85, beta2 = 0.99, epsilon = 1e-8
  var m = [Double](repeating: 0, count: parameters.count)
  var v = [Double](repeating: 0, count: parameters.count)

  mutating func update(step: Int, of stepCount: Int) {
    let rate = learningRate * (1 - Double(step) / Double(stepCount))
    let correction1 = 1 - pow(beta1, Double(step + 1))
    let correction2 = 1 - pow(beta2, Double(step + 1))
    for (i, parameter) in parameters.enumerated() {
      m[i] = beta1 * m[i] + (1 - beta1) * parameter.grad
      v[i] = beta2 * v[i] + (1 - beta2) * parameter.grad * parameter.grad
      parameter.data -= rate * (m[i] / correction1) / ((v[i] / correction2).squareRoot() + epsilon)
      parameter.grad = 0
    }
  }
}

// MARK: Training - predict each token of a document, go backward from the loss, move the parameters, forget the rest
let stepCount = 1000
let start = tape.mark
var adam = Adam()
for step in 0..<stepCount {
  let document = documents[step % documents.count].compactMap { tokenOfCharacter[$0] }
  let tokens = [boundary] + document + [boundary]
  var stores = layers.map { _ in Store() }
  let losses = (0..<min(contextLength, tokens.count - 1)).map { position in
    let probabilities = softmax(logits(after: tokens[position], at: position, &stores))
    return -probabilities[tokens[position + 1]].log()
  }
  let loss = vector(of: losses).mean()
  loss.backward()
  adam.update(step: step, of: stepCount)
  print("step \(step + 1)/\(stepCount)  loss \(loss.data)")
  tape.rewind(to: start)
}

// MARK: Inference - draw a token, read it, draw the next, until the boundary comes
let temperature = 0.5
for _ in 0..<20 {
  var text = String.UnicodeScalarView()
  var token = boundary
  var stores = layers.map { _ in Store() }
  for position in 0..<contextLength {
    let probabilities = softmax(logits(after: token, at: position, &stores) / temperature)
    token = random.index(weightedBy: probabilities.data)
    if token == boundary { break }
    text.append(characters[token])
  }
  print(String(text))
  tape.rewind(to: start)
}
