import Foundation

/// Why a file can't be used, or figures not be written.
struct Unusable: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// What the system says of an error with a file, as the end of a sentence.
func reason(for error: any Error) -> String {
  switch (error as? CocoaError)?.code {
  case .fileReadNoSuchFile?, .fileNoSuchFile?: return "there is no such file"
  case .fileReadNoPermission?, .fileWriteNoPermission?: return "permission is denied"
  case .fileWriteOutOfSpace?: return "no space is left"
  default: break
  }
  guard let system = (error as NSError).userInfo[NSUnderlyingErrorKey] as? POSIXError else {
    return error.localizedDescription
  }
  return String(cString: strerror(system.code.rawValue)).lowercased()
}
