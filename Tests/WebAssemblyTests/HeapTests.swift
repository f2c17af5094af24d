import Random
import Testing

@testable import WebAssembly

/// Memory that the engine brings with it.
@Suite("Heap without a platform")
struct HeapTests {
  /// Memory of a fixed size, given out in pieces that follow one another.
  private final class Memory {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 20, alignment: 65_536)
    private(set) var used = 0

    func grow(_ count: UInt) -> (start: UInt, end: UInt)? {
      let start = used
      let pages = (Int(count) + 65_535) / 65_536
      guard start + pages * 65_536 <= bytes.count else { return nil }
      used += pages * 65_536
      let base = UInt(bitPattern: bytes.baseAddress)
      return (base + UInt(start), base + UInt(used))
    }

    deinit { bytes.deallocate() }
  }

  @Test("Blocks have the size and the alignment asked for, and do not overlap")
  func blocks() throws {
    let memory = Memory()
    var heap = Heap()
    var generator = MersenneTwister(seed: 3)
    var live: [(start: UInt, size: UInt, mark: UInt8)] = []
    for round in 0..<20_000 {
      if live.count > 200 || (round % 3 == 2 && !live.isEmpty) {
        let block = live.remove(at: Int.random(in: 0..<live.count, using: &generator))
        let bytes = UnsafeRawBufferPointer(
          start: UnsafeRawPointer(bitPattern: block.start),
          count: Int(block.size)
        )
        #expect(bytes.allSatisfy { $0 == block.mark }, "a block was written to by another")
        heap.release(block.start)
      } else {
        let size =
          UInt(1 << Int.random(in: 0...13, using: &generator)) + UInt.random(in: 0..<64, using: &generator)
        let alignment: UInt = [8, 16, 32, 64].randomElement(using: &generator)!
        let block = heap.allocate(size, alignment: alignment, grow: memory.grow)
        let start = try #require(block)
        #expect(start % alignment == 0)
        let mark = UInt8(truncatingIfNeeded: round)
        UnsafeMutableRawPointer(bitPattern: start)!.initializeMemory(
          as: UInt8.self,
          repeating: mark,
          count: Int(size)
        )
        live.append((start, size, mark))
      }
    }
    for block in live { heap.release(block.start) }
    #expect(heap.used == 0)
  }

  @Test("Memory that is given back is taken again")
  func reuse() throws {
    let memory = Memory()
    var heap = Heap()
    for _ in 0..<1000 {
      var blocks: [UInt] = []
      for size: UInt in [24, 100, 5000, 70_000, 300_000] {
        for alignment: UInt in [16, 64] {
          let block = heap.allocate(size, alignment: alignment, grow: memory.grow)
          blocks.append(try #require(block))
        }
      }
      for block in blocks { heap.release(block) }
    }
    #expect(memory.used < 4 << 20)
  }

  @Test("Where memory ends, nothing is given")
  func exhausted() {
    var heap = Heap()
    let none = heap.allocate(100, alignment: 16) { _ in nil }
    let tooMuch = heap.allocate(UInt.max - 5, alignment: 16) { _ in nil }
    #expect(none == nil && tooMuch == nil)
  }

  @Test("A class is the first whose blocks are large enough", arguments: 1...3000)
  func classes(size: Int) {
    let (index, rounded) = Heap.sizeClass(UInt(size))
    #expect(rounded >= UInt(size))
    #expect(rounded == Heap.size(ofClass: index))
    #expect(index == 1 || Heap.size(ofClass: index - 1) < UInt(size))
  }

  @Test("A product of 128 bits is the standard library's")
  func products() {
    var generator = MersenneTwister(seed: 9)
    func word() -> UInt64 { UInt64.random(in: 0...UInt64.max, using: &generator) }
    for _ in 0..<2000 {
      let (a, b) = ((low: word(), high: word()), (low: word(), high: word()))
      let expected = (UInt128(a.high) << 64 | UInt128(a.low)) &* (UInt128(b.high) << 64 | UInt128(b.low))
      let product = multiplied(a, b)
      #expect(UInt128(product.high) << 64 | UInt128(product.low) == expected)
    }
  }
}
