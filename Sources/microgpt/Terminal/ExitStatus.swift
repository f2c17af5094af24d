/// What the process tells its caller when it ends.
enum ExitStatus {
  /// All went well.
  static let success: Int32 = 0
  /// A file, the data or the training failed.
  static let failure: Int32 = 1
  /// The reader of standard output has gone: 128 and the number of SIGPIPE, as shells report it.
  static let brokenPipe: Int32 = 141
  /// The arguments cannot be understood (`EX_USAGE` of sysexits.h).
  static let usage: Int32 = 64
}
