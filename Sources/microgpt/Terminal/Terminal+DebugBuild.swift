extension Terminal {
  /// Says that a debug build is slow, and how to get a fast one.
  static func noteDebugBuild() {
    #if DEBUG
    error.line("note: this is a debug build, many times slower; a fast one: swift run -c release microgpt …")
    #endif
  }
}
