import Foundation
import Autograd
import Random
import Attention
import Transformer
import Training
import Inspection

func number(_ name: String, _ d: Double) -> Double {
  for a in CommandLine.arguments where a.hasPrefix(name + "=") { return Double(a.dropFirst(name.count + 1))! }
  return d
}
func cpu() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

let bytes = Array(try Data(contentsOf: URL(filePath: "data/names.txt")))
let corpus = try Corpus(utf8: bytes, layout: .lines)
for seed in Int(number("from", 1))...Int(number("to", 3)) {
  var training = SpellingSession.defaultConfiguration
  training.batchSize = Int(number("batch", 16))
  training.stepCount = Int(number("names", 48000)) / training.batchSize
  training.learningRate = number("rate", 0.01)
  training.seed = UInt64(seed)
  if number("clip", 0) > 0 { training.gradientClip = number("clip", 0) }
  let born = cpu()
  var session = try SpellingSession(corpus, configuration: training, shape: EncoderDecoderShape(layerCount: Int(number("layers", 1)), embeddingWidth: Int(number("width", 16)), headCount: Int(number("heads", 4)), contextLength: Int(number("context", 16))))
  let heldOut = session.trainer.dataset.validation
  var spent = 0.0
  let reports = Int(number("reports", 4))
  var line = "seed \(seed) params \(session.speller.model.configuration.parameterCount) held out \(heldOut.count) "
  var t = cpu()
  let setup = t - born
  while let step = try session.trainer.next() {
    if step.number % (training.stepCount / reports) == 0 {
      spent += cpu() - t
      line += String(format: "%d:%.4f/%.1f%% ", step.number * training.batchSize, step.smoothedLoss, 100 * (try SpellingScore(session.speller, of: heldOut).share))
      t = cpu()
    }
  }
  print(line + String(format: "cpu %.2f s, %.1f µs/name, setup %.3f", spent, spent * 1e6 / Double(training.stepCount * training.batchSize), setup))
  let decoded = cpu();
  let score = try SpellingScore(session.speller, of: heldOut)
  let tested = cpu() - decoded
  let mistakes = score.mistakes.prefix(3).map { session.tokenizer.decode($0.read) + "→" + session.tokenizer.decode($0.written) }.joined(separator: " ")
  // mean over held out of the weight on each relative place
  let H = session.speller.model.configuration.shape.headCount * session.speller.model.configuration.shape.layerCount
  var places = [[Double]](repeating: [0, 0, 0, 0, 0], count: H)
  for document in heldOut.prefix(200) {
    let maps = try CrossAttentionMaps(session.speller, of: document)
    let n = maps.read.count - 1
    for (h, head) in maps.heads.enumerated() {
      var sums = [0.0, 0, 0, 0]
      for i in 0..<min(n, head.pattern.count) {
        let c = n - 1 - i
        sums[0] += head.pattern[i][c]
        if c > 0 { sums[1] += head.pattern[i][c - 1] }
        sums[2] += head.pattern[i][c + 1]
        if c + 1 != n { sums[3] += head.pattern[i][n] }
      }
      for k in 0..<4 { places[h][k] += sums[k] / Double(n) / 200 }
      if head.pattern.count > n { places[h][4] += head.pattern[n][n] / 200 }
    }
  }
  for (h, p) in places.enumerated() { print("  head \(h): own \(f(p[0])) next-to-write \(f(p[1])) just-written \(f(p[2])) end \(f(p[3])); row of the end on end \(f(p[4]))") }
  print("  test cpu \(f(tested))", mistakes)
  if number("maps", 0) > 0 {
    let name = try session.tokenizer.encode("emma")
    let maps = try CrossAttentionMaps(session.speller, of: [session.tokenizer.boundary] + name + [session.tokenizer.boundary])
    for head in maps.heads { print("head", head.head, f(head.otherDiagonal)); for row in head.pattern { print(row.map(f).joined(separator: " ")) } }
  }
}
func f(_ x: Double) -> String { String(format: "%.2f", x) }
