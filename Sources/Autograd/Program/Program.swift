import Basics

/// A computation that was recorded once, to be repeated with other inputs much faster than it can be recorded.
///
/// The graph of a training step depends on the length of the document and not on its text: which rows are read and which
/// targets scored is data (``Input``). So it is recorded once for each length, looked at as a whole, and replayed:
///
///     let program = tape.program(differentiating: parameters) { [model.loss(of: [26, 4, 12, 12, 0, 26])] }
///     program.replay([26, 8, 6, 4, 13, 26])
///     print(program.result(0))
///     program.backward()
///
/// A program is made in six passes, each a file in `Planning`:
///
/// 1. ``Fusion``: softmax, the loss of a token and RMSNorm are recognized, to be worked off row by row.
/// 2. ``Dependence``: how many operations must come before each one, its level, and which gradients go through it.
/// 3. ``Grouping``: what does the same at one level becomes one instruction; products with one matrix become one product
///    of matrices, whose weights are loaded once for all positions, and matrices that meet the same vectors are joined.
/// 4. ``Layout``: every value gets a place, the results of an instruction side by side.
/// 5. ``Builder``: an instruction lists where its rows read and write; rows that continue each other are one.
/// 6. ``GradientStores``: the first to write a gradient stores it, so that most need not be cleared.
///
/// Until the next replay nothing is overwritten: ``data(of:)`` and ``grad(of:)`` give every number that the recorded tape
/// would hold, up to the order of summation and the last bit of ``Operation/exp``, and ``unfold()`` puts them back on the
/// tape.
///
/// A program reads the leaves where they stand, so a parameter that has changed is read anew; the tape must not be
/// rewound to before where the program was recorded.
public final class Program {
  let stretch: Stretch
  let layout: Layout
  let instructions: [Instruction]
  let rows: [Row]
  let operands: [Int32]
  /// Ranges of places whose gradients must be zero before going backward.
  let cleared: [Range<Int>]
  /// Where a part of a matrix is transposed.
  let panelPlace: Int
  /// The places of the results.
  let resultPlaces: [Int]
  /// One more than the largest number each input of the tape and of the program may be.
  let inputLimits: [Int32]
  private let mark: Tape.Mark
  private let number: Int
  private let flows: [Dependence.Flow]
  let storage: UnsafeMutablePointer<TapeStorage>
  /// The tape, which must not go away before the program.
  private let tape: Tape

  init(_ tape: Tape, from mark: Tape.Mark, results: [Value], differentiating leaves: Range<Int>?) {
    self.tape = tape
    self.mark = mark
    storage = tape.storage
    number = storage.pointee.issueProgramNumber()
    let start = mark.extent
    let positions = results.map { $0.position }
    require(
      positions.allSatisfy { $0 >= start.valueCount },
      "a program's results must be computed in it"
    )
    stretch = Stretch(storage.pointee, from: start)
    let uses = Uses(stretch, results: positions)
    let fusion = Fusion(stretch, uses)
    let dependence = Dependence(stretch, fusion, results: positions, leaves: leaves)
    let grouping = Grouping(stretch, uses, fusion, dependence)
    let layout = Layout(stretch, grouping, uses)
    let builder = Builder(stretch, dependence, grouping, layout)
    var instructions = builder.instructions
    let places = positions.map { layout.place(of: $0) }
    cleared = GradientStores(&instructions, builder.rows, builder.operands, layout, seeds: places).cleared
    self.layout = layout
    self.instructions = instructions
    rows = builder.rows
    operands = builder.operands
    panelPlace = layout.end
    placeCount = layout.end + builder.panelCount
    resultPlaces = places
    flows = dependence.flows
    inputLimits = stretch.inputLimits
  }

  /// How many places a memory for the program needs, from the first leaf on.
  let placeCount: Int

  /// How many inputs it takes.
  public var inputCount: Int { stretch.inputs.count }

  /// The inputs with which it was recorded.
  public var recordedInputs: [Int] { stretch.inputs.map { Int($0) } }

  /// How many instructions it has.
  public var instructionCount: Int { instructions.count }

  /// How many results it was made with.
  public var resultCount: Int { resultPlaces.count }

