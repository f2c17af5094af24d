/// Stops with a message unless a condition holds, in a release build too.
///
/// The standard library's `precondition` stops there as well, but without the message.
@inlinable @inline(__always)
package func require(
  _ condition: Bool,
  _ message: @autoclosure () -> String,
  file: StaticString = #fileID,
  line: UInt = #line
) {
  if _fastPath(condition) { return }
  stop(message(), file: file, line: line)
}

/// Stops with a message about what the library was asked for and can't do.
@usableFromInline @inline(never)
package func stop(_ message: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  fatalError(message, file: file, line: line)
}
