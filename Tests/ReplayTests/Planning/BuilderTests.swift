import Autograd
import Testing

@testable import Replay

/// The fifth pass: what each row of an instruction writes and reads.
@Suite("Builder")
struct BuilderTests {
  let tape = Tape()

  @Test("Each row names its places, and rows that continue each other are one")
  func rows() {
    #expect(
      twoTokens().planning.builder.description == """
        gather
          16…17 from 0…5 and input 0
          18…19 from 0…5 and input 1
        matrixVector
          24…27 from 6…13 and 16…17
          28…31 from 6…13 and 18…19
        relu
          32…39 from 24…31
        sum
          40 from 32…35
          41 from 36…39
        """
    )
  }

  @Test("Joined matrices are one product for each vector")
  func joinedMatrices() {
    #expect(
      twoMatrices().planning.builder.description == """
        matrixVector
          16…20 from 0…9 and 10…11
          24…28 from 0…9 and 12…13
        sum
          32 from 16…18
          33 from 19…20
          34 from 24…26
          35 from 27…28
        """
    )
  }

  @Test("Rows with room between them are one, across the room")
  func room() {
    let x = tape.vector([0.1, 0.2, 0.3])
    let planning = tape.program {
      [(x * 2.0).relu().sum(), (x * 2.0).relu().sum()]
    }.planning
    let builder = planning.builder
    // Both products read the same leaves, so they are two rows; what follows them is one.
    #expect(builder.instructions.map(\.rowCount) == [2, 1, 2])
    #expect(builder.rows[2].count == Int32(planning.layout.rowAlignment + 3))
  }

  @Test("Vectors at equal distances forward are told by the first and the distance, others are listed")
  func vectors() {
    let (query, keys) = (tape.vector([1, 2]), tape.vector([3, 4, 5, 6, 7, 8]))
    func planned(_ starts: [Int]) -> Builder {
      tape.program { [dots(query, starts.map { keys[$0..<$0 + 2] }).sum()] }.planning.builder
    }
    let regular = planned([0, 2, 4])
    #expect(regular.instructions[0].distance == 2)
    #expect(regular.operands.isEmpty)
    #expect(regular.description.hasPrefix("dots\n  8…10 from 0…1 and 2…3, 4…5, 6…7\n"))
    let listed = planned([4, 2, 0])
    #expect(listed.instructions[0].distance == 0)
    #expect(listed.operands == [6, 4, 2])
    #expect(listed.description.hasPrefix("dots\n  8…10 from 0…1 and 6…7, 4…5, 2…3\n"))
  }

  @Test("A row of attention names the query, the scale, the keys and the values")
  func flashAttention() {
    let (v, scale) = (tape.vector([1, 2, 3, 4, 5, 6, 7, 8]), tape.value(0.5))
    let program = tape.program {
      [
        Autograd.flashAttention(
          query: v[0..<2],
          keys: [v[2..<4], v[4..<6]],
          values: [v[6..<7], v[7..<8]],
          scale: scale,
          tileSize: 2
        ).output.sum()
      ]
    }
    #expect(
      program.planning.builder.description == """
        flashAttention
          16…17 from 0…1 and 8, 2…3, 4…5, 6, 7
        sum
          24 from 16
        """
    )
  }

  @Test("Patterns read one run each")
  func patterns() {
    let x = tape.vector([0.1, 0.2, 0.3, 0.4])
    let program = tape.program {
      [(x.softmax() * 2.0).negativeLogProbability(of: tape.input(1))]
    }
    // Softmax keeps its maximum at 8, then runs of four at 16, 24 and 48 with single values between them; the loss is last.
    #expect(
      program.planning.builder.description == """
        softmax
          48…51 from 0…3
        multiplyConstant
          56…59 from 48…51
        negative log-probability
          112 from 56…59
        """
    )
  }
}
