import Foundation
import Lessons
import Testing

@Suite("Lesson sharing")
struct SharingTests {
  @Test("Parameters of width 512 with 8, 2 and 1 stored heads, by hand")
  func counts() throws {
    let counts = try Sharing().counts
    for (counts, stored) in zip(counts, [8, 2, 1]) {
      #expect(counts.query == 512 * 512 && counts.output == 512 * 512)
      #expect(counts.key == stored * 64 * 512 && counts.value == counts.key)
      #expect(counts.feedForward == 8 * 512 * 512)
      #expect(counts.cached == 2 * stored * 64)
      #expect(counts.readBy == (0..<8).map { $0 / (8 / stored) })
    }
  }

  @Test("Two stored heads of eight save 75 % of K and V, 50 % with Q, 37.5 % of attention, 12.5 % of a block")
  func shares() throws {
    let counts = try Sharing().counts
    func saved(_ count: (Sharing.Counts) -> Int) -> Double {
      1 - Double(count(counts[1])) / Double(count(counts[0]))
    }
    #expect(saved { $0.key + $0.value } == 0.75)
    #expect(saved { $0.query + $0.key + $0.value } == 0.5)
    #expect(saved { $0.query + $0.key + $0.value + $0.output } == 0.375)
    #expect(saved { $0.block } == 0.125)
    #expect(saved { $0.cached } == 0.75)
  }

  @Test("The text shows how the large counts come about")
  func products() throws {
    let first = Lesson.sharing.parts(Workbench())[1]
    let text = try first().blocks.flatMap { $0.lines(in: TextLayout(width: 400)) }.joined(separator: "\n")
    let block = 12 * 512 * 512
    let shared = block - 2 * 6 * 64 * 512
    #expect(block == 3_145_728 && shared == 2_752_512)
    #expect(text.contains("4·512·512 + 2·2,048·512 = 3,145,728, with 2 stored heads 2,752,512"))
    #expect(text.contains("2·8·64 = 1,024 numbers"))
  }

  @Test("Making keys and values gets cheaper; scores and sums take 2 T C multiplications in each layout")
  func work() throws {
    let work = try Sharing().work
    #expect(work.map(\.storing) == [8, 2, 1].map { 2 * $0 * 8 * 64 })
    #expect(work.allSatisfy { $0.attending == 2 * 16 * 64 })
  }

  @Test(
    "Query heads that share a stored head have patterns of their own; a query of zeros gives all keys the same"
  )
  func patterns() throws {
    let queries = [[2.0, 0], [0, 2], [-2, 0], [0, 0]]
    let keys = [[1.0, 0], [0, 1], [-1, 0], [1, 1]]
    let patterns = try Sharing().patterns
    #expect(Set(patterns).count == 4)
    for (query, pattern) in zip(queries, patterns) {
      let weights = keys.map { exp((query[0] * $0[0] + query[1] * $0[1]) / 2.0.squareRoot()) }
      for (weight, expected) in zip(pattern, weights) {
        #expect(abs(weight - expected / weights.reduce(0, +)) < 1e-15)
      }
    }
    #expect(patterns[3] == [0.25, 0.25, 0.25, 0.25])
  }

  @Test(
    "After 1,000 steps the layouts with 4 and 2 stored heads lie less far apart than the seeds of one, and one stored head leads nowhere",
    .enabled(if: ReadCourse.isFast, "9,000 steps are for a release build")
  )
  func trained() throws {
    let losses = try TrainedSharing(on: Workbench()).losses
    #expect(losses.count == 3 && losses.allSatisfy { $0.count == 3 && Set($0).count == 3 })
    let means = losses.map { ($0[0] + $0[1] + $0[2]) / 3 }
    // A mean of three varies √3 less than one.
    let spread = losses[0].max()! - losses[0].min()!
    #expect(abs(means[0] - means[1]) < spread / 3.0.squareRoot())
    for seed in 0..<3 { #expect(losses[2][seed] > min(losses[0][seed], losses[1][seed]) + 0.05) }
    #expect(losses[2].allSatisfy { abs($0 - means[2]) < 0.005 })
    #expect(losses.joined().contains { $0 < 1.5 } && losses.joined().contains { $0 > 1.8 })
  }
}
