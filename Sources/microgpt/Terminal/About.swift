/// What the program says of itself.
enum About {
  /// Its name, in usage lines and as the generator of pictures and pages.
  static let name = "microgpt"
  /// Its version, as `--version` prints it.
  static let version = "0.1.0"
}
