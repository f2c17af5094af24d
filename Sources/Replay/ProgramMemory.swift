/// The memory in which a program runs: numbers and gradients of the leaves, and above them those of its own values.
struct ProgramMemory<Number: ProgramNumber> {
  let data: UnsafeMutablePointer<Number>
  let grad: UnsafeMutablePointer<Number>
  /// The whole numbers that choose what is read: those of the tape, then those of the program.
  let inputs: UnsafeMutablePointer<Int32>
}
