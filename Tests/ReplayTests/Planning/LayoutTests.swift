import Autograd
import Testing

@testable import Replay

/// The fourth pass: where each value stands, in groups that begin at multiples of eight.
@Suite("Layout")
struct LayoutTests {
  let tape = Tape()

  @Test("The results of a group stand side by side, behind the leaves")
  func groups() {
    #expect(
      twoTokens().planning.layout.description == """
        16…17: v14…v15
        18…19: v25…v26
        20…23: room
        24…27: v16…v19
        28…31: v27…v30
        32…35: v20…v23
        36…39: v31…v34
        40: v24
        41: v35
        42…47: room
        """
    )
  }

  @Test("Copies that assemble a vector stand where their sources do")
  func copies() {
    let x = tape.vector([0.1, 0.2, 0.3, 0.4])
    let program = tape.program { [concatenate([x * 1.5, x * 1.5]).sum()] }
    #expect(
      program.planning.layout.description == """
        8…11: v4…v7
        8…11: v12…v15, a copy where its source stands
        12…15: v8…v11
        12…15: v16…v19, a copy where its source stands
        16: v20
        17…23: room
        """
    )
  }

  @Test("A copy whose source is read by something else has a place of its own")
  func readCopies() {
    let x = tape.vector([0.1, 0.2, 0.3, 0.4])
    let program = tape.program {
      let y = x * 1.5
      return [concatenate([y]).sum(), y.sum()]
    }
    #expect(
      program.planning.layout.description == """
        8…11: v4…v7
        12…15: room
        16…19: v8…v11
        20…23: room
        24: v13
        25…31: room
        32: v12
        33…39: room
        """
    )
  }

  @Test("Constants stand in front")
  func constants() {
    let a = tape.value(0.7)
    let program = tape.program { [a * tape.value(3)] }
    #expect(
      program.planning.layout.description == """
        8: v1
        9…15: room
        16: v2
        17…23: room
        """
    )
  }

  @Test("After rows that fill no vector there is room for the rest of it")
  func unevenRows() {
    let x = tape.vector([0.1, 0.2, 0.3])
    let layout = tape.program { [(x * 2.0).sum(), (x * 2.0).sum()] }.planning.layout
    let second = 8 + layout.rowAlignment
    #expect([3, 4, 5].map(layout.place) == [8, 9, 10])
    #expect(layout.isFree(11..<second))
    #expect([7, 8, 9].map(layout.place) == [second, second + 1, second + 2])
  }
}
