import Autograd

/// One step of a ``Program``: an operation over many rows at once.
///
/// An instruction is what a group of operations became. Each of its rows is a run of values that was one operation, or several
/// that continue each other; what the fields and a row's operands mean for each operation is what they mean in a
/// ``Record``.
struct Instruction: BitwiseCopyable {
  /// What is done, or the last operation of a pattern.
  var operation: Operation
  /// Whether several operations are done at once.
  var pattern = Pattern.single
  /// 1 where an operand is read element by element, 0 where one value stands for a whole row.
  var firstStride: UInt8 = 1
  /// The same for the second operand.
  var secondStride: UInt8 = 1
  /// Whether a gradient is wanted of the operand.
  var differentiatesFirst = false
  /// The same for the second operand.
  var differentiatesSecond = false
  /// Whether, going backward, it is the first to write the operand's gradient: it then stores where others add.
  var storesFirst = false
  /// The same for the second operand.
  var storesSecond = false
  /// Whether whole vectors may be written at the end of a result's row, because nothing follows it there.
  var fillsResult = false
  /// The same for the gradient of the first operand.
  var fillsFirst = false
  /// The same for the second operand.
  var fillsSecond = false
  /// Whether several rows read one second operand, or one reads it as its first too, so that gradients must be added one
  /// after the other.
  var sharesSecond = false

  /// How many results each row has, where all rows have as many: rows of a matrix, elements of a weighted sum.
  var width: Int32 = 0
  /// How many values each result reads, where that is the same everywhere.
  var length: Int32 = 0
  /// Where the matrix begins that all rows read.
  var matrix: Int32 = 0
  /// The distance between neighbours among the vectors a row reads; 0 where they are listed.
  var distance: Int32 = 0
  /// Where its rows begin in the table of rows.
  var rowStart: Int32 = 0
  var rowCount: Int32 = 0
  /// How many operations it does.
  var recordCount: Int32 = 0
  var constant: Double = 0

  /// Of a pattern: how far the other single values of a row stand from the first of them.
  var valueOffsets: (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
  /// Of a pattern: how far its other runs stand from the first of them.
  var runOffsets: (Int32, Int32) = (0, 0)
  /// Of a pattern: its second constant.
  var secondConstant: Double = 0
  /// Of a pattern that reads inputs: where in the list of operands each row's input is.
  var inputStart: Int32 = 0
}

/// Where one row of an instruction reads and writes: places in a program's memory.
struct Row: BitwiseCopyable {
  var result: Int32
  var first: Int32
  var second: Int32
  /// How many results it has, or how many values are reduced to one.
  var count: Int32
}