  /// The memory it takes, in bytes, besides that of the values, which all programs of a tape share.
  public var byteCount: Int {
    stretch.byteCount + instructions.count * MemoryLayout<Instruction>.stride
      + rows.count * MemoryLayout<Row>.stride + operands.count * MemoryLayout<Int32>.stride
  }

  // MARK: Running

  /// Computes everything from the leaves as they are now and the given inputs.
  ///
  /// - Parameter inputs: as many as were recorded, in their order, each in the range of what it chooses from.
  public func replay(_ inputs: [Int]) {
    require(inputs.count == inputCount, "the program takes \(inputCount) inputs, not \(inputs.count)")
    let memory = tapeMemory()
    set(inputs, count: inputs.count, at: 0, in: memory)
    run(memory)
    storage.pointee.noteReplay(of: number)
  }

  /// Goes backward from all results at once: adds to the gradients of the leaves as ``Value/backward(seed:)`` would.
  ///
  /// It must follow the replay: the program's numbers stand where the tape goes on, and are gone when anything else is
  /// computed on the tape or by another of its programs.
  ///
  /// - Parameter seed: the gradient of each result.
  public func backward(seed: Double = 1) {
    let memory = replayedMemory()
    storage.pointee.noteBackward()
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

  /// Sets the inputs from `index` on to the first `count` of `numbers`.
  package func set(_ numbers: [Int], count: Int, at index: Int, in workspace: Workspace) {
    set(numbers, count: count, at: index, in: workspace.memory(for: self))
  }

  /// Computes everything in a workspace, from the inputs that were set there.
  package func replay(in workspace: Workspace) {
    run(workspace.memory(for: self))
    // Others may be reading the tape's storage, but only the workspace of the tape writes there.
    if !workspace.isSeparate { storage.pointee.noteReplay(of: number) }
  }

  /// Goes backward in a workspace.
  package func backward(seed: Double, in workspace: Workspace) {
    let memory = workspace.memory(for: self)
    if !workspace.isSeparate { storage.pointee.noteBackward() }
    backward(memory, seed: seed)
  }

  /// The result of this index, as it was computed last in a workspace.
  package func result(_ index: Int, in workspace: Workspace) -> Double {
    workspace.memory(for: self).data[resultPlaces[index]]
  }

  private func run(_ memory: ProgramMemory) {
    // What they name now holds until the next replay: gradients go where the numbers came from.
    for (offset, input) in stretch.earlierInputs.enumerated() {
      let choice = memory.inputs[Int(input)]
      check(Int(choice), at: Int(input))
      memory.inputs[stretch.start.inputCount + inputCount + offset] = choice
    }
    forward(memory)
  }

  /// The tape's memory, in which the program must have been the last to compute.
  private func replayedMemory() -> ProgramMemory {
    require(
      storage.pointee.holdsReplay(of: number),
      "the program was not replayed, or something else was computed on the tape since"
    )
    return tapeMemory()
  }

  /// One past the last input, those on the tape included, and behind the program's own the copies of earlier ones.
  var inputEnd: Int { stretch.start.inputCount + inputCount + stretch.earlierInputs.count }

  /// The tape's own memory, with room for the program's values beyond its end.
  func tapeMemory() -> ProgramMemory {
    require(
      tape.mark == mark,
      """
      the tape holds \(storage.pointee.end.valueCount) values, and not just the \(stretch.start.valueCount) above which the \
      program was recorded
      """
    )
    storage.pointee.reserveBeyondEnd(values: placeCount, inputs: inputEnd)
    return ProgramMemory(
      data: storage.pointee.data.base,
      grad: storage.pointee.grad.base,
      inputs: storage.pointee.inputs.base
    )
  }

  private func set(_ numbers: [Int], count: Int, at index: Int, in memory: ProgramMemory) {
    let first = stretch.start.inputCount + index
    for offset in 0..<count {
      check(numbers[offset], at: first + offset)
      memory.inputs[first + offset] = Int32(truncatingIfNeeded: numbers[offset])
    }
  }

  private func check(_ number: Int, at input: Int) {
    let start = stretch.start.inputCount
    require(
      number >= 0 && number < inputLimits[input],
      """
      \(input < start ? "input \(input), made before the program," : "input \(input - start)") \
      must be in 0..<\(inputLimits[input]), not \(number)
      """
    )
  }

  // MARK: Looking inside

  /// The number that a value of the recorded computation has now.
  ///
  /// - Parameter value: a handle that was made while the program was recorded, or before.
  public func data(of value: Value) -> Double { replayedMemory().data[place(of: value)] }

  /// The gradient that it has now: 0 if none reaches it, or the program has not gone backward since it was replayed.
  public func grad(of value: Value) -> Double {
    let place = place(of: value)
    let memory = replayedMemory()
    return hasGradient(value.position) ? memory.grad[place] : 0
  }

  /// Whether going backward leaves a gradient at a position.
  private func hasGradient(_ position: Int) -> Bool {
    guard position >= stretch.start.valueCount else { return true }
    guard storage.pointee.replayed.wentBackward else { return false }
    let producer = Int(stretch.producers[position - stretch.start.valueCount])
    return producer < 0 || flows[producer].arrives
  }

  /// The numbers that a vector of the recorded computation has now.
  public func data(of vector: Vector) -> [Double] {
    check(vector.storage, vector.position, vector.count, vector.epoch)
    let memory = replayedMemory()
    return (vector.position..<vector.position + vector.count).map { memory.data[layout.place(of: $0)] }
  }

  /// The gradients that they have now: 0 where none arrives.
  public func grad(of vector: Vector) -> [Double] {
    check(vector.storage, vector.position, vector.count, vector.epoch)
    let memory = replayedMemory()
    return (vector.position..<vector.position + vector.count).map { position in
      hasGradient(position) ? memory.grad[layout.place(of: position)] : 0
    }
  }

  private func place(of value: Value) -> Int {
    check(value.storage, value.position, 1, value.epoch)
    return layout.place(of: value.position)
  }

  private func check(
    _ owner: UnsafeMutablePointer<TapeStorage>,
    _ position: Int,
    _ count: Int,
    _ epoch: UInt32
  ) {
    let start = stretch.start.valueCount
    require(
      owner == storage
        && (position + count <= start
          || position + count <= start + stretch.valueCount && epoch == stretch.epoch),
      "v\(position) is no part of the program"
    )
    if position + count <= start { storage.check(owner, position, count, epoch) }
  }

  /// Puts the last replay on the tape as if it had been recorded anew, numbers, operations and gradients.
  ///
  /// The handles that were made when the program was recorded are good again until the tape is rewound.
  public func unfold() {
    let memory = replayedMemory()
    let start = stretch.start.valueCount
    var data: [Double] = []
    var grad: [Double] = []
    for offset in 0..<stretch.valueCount {
      let place = layout.place(of: start + offset)
      data.append(memory.data[place])
      grad.append(hasGradient(start + offset) ? memory.grad[place] : 0)
    }
    let inputs = (0..<inputCount).map { memory.inputs[stretch.start.inputCount + $0] }
    let records = stretch.records.map { record in
      var record = record
      if record.readsInput { record.constant = Double(memory.inputs[Int(stretch.inputPlace(of: record))]) }
      return record
    }
    storage.pointee.append(stretch, records: records, data: data, grad: grad, inputs: inputs)
  }
}

extension Tape {
  /// Records a computation as a program, and takes it off the tape again.
  ///
  /// - Parameters:
  ///   - leaves: for which gradients are wanted; nil for all gradients of everything. What leads to none of them is mostly
  ///     left out, and what other gradients are afterwards means nothing.
  ///   - body: the computation. What of it depends on data must be an ``Input``, made within, or a leaf, made before;
  ///     everything else, and what is computed with recording off, is as it was when it was recorded. It gives the values
  ///     from which ``Program/backward(seed:)`` shall go, such as the losses of documents.
  public func program(differentiating leaves: Vector? = nil, _ body: () -> [Value]) -> Program {
    require(isRecording, "a program can't be made of what is not recorded")
    let mark = mark
    defer { rewind(to: mark) }
    let results = body()
    // What the body gave, and what it left of the tape.
    storage.check(mark)
    for result in results { storage.check(result) }
    if let leaves { storage.check(leaves) }
    return Program(
      self,
      from: mark,
      results: results,
      differentiating: leaves.map { $0.position..<$0.position + $0.count }
    )
  }
}
