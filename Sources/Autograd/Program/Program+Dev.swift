
extension Program {
  package func devForward(_ k: Int) { forward(tapeMemory(), k..<k+1) }
  package func devBackward(_ k: Int) { storage.pointee.markUsedBeyondEnd(); backward(tapeMemory(), k..<k+1) }
  package func devDescribe(_ k: Int) -> String {
    let i = instructions[k]
    let r = rows[Int(i.rowStart)..<Int(i.rowStart+i.rowCount)]
    return "\(i.operation) rows \(i.rowCount) total \(r.reduce(0){$0+Int($1.count)}) w \(i.width) len \(i.length) dist \(i.distance) d\(i.differentiatesFirst ? 1 : 0)\(i.differentiatesSecond ? 1 : 0) s\(i.storesFirst ? 1 : 0)\(i.storesSecond ? 1 : 0) f\(i.fillsResult ? 1 : 0)\(i.fillsFirst ? 1 : 0)\(i.fillsSecond ? 1 : 0) str\(i.firstStride)\(i.secondStride)"
  }
}
