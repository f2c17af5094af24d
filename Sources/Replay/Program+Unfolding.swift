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
    let records = recording.records.map { record in
      var record = record
      if record.readsInput { record.constant = Double(memory.inputs[Int(recording.inputPlace(of: record))]) }
      return record
    }
    storage.pointee.append(
      data: data,
      grad: grad,
      records: records,
      operands: (0..<recording.operandCount).lazy.map { Int(self.recording.operands[$0]) },
      inputs: inputs,
      reviving: recording.epoch
    )
  }
}
