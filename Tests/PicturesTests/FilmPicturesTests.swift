import Drawing
import Inspection
import TestSupport
import Testing
import Transformer

@testable import Pictures

@Suite("Pictures of a film")
struct FilmPicturesTests {
  /// Two models that take turns, so that roles change back and forth where the two differ.
  private func film() throws -> Film {
    let models = try [
      Variant("default") { _ in }.model(), Variant("sharp") { $0.scale = .number(60) }.model(),
    ]
    return Film(
      frames: (0..<6).map { index in
        models[index / 2 % 2].withForwardPass(over: Variant.document) { Film.Frame(step: 10 * index, $0) }
      }
    )
  }

  @Test(
    "The rows of a head's roles follow each other from the first step to the last, each with another word"
  )
  func roleTable() throws {
    let film = try film()
    var changes = 0
    for head in film.frames[0].heads.indices {
      let (layer, number) = (film.frames[0].heads[head].layer, film.frames[0].heads[head].head)
      let rows = film.roleTable.rows.filter { $0[0] == "\(layer).\(number)" }
      #expect(rows.first?[1] == "0" && rows.last?[2] == "50")
      for (row, next) in zip(rows, rows.dropFirst()) {
        #expect(try #require(Int(row[2])) + 10 == Int(next[1]))
        #expect(row[3] != next[3])
        changes += 1
      }
      for frame in film.frames {
        let row = rows.first { Int($0[1]) ?? 99 <= frame.step && frame.step <= Int($0[2]) ?? -1 }
        #expect(row?[3] == frame.heads[head].role.word.rawValue)
      }
    }
    #expect(changes > 0)
  }

  @Test("Every word has a letter and a place of its own, and each head the words of its frames")
  func roles() throws {
    let film = try film()
    let strip = film.roles
    #expect(strip.states.map { $0.name } == HeadRole.Word.allCases.map { $0.rawValue })
    #expect(Set(strip.states.map { $0.letter }).count == strip.states.count)
    for (index, row) in strip.rows.enumerated() {
      #expect(
        row.states.map { strip.states[$0].name } == film.frames.map { $0.heads[index].role.word.rawValue }
      )
    }
  }

  @Test("The charts have a point for each frame, at its step")
  func charts() throws {
    let film = try film()
    #expect(film.lossChart.series.map { $0.points.map { $0.x } } == [[0, 10, 20, 30, 40, 50]])
    #expect(film.lossChart.series[0].points.map { $0.y } == film.frames.map { $0.loss })
    let gradients = film.scaleGradientChart.series
    #expect(gradients.count == film.frames[0].heads.count)
    for (index, series) in gradients.enumerated() {
      #expect(series.points.map { $0.x } == [0, 10, 20, 30, 40, 50])
      #expect(series.points.map { $0.y } == film.frames.map { $0.heads[index].scaleGradient })
    }
  }
}
