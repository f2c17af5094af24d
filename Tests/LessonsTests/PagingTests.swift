import Lessons
import Testing

@Suite("Lesson pages")
struct PagingTests {
  @Test("Ten positions on pages of 4, four texts that add two each: pages by hand")
  func story() throws {
    let moments = try Paging().moments
    // Read; forked; written by one after the other, the last of which copies nothing; two each; three ended.
    #expect(moments.map(\.pages) == [3, 3, 4, 5, 6, 6, 6, 3])
    #expect(moments.map(\.shared) == [0, 3, 3, 3, 2, 2, 2, 0])
    #expect(moments.map(\.positions) == [10, 10, 13, 16, 19, 20, 24, 12])
  }

  @Test("Each text reads the beginning and then only what it has written itself")
  func contents() throws {
    let beginning = Array(repeating: 0.0, count: 10)
    #expect(try Paging().contents == (1...4).map { beginning + [Double($0), Double($0)] })
  }

  @Test("Memory: the beginning once in pages, and once for each text in lists")
  func memory() throws {
    let paging = try Paging()
    // 2 L C numbers of 8 bytes.
    #expect(paging.bytesPerPosition == 2 * 16 * 8)
    #expect(paging.memory.map(\.textCount) == [1, 2, 4, 8, 16])
    for memory in paging.memory {
      #expect(memory.lists == memory.textCount * 120 * 256)
      // 100 and 20 positions fill pages of 4.
      #expect(memory.pages == (100 + memory.textCount * 20) * 256)
    }
    let last = try #require(paging.memory.last)
    #expect(abs(Double(last.pages) / Double(last.lists) - 0.219) < 0.0005)
    let question = try #require(Lesson.pages.questions.last)
    #expect(question.rightChoice == "a little more than a fifth" && question.reason.text.contains("0.219"))
    #expect(paging.memory[0].pages == paging.memory[0].lists)
  }
}
