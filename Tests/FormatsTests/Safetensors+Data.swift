import Foundation

@testable import Formats

extension Safetensors {
  /// Reads a file.
  init(decoding data: Data) throws(SafetensorsError) { try self.init(decoding: [UInt8](data)) }

  /// The file's bytes.
  var data: Data { Data(encoded()) }
}
