import VisibleText

/// A folder that the user names for a result of several files: made whole or not at all.
struct OutputFolder {
  let path: String

  /// Makes sure that nothing else is lost.
  ///
  /// - Throws: ``Failure`` where something stands in the folder's place, other than an empty folder, or where there is no folder
  ///   above it.
  func check() throws(Failure) {
    guard !place.isEmpty else { throw Failure("the folder for the model has no name") }
    let (above, _) = Platform.parts(of: place)
    guard above.isEmpty || Platform.kind(of: above) == .folder else {
      throw Failure("can't make '\(path)': there is no folder '\(Platform.withoutSlashes(above))'")
    }
    switch Platform.kindWithoutLinks(of: place) {
    case nil: return
    case .folder:
      let names = (try? Platform.Folder(place).names) ?? []
      guard names.allSatisfy({ [".", ".."].contains($0) }) else {
        throw Failure(
          "'\(path)' is in the way: there are files in it; choose another name, or remove it first"
        )
      }
    case .some:
      throw Failure("'\(path)' is in the way: it is no folder; choose another name, or remove it first")
    }
  }

  private var place: String { Platform.withoutSlashes(path) }

  /// Writes the files, and says so on standard error.
  func write(_ files: [(name: String, bytes: [UInt8])]) throws(Failure) {
    // Something may have come there since.
    try check()
    let (above, name) = Platform.parts(of: place)
    do {
      let parent = try Platform.Folder(above)
      let draft = ".microgpt-" + String(UInt64.random(in: 0...(.max)), radix: 16) + ".folder"
      let folder = try Platform.Folder(draft, in: parent, isMade: true)
      do {
        for file in files { try Platform.replace(file.name, in: folder, with: file.bytes) }
        // Only an empty folder gives way.
        try parent.rename(draft, to: name)
      } catch {
        for file in files { folder.remove(file.name) }
        parent.removeFolder(draft)
        throw error
      }
      try parent.synchronize()
    } catch { throw Failure("can't make '\(path)': \(error)") }
    Terminal.error.line("wrote \(files.count) files into \(path)")
  }
}
