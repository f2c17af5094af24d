import Autograd
import Testing
import Transformer

@Suite("Parameters of a new model")
struct ParameterTests {
  @Test(
    "They are the numbers that were given, in order and side by side, whatever the giver does with the tape"
  )
  func appending() throws {
    let configuration = try GPTConfiguration(
      vocabularySize: 5,
      embeddingWidth: 4,
      headCount: 2,
      contextLength: 4
    )
    let tape = Tape()
    let x = tape.value(0.5)
    var numbers: [Double] = []
    let model = GPT(configuration, on: tape) {
      let number = (x * Double(numbers.count % 7 - 3)).data
      numbers.append(number)
      return number
    }
    #expect(numbers.count == configuration.parameterCount)
    #expect(model.parameterVector.data == numbers)
    #expect(model.namedParameters.flatMap { $0.matrix.elements.data } == numbers)
    #expect(model.loss(of: [4, 0, 4]).data.isFinite)
  }
}
