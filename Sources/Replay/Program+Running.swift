import Autograd
import Basics
import Lanes

extension Program {
  /// Computes everything from the leaves as they are now and the given inputs.
  ///
  /// - Parameter inputs: as many as were recorded, in their order, each in the range of what it chooses from.
  public func replay(_ inputs: [Int]) {
    require(inputs.count == inputCount, "the program takes \(inputCount) inputs, not \(inputs.count)")
    let memory = tapeMemory()
    set(inputs, count: inputs.count, at: 0, in: memory)
    run(memory)
    noteReplay()
  }

  /// Goes backward from all results at once: adds to the gradients of the leaves as ``/Autograd/Value/backward(seed:)`` would.
  ///
  /// It must follow the replay: the program's numbers stand where the tape goes on, and are gone when anything else is
  /// computed on the tape or by another of its programs.
  ///
  /// - Parameter seed: the gradient of each result.
  public func backward(seed: Double = 1) {
    let memory = replayedMemory()
    noteBackward()
    backward(memory, seed: seed)
  }

  /// The result of this index, as it was computed last.
  public func result(_ index: Int) -> Double {
    require(
      resultPlaces.indices.contains(index),
      "a program with \(resultCount) results has none of index \(index)"
    )
    return replayedMemory().data[resultPlaces[index]]
  }

  func run<Number>(_ memory: ProgramMemory<Number>) {
    // What they name now holds until the next replay: gradients go where the numbers came from.
    for (offset, input) in recording.earlierInputs.enumerated() {
      let choice = memory.inputs[Int(input)]
      check(Int(choice), at: Int(input))
      memory.inputs[recording.start.inputCount + inputCount + offset] = choice
    }
    forward(memory)
  }

  func noteReplay() { lastReplay = (storage.pointee.claimRoomBeyondEnd(), wentBackward: false) }

  func noteBackward() {
    storage.pointee.noteGradientsBeyondEnd()
    lastReplay?.wentBackward = true
  }

  /// The tape's memory, in which the program must have been the last to compute.
  func replayedMemory() -> ProgramMemory<Double> {
    require(
      lastReplay.map { storage.pointee.holds($0.claim) } ?? false,
      "the program was not replayed, or something else was computed on the tape since"
    )
    return tapeMemory()
  }

  /// One past the last input, those on the tape included, and behind the program's own the copies of earlier ones.
  var inputEnd: Int { recording.start.inputCount + inputCount + recording.earlierInputs.count }

  /// The tape's own memory, with room for the program's values beyond its end.
  func tapeMemory() -> ProgramMemory<Double> {
    require(precision == .double, "a program of single precision does not run on the tape")
    require(
      storage.ends(at: mark),
      """
      the tape holds \(storage.pointee.end.valueCount) values, and not just the \(recording.start.valueCount) above which the \
      program was recorded
      """
    )
    storage.pointee.reserveBeyondEnd(values: placeCount + Double.readAhead, inputs: inputEnd)
    return ProgramMemory(
      data: storage.pointee.data.base,
      grad: storage.pointee.grad.base,
      inputs: storage.pointee.inputs.base
    )
  }

  /// Sets the inputs from `index` on to the first `count` of `numbers`.
  func set<Number>(_ numbers: [Int], count: Int, at index: Int, in memory: ProgramMemory<Number>) {
    let first = recording.start.inputCount + index
    for offset in 0..<count {
      check(numbers[offset], at: first + offset)
      memory.inputs[first + offset] = Int32(truncatingIfNeeded: numbers[offset])
    }
  }

  @inline(__always)
  private func check(_ number: Int, at input: Int) {
    let start = recording.start.inputCount
    require(
      number >= 0 && number < inputLimits[input],
      """
      \(input < start ? "input \(input), made before the program," : "input \(input - start)") \
      must be in 0..<\(inputLimits[input]), not \(number)
      """
    )
  }
}
