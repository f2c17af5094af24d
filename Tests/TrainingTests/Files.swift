import Foundation

/// A file in the repository's `data` folder.
func dataFile(_ name: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(components: "data", name)
}

/// A file in the tests' `Fixtures` folder.
func fixture(_ name: String) -> URL {
  Bundle.module.bundleURL.appending(components: "Fixtures", name)
}
