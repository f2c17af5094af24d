import Autograd
import Foundation
import Training
import Transformer

func now() -> UInt64 { var t = timespec(); clock_gettime(CLOCK_MONOTONIC, &t); return UInt64(t.tv_sec) * 1_000_000_000 + UInt64(t.tv_nsec) }
func dev(_ corpus: Corpus, _ arguments: [String]) throws {
  var training = TrainingConfiguration()
  training.stepCount = 1000
  let session = try Session(corpus, configuration: training)
  let model = session.model
  let tape = model.tape
  let docs = session.trainer.dataset.training
  let batch = Int(arguments.first ?? "1")!
  if arguments.contains("prof") {
    let n = 7
    let program = tape.program(differentiating: model.parameterVector) { (0..<batch).map { _ in model.loss(of: Array(repeating: 0, count: n + 1)) } }
    let d = docs.first { $0.count == n + 1 }!
    program.replay(Array((0..<batch).map { _ in d }.joined()))
    program.backward()
    let reps = 3000
    var sf = 0.0, sb = 0.0
    for k in 0..<program.instructionCount {
      let t0 = now(); for _ in 0..<reps { program.devForward(k) }
      let t1 = now(); for _ in 0..<reps { program.devBackward(k) }
      let t2 = now()
      let f = Double(t1 - t0) / Double(reps), b = Double(t2 - t1) / Double(reps)
      sf += f; sb += b
      print(String(format: "%3d %7.1f %7.1f  ", k, f, b) + program.devDescribe(k))
    }
    print(sf, sb)
    return
  }
  var programs: [Program?] = Array(repeating: nil, count: 40)
  var optimizer = Adam(parameterCount: model.parameterVector.count)
  var best = (1e9, 1e9, 1e9, 1e9)
  for _ in 0..<20 {
    var f: UInt64 = 0, b: UInt64 = 0, a: UInt64 = 0, nrm: UInt64 = 0
    for step in 0..<1000 {
      let d = docs[step % docs.count], n = min(16, d.count - 1)
      if programs[n] == nil { programs[n] = tape.program(differentiating: model.parameterVector) { [model.loss(of: d)] } }
      let p = programs[n]!
      let t0 = now()
      p.replay(d.count == n + 1 ? d : Array(d.prefix(n + 1)))
      let t1 = now()
      p.backward()
      let t2 = now()
      let g = model.parameterVector.gradientNorm
      let t3 = now()
      precondition(g.isFinite)
      optimizer.update(model.parameterVector, step: step + 1, learningRate: 0.01 * (1 - Double(step) / 1000))
      let t4 = now()
      f += t1 - t0; b += t2 - t1; nrm += t3 - t2; a += t4 - t3
    }
    best = (min(best.0, Double(f) / 1e6), min(best.1, Double(b) / 1e6), min(best.2, Double(nrm) / 1e6), min(best.3, Double(a) / 1e6))
  }
  print(String(format: "fwd %.2f bwd %.2f norm %.2f adam %.2f = %.2f", best.0, best.1, best.2, best.3, best.0 + best.1 + best.3))
}
