import Foundation

/// A file in the repository's `data` folder.
public func dataFile(_ name: String) -> URL {
  repository.appending(components: "data", name)
}

/// The repository's folder.
public let repository = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
