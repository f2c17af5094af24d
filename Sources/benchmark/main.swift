import Foundation
import Training

let bytes = try [UInt8](Data(contentsOf: URL(filePath: "data/names.txt")))
let corpus = try Corpus(utf8: bytes, layout: .lines)
for c in BenchmarkConfiguration.all.prefix(1) {
  let t = try StepTimes(c, on: corpus, stepCount: 300)
  print(c.name, t.forward, t.backward, t.adam, t.step, t.bareLoop, t.ratio, t.valueCount, t.recordCount, t.tapeBytes)
}
