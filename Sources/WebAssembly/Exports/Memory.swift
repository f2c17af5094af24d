#if arch(wasm32)
/// What the standard library asks of a platform's memory, under the names that it asks by.

@_extern(c, "llvm.wasm.memory.grow.i32")
private func growMemory(_ memory: Int32, _ pages: UInt32) -> Int32

nonisolated(unsafe) private var heap = Heap()

private let pageSize: UInt = 65_536

/// At least so many bytes, and at least a megabyte, after what there is.
private func grow(_ bytes: UInt) -> (start: UInt, end: UInt)? {
  let pages = max((bytes + pageSize - 1) / pageSize, 16)
  let first = growMemory(0, UInt32(pages))
  guard first >= 0 else { return nil }
  let start = UInt(first) * pageSize
  return (start, start + pages * pageSize)
}

/// A block of memory at a multiple of a power of two; 12 (`ENOMEM`) where there is none.
@_cdecl("posix_memalign")
@used
func posixMemoryAlign(_ result: UnsafeMutablePointer<UInt>, _ alignment: UInt, _ size: UInt) -> Int32 {
  guard let block = heap.allocate(max(size, 1), alignment: alignment, grow: grow) else { return 12 }
  result.pointee = block
  return 0
}

/// The linker puts this in the place of `free` (`--wrap=free`), which a declaration of that name would collide with.
@_cdecl("__wrap_free")
@used
func wrappedFree(_ block: UInt) {
  if block != 0 { heap.release(block) }
}

/// Which of two pieces of memory comes first in the order of their bytes.
@_cdecl("memcmp")
@used
func compareMemory(
  _ a: UnsafePointer<UInt8>,
  _ b: UnsafePointer<UInt8>,
  _ count: Int
) -> Int32 {
  for index in 0..<count where a[index] != b[index] { return Int32(a[index]) - Int32(b[index]) }
  return 0
}

/// Hash tables ask for random bytes, against people who make them slow on purpose; a page has nobody to fear but its reader.
@_cdecl("arc4random_buf")
@used
func fillWithBytes(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) {
  for index in 0..<count { bytes[index] = UInt8(truncatingIfNeeded: 0x9E &* index &+ 0x37) }
}
#endif
