import Attention
import Autograd
import TestSupport
import Testing

@Suite("Paged store")
struct PagedStoreTests {
  let tape = Tape()

  /// A position whose numbers say which it is.
  func entry(_ number: Double) -> StoredPosition {
    StoredPosition(key: tape.vector([number]), value: tape.vector([-number]))
  }

  func contents(_ store: any KeyValueStore) -> [Double] {
    store.positions.map { position in
      let (key, value) = (store[position].key.data, store[position].value.data)
      return key[0] == -value[0] ? key[0] : .nan
    }
  }

  @Test(
    "It is a list in outputs and gradients to the last bit, for all page sizes",
    arguments: 1...10,
    [true, false]
  )
  func list(pageSize: Int, isFlash: Bool) {
    let kernel: AttentionKernel = isFlash ? .flash(tileSize: 3) : .softmax
    for mask in [Mask.full, .slidingWindow(4), .strided(3)] {
      let paged = RollingStoreTests.run(PagedStore(pool: PagePool(pageSize: pageSize)), mask, kernel)
      let list = RollingStoreTests.run(ListStore(), mask, kernel)
      #expect(paged.outputs == list.outputs)
      #expect(paged.gradients == list.gradients)
      #expect(paged.tape.valueCount == list.tape.valueCount && paged.tape.byteCount == list.tape.byteCount)
    }
  }

  @Test("n positions take ⌈n / N⌉ pages", arguments: 1...6)
  func pages(pageSize: Int) {
    let pool = PagePool(pageSize: pageSize)
    #expect(pool.usedPageCount == 0 && pool.positionCount == 0)
    let store = PagedStore(pool: pool)
    for count in 1...13 {
      store.append(entry(Double(count)))
      #expect(store.count == count && store.positions == 0..<count)
      #expect(store.pageCount == (count + pageSize - 1) / pageSize)
      #expect(pool.usedPageCount == store.pageCount && pool.sharedPageCount == 0)
      #expect(pool.positionCount == count)
    }
    #expect(contents(store) == (1...13).map(Double.init))
  }

  @Test("The counts follow a history of forks, writes and releases worked by hand")
  func history() {
    let pool = PagePool(pageSize: 2)
    func counts() -> [Int] { [pool.usedPageCount, pool.sharedPageCount, pool.positionCount] }
    let prompt = PagedStore(pool: pool)
    for number in 1...3 { prompt.append(entry(Double(number))) }
    #expect(counts() == [2, 0, 3])

    // Two sequences with the same beginning share both pages, the half full one too.
    let first = prompt.fork()
    let second = prompt.fork()
    #expect(counts() == [2, 2, 3])

    // Who writes first gets a copy of the half full page.
    first.append(entry(10))
    #expect(counts() == [3, 2, 5])
    #expect(
      contents(first) == [1, 2, 3, 10] && contents(prompt) == [1, 2, 3] && contents(second) == [1, 2, 3]
    )

    second.append(entry(20))
    #expect(counts() == [4, 1, 7])
    // The prompt holds its page alone by now, and writes where it is.
    prompt.append(entry(30))
    #expect(counts() == [4, 1, 8])
    #expect(
      contents(first) == [1, 2, 3, 10] && contents(second) == [1, 2, 3, 20]
        && contents(prompt) == [1, 2, 3, 30]
    )

    // A full page is not copied: the next position gets a page of its own.
    first.append(entry(11))
    #expect(counts() == [5, 1, 9])

    first.release()
    #expect(counts() == [3, 1, 6])
    #expect(first.count == 0 && first.pageCount == 0 && first.positions.isEmpty)
    #expect(contents(second) == [1, 2, 3, 20] && contents(prompt) == [1, 2, 3, 30])

    // Pages that were given back are given out again, empty.
    let third = prompt.fork()
    third.append(entry(40))
    #expect(counts() == [4, 2, 7])
    #expect(contents(third) == [1, 2, 3, 30, 40] && contents(prompt) == [1, 2, 3, 30])

    prompt.release()
    #expect(counts() == [4, 1, 7])
    third.release()
    #expect(counts() == [2, 0, 4])
    #expect(contents(second) == [1, 2, 3, 20])
    second.release()
    #expect(counts() == [0, 0, 0])
    second.append(entry(50))
    #expect(contents(second) == [50] && counts() == [1, 0, 1])
  }

  @Test("A copy of a half full page leaves the other sequence alone, for every page size", arguments: 1...6)
  func copyOnWrite(pageSize: Int) {
    for promptCount in 0...7 {
      let pool = PagePool(pageSize: pageSize)
      let prompt = PagedStore(pool: pool)
      let beginning = (0..<promptCount).map { Double($0 + 1) }
      for number in beginning { prompt.append(entry(number)) }
      let forks = (0..<3).map { _ in prompt.fork() }
      #expect(pool.usedPageCount == prompt.pageCount && pool.sharedPageCount == prompt.pageCount)
      for round in 0..<4 {
        for index in forks.indices { forks[index].append(entry(Double(100 * (index + 1) + round))) }
      }
      for index in forks.indices {
        #expect(contents(forks[index]) == beginning + (0..<4).map { Double(100 * (index + 1) + $0) })
      }
      #expect(contents(prompt) == beginning)
      #expect(pool.sharedPageCount == promptCount / pageSize)
      for index in forks.indices { forks[index].release() }
      #expect(pool.usedPageCount == prompt.pageCount && pool.positionCount == promptCount)
    }
  }

  @Test("Released pages are reused: a pool never holds more than was needed at once")
  func reuse() {
    let pool = PagePool(pageSize: 2)
    for _ in 0..<5 {
      let store = PagedStore(pool: pool)
      for number in 1...5 { store.append(entry(Double(number))) }
      #expect(pool.usedPageCount == 3 && contents(store) == [1, 2, 3, 4, 5])
      store.release()
      #expect(pool.usedPageCount == 0)
    }
  }

  @Test("Forked sequences attend as two that never shared, in outputs and gradients", arguments: 1...4)
  func forkedAttention(pageSize: Int) {
    let rows = numbers(6, 2, seed: 2)
    let attention = MultiHeadAttention(layout: HeadLayout(headCount: 1, headWidth: 2))
    func result(_ prompt: any KeyValueStore) -> [Double] {
      let tape = Tape()
      let vectors = rows.map(tape.vector)
      for vector in vectors[..<3] { prompt.append(StoredPosition(key: vector, value: vector)) }
      let other = prompt.fork()
      prompt.append(StoredPosition(key: vectors[3], value: vectors[3]))
      other.append(StoredPosition(key: vectors[4], value: vectors[5]))
      let query = tape.vector([0.9, -1.3])
      let scale = tape.value(0.61)
      let outputs = concatenate([
        attention(query, at: 3, in: prompt, scale: scale)[0].output,
        attention(query, at: 3, in: other, scale: scale)[0].output,
      ])
      dot(outputs, tape.vector([0.9, -1.3, 0.4, 2.1])).backward()
      return outputs.data + vectors.flatMap(\.grad) + query.grad + [scale.grad]
    }
    #expect(result(PagedStore(pool: PagePool(pageSize: pageSize))) == result(ListStore()))
  }

  #if compiler(>=6.2)
  @Test("Pages of nothing stop with a message")
  func misuse() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = PagePool(pageSize: 0)
    }
    #if DEBUG
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("a page of 0 positions has room for nothing"))
    #endif
  }
  #endif
}
