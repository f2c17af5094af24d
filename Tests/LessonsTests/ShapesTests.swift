import Foundation
import Lessons
import Testing

@Suite("Lesson shapes")
struct ShapesTests {
  private let here: TracedPass
  private let full: TracedPass

  init() throws {
    here = try TracedPass(headWidth: 3)
    full = try TracedPass(headWidth: 64)
  }

  private func shape(_ pass: TracedPass, _ name: String) throws -> [Int] {
    try #require(pass.shapes.lists.first { $0.name == name }, "\(name)").shape
  }

  @Test(
    "Every list has the shape that 8 heads, 2 stored ones and the width of a head give, here and in MiniMind"
  )
  func lists() throws {
    for (pass, d) in [(here, 3), (full, 64)] {
      for name in ["embedding", "normalized", "queries", "attention_output", "output"] {
        #expect(try shape(pass, name) == [8 * d], "\(name)")
      }
      for name in ["key", "value"] { #expect(try shape(pass, name) == [2 * d]) }
      for name in ["query", "z"] { #expect(try shape(pass, name) == [8, d]) }
      for name in ["keys", "values"] { #expect(try shape(pass, name) == [8, 5, d]) }
      for name in ["scores", "pattern"] { #expect(try shape(pass, name) == [8, 5]) }
      #expect(try shape(pass, "hidden") == [32 * d])
      #expect(pass.storedCount == 4 * d && pass.queryMatrix == [8 * d, 8 * d])
    }
  }

  @Test("The shape of a list as a tensor: texts and positions before its last axis, heads between them")
  func tensorShapes() throws {
    let expected = [
      "queries": [1, 5, 24], "key": [1, 5, 6], "query": [1, 8, 5, 3], "keys": [1, 8, 5, 3],
      "scores": [1, 8, 5, 5], "z": [1, 8, 5, 3], "logits": [1, 5, 10],
    ]
    for (name, shape) in expected {
      let list = try #require(here.shapes.lists.first { $0.name == name })
      #expect(here.tensorShape(of: list) == shape, "\(name)")
    }
    // Where the steps of the tensors compute the list, they have that shape.
    #expect(here.tensors.steps.first { $0.name == "scores = q @ k · s" }?.shape == expected["scores"])
    #expect(here.tensors.steps.first { $0.name == "z = pattern @ v" }?.shape == expected["z"])
    #expect(here.tensors.steps.first { $0.name == "k.transpose(1, 2)" }?.shape == expected["keys"])
  }

  @Test(
    "Each head's query depends on every element of x; it is a piece of the queries, and 8 heads read 2 keys"
  )
  func heads() {
    #expect(here.elementsRead == Array(repeating: 24, count: 8))
    // Head 2 takes the elements 6 to 8.
    #expect(here.queryOffsets == (0..<8).map { 3 * $0 })
    #expect(here.distinctKeyCount == 2)
  }

  @Test("Strides: every index of a view, of a transposition and of repeat_kv finds the number it should")
  func regrouping() {
    let regrouping = Regrouping()
    for position in 0..<3 {
      for head in 0..<2 {
        for element in 0..<2 {
          let number = Double(4 * position + 2 * head + element)
          #expect(regrouping.viewed[position, head, element] == number)
          #expect(regrouping.transposed[head, position, element] == number)
          for query in 2 * head..<2 * head + 2 {
            #expect(regrouping.repeated[position, query, element] == number)
          }
        }
      }
    }
    // NumPy: numpy.arange(12).reshape(3, 2, 2).transpose(1, 0, 2).ravel(), and .repeat(2, axis=1) of the view.
    #expect(regrouping.transposed.numbers == [0, 1, 4, 5, 8, 9, 2, 3, 6, 7, 10, 11])
    #expect(
      regrouping.repeated.numbers == [
        0, 1, 0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 6, 7, 6, 7, 8, 9, 8, 9, 10, 11, 10, 11,
      ]
    )
  }

  @Test(
    "View and transpose leave the memory as it is, transpose exchanges strides, repeat_kv writes new memory"
  )
  func memory() {
    let regrouping = Regrouping()
    let memory = regrouping.stored.memory
    #expect(regrouping.viewed.memory == memory && regrouping.transposed.memory == memory)
    #expect(regrouping.viewed.strides == [4, 2, 1] && regrouping.transposed.strides == [2, 4, 1])
    #expect(regrouping.repeated.memory.count == 24)
    // Without a copy there is no view of what was transposed; with one there is.
    #expect(regrouping.transposed.viewed(as: [6, 2]) == nil)
    #expect(regrouping.transposed.copied().viewed(as: [6, 2])?.numbers == regrouping.transposed.numbers)
    #expect(regrouping.viewed.viewed(as: [3, 4]) == regrouping.stored)
    #expect(regrouping.viewed.viewed(as: [5, 2]) == nil)
  }

  @Test("A view alone puts numbers of both heads into head 0; its first key is right by chance")
  func misread() {
    let regrouping = Regrouping()
    let head = (0..<3).map { [regrouping.misread[0, $0, 0], regrouping.misread[0, $0, 1]] }
    #expect(head == [[0, 1], [2, 3], [4, 5]])
    #expect(head[0] == [0, 1].map { regrouping.viewed[0, 0, $0] })
    #expect(head[1] == [0, 1].map { regrouping.viewed[0, 1, $0] })
    #expect(head[2] == [0, 1].map { regrouping.viewed[1, 0, $0] })
  }

  @Test(
    "Tensors give the loop's outputs; a view alone has the same shapes and other outputs, with a look at the last token"
  )
  func tensors() {
    for pass in [here, full] {
      #expect(pass.difference < 1e-12)
      #expect(pass.misread.outputs.map(\.count) == pass.outputs.map(\.count))
      #expect(pass.misreadDifference > 0.1)
    }
    #expect(here.misread.steps.first { $0.name == "q.view" }?.shape == [1, 8, 5, 3])
    #expect(here.tensors.scoreCount == 8 * 5 * 5 && here.scoreCount == 8 * (1 + 2 + 3 + 4 + 5))
    // The number at [0, 7, 0, 0] of [1, 8, 5, 3] over memory of 24 numbers a token.
    #expect(here.lastHeadReads == 7 * 5 * 3 / 24)
    #expect(
      here.tensors.steps.filter(\.sharesMemory).allSatisfy {
        $0.name.contains("view") || $0.name.contains("transpose")
      }
    )
  }

  @Test("The answers that count as right are these, and the text says these numbers")
  func claims() throws {
    let questions = try Lesson.shapes.questions
    #expect(
      questions.map(\.rightChoice) == [
        "from all 24", "[2, 4, 1]", "without it, head 0 would get numbers of both heads", nil,
      ]
    )
    // A key and a value of 2 stored heads of width 64.
    #expect(questions[3].answer == .number(256, tolerance: 0))
    let text = try Lesson.shapes.text().replacing("\n", with: " ")
    #expect("\(Regrouping().transposed.strides)" == questions[1].rightChoice)
    let largest = here.outputs.joined().map(abs).max() ?? 0
    #expect(
      text.replacing("   ", with: " ").contains(
        "none of the right ones is larger than \(String(format: "%.2f", largest))."
      )
    )
    #expect(text.contains("200 scores") && text.contains("The loop computed 120"))
    #expect(
      text.contains("8 matrices of 3·3 = 72 numbers")
    )
  }
}
