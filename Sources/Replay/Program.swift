import Autograd
import Basics

/// A computation that was recorded once, to be repeated with other inputs much faster than it can be recorded.
///
/// The graph of a training step depends on the length of the document and not on its text: which rows are read and which
/// targets scored is data (``/Autograd/Input``). So it is recorded once for each length, looked at as a whole, and replayed:
///
///     let program = tape.program(differentiating: parameters) { [model.loss(of: [26, 4, 12, 12, 0, 26])] }
///     program.replay([26, 8, 6, 4, 13, 26])
///     print(program.result(0))
///     program.backward()
///
/// A program is made in six passes, each a file in `Planning`; ``planning`` shows what each of them found:
///
/// 1. `Fusion`: softmax, the loss of a token and RMSNorm are recognized, to be worked off row by row.
/// 2. `Dependence`: how many operations must come before each one, its level, and which gradients go through it.
/// 3. `Grouping`: what does the same at one level becomes one instruction; products with one matrix become one product
///    of matrices, whose weights are loaded once for all positions, and matrices that meet the same vectors are joined.
/// 4. `Layout`: every value gets a place, the results of an instruction side by side.
/// 5. `Builder`: an instruction lists where its rows read and write; rows that continue each other are one.
/// 6. `FirstWrites`: the first to write a gradient stores it, so that most need not be cleared.
///
/// Until the next replay nothing is overwritten: `data(of:)` and `grad(of:)` give every number that the recorded tape
/// would hold, up to the order of summation and the last bit of ``/Autograd/Operation/exp``, and ``unfold()`` puts them back on the
/// tape.
///
/// A program reads the leaves where they stand, so a parameter that has changed is read anew; the tape must not be
/// rewound to before where the program was recorded.
public final class Program {
  let recording: Recording
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
  /// Where the results stood on the tape.
  private let resultPositions: [Int]
  /// For which leaves gradients are wanted; nil for all gradients of everything.
  private let leaves: Range<Int>?
  /// One more than the largest number each input of the tape and of the program may be.
  let inputLimits: [Int32]
  let flows: [Dependence.Flow]
  /// The numbers in which it computes.
  let precision: Precision
  /// The tape, which must not go away before the program.
  let tape: Tape
  let storage: UnsafeMutablePointer<TapeStorage>
  /// Where the tape ended when the program was recorded.
  let mark: Tape.Mark
  /// The last replay on the tape, whose numbers stand beyond its end as long as the claim on them holds.
  var lastReplay: (claim: RoomClaim, wentBackward: Bool)?

  init(
    _ tape: Tape,
    from mark: Tape.Mark,
    results: [Value],
    differentiating leaves: Range<Int>?,
    precision: Precision
  ) {
    self.precision = precision
    self.tape = tape
    self.mark = mark
    storage = tape.storage
    let start = mark.extent
    let positions = results.map { $0.position }
    require(
      positions.allSatisfy { $0 >= start.valueCount },
      "a program's results must be computed in it"
    )
    recording = Recording(storage.pointee, from: start)
    resultPositions = positions
    self.leaves = leaves
    let planning = Planning(recording, results: positions, differentiating: leaves, precision: precision)
    layout = planning.layout
    instructions = planning.firstWrites.instructions
    cleared = planning.firstWrites.cleared
    rows = planning.builder.rows
    operands = planning.builder.operands
    panelPlace = layout.end
    placeCount = layout.end + planning.builder.panelCount
    resultPlaces = planning.resultPlaces
    flows = planning.dependence.flows
    inputLimits = recording.inputLimits
  }

  /// How it was made, which is found out anew.
  public var planning: Planning {
    Planning(recording, results: resultPositions, differentiating: leaves, precision: precision)
  }

  /// How many places a memory for the program needs, from the first leaf on.
  let placeCount: Int

  /// How many inputs it takes.
  public var inputCount: Int { recording.inputs.count }

  /// The inputs with which it was recorded.
  public var recordedInputs: [Int] { recording.inputs.map { Int($0) } }

  /// How many instructions it has.
  public var instructionCount: Int { instructions.count }

  /// How many results it was made with.
  public var resultCount: Int { resultPlaces.count }

  /// The memory it takes, in bytes, besides that of the values, which all programs of a tape share.
  public var byteCount: Int {
    recording.byteCount + instructions.count * MemoryLayout<Instruction>.stride
      + rows.count * MemoryLayout<Row>.stride + operands.count * MemoryLayout<Int32>.stride
  }
}
