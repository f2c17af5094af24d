import Autograd

extension Program {
  /// Puts the last replay on the tape as if it had been recorded anew, numbers, operations and gradients.
  ///
  /// The handles that were made when the program was recorded are good again until the tape is rewound.
  public func unfold() {
    let memory = replayedMemory()
    let start = recording.start.valueCount
    var data: [Double] = []
    var grad: [Double] = []
    for offset in 0..<recording.valueCount {
      let place = layout.place(of: start + offset)
      data.append(memory.data[place])
      grad.append(hasGradient(start + offset) ? memory.grad[place] : 0)
    }
    let inputs = (0..<inputCount).map { memory.inputs[recording.start.inputCount + $0] }
    var operands: [Int] = []
    let records = recording.records.indices.map { index in
      var record = recording.records[index]
      if record.readsInput { record.constant = Double(memory.inputs[Int(recording.inputPlace(of: record))]) }
      if let list = recording.operands(of: index) {
        record.second = Int32(recording.start.operandCount + operands.count)
        operands += list
      }
      return record
    }
    storage.pointee.append(
      data: data,
      grad: grad,
      records: records,
      operands: operands,
      inputs: inputs,
      reviving: recording.epoch
    )
  }
}
