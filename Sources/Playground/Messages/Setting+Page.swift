import Training

extension Setting {
  /// The settings of a page, which keeps no snapshots in files.
  static var ofPage: [Setting] { all.filter { $0.name != snapshotEvery.name } }
}
