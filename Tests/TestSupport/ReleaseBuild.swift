/// Whether the tests are compiled with optimization, so that long trainings are fast enough.
public var isReleaseBuild: Bool {
  #if DEBUG
  false
  #else
  true
  #endif
}
