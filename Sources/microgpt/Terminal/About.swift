/// What the program says of itself.
enum About {
  /// Its name, in usage lines and as the generator of pictures and pages.
  static let name = "microgpt"
  /// Its version, as `--version` prints it.
  static let version = "0.1.0"
  /// When that version was made, for the manual page.
  static let date = "November 27, 2026"
}
