import Autograd
import TestSupport
import Testing

@testable import Transformer

@Suite("Spelling backward")
struct BackwardSpellerTests {
  /// The boundary is 4.
  static let documents = [[4, 0, 3, 3, 1, 4], [4, 2, 4], [4, 1, 0, 4], [4, 4]]

  @Test("The loss is that of plain equations: the letters are the source, and backward the target")
  func loss() throws {
    let speller = BackwardSpeller(try EncoderDecoderTests.model())
    let plain = PlainEncoderDecoder(speller.model.configuration, speller.parameterVector.data)
    for document in Self.documents {
      let expected = plain.loss(Array(document.dropFirst()), document.reversed())
      #expect(agree(speller.loss(of: document).data, expected, within: 1e-12))
    }
  }

  @Test("The gradient of the loss is right for every parameter and for the scale")
  func gradients() throws {
    let speller = BackwardSpeller(try EncoderDecoderTests.model(layerCount: 1))
    let document = [4, 0, 3, 2, 1, 4]
    let leaves = Array(speller.parameterVector) + [speller.model.attentionScale]
    let check = speller.tape.checkGradients(of: leaves) { speller.loss(of: document) }
    #expect(check.comparisons.count == speller.model.configuration.parameterCount + 1)
    #expect(check.worstRelativeError < 1e-6)
    // All matrices take part, so none of the checks above compared nothing with nothing.
    speller.loss(of: document).backward()
    for parameter in speller.namedParameters {
      #expect(parameter.matrix.elements.grad.contains { $0.magnitude > 1e-4 }, "\(parameter.name)")
    }
    #expect(speller.model.attentionScale.grad.magnitude > 1e-4)
  }

  @Test(
    "What is written with stored keys and values is what is written by computing all anew for each letter",
    arguments: 1...6
  )
  func spelling(seed: UInt64) throws {
    let speller = BackwardSpeller(try EncoderDecoderTests.model(seed: seed))
    let plain = PlainEncoderDecoder(speller.model.configuration, speller.parameterVector.data)
    let (values, records) = (speller.tape.valueCount, speller.tape.recordCount)
    for document in Self.documents {
      let expected = plain.spell(Array(document.dropFirst()), from: 4, atMost: speller.contextLength)
      #expect(try speller.spell(document) == expected)
    }
    #expect(speller.tape.valueCount == values && speller.tape.recordCount == records)
  }

  @Test("A result that is not finite is found in the encoder and in the decoder, with its position")
  func nonFinite() throws {
    let speller = BackwardSpeller(try EncoderDecoderTests.model())
    let document = Self.documents[0]
    #expect(speller.firstNonFiniteResult(reading: document) == nil)
    let parameters = speller.namedParameters
    for (name, position) in [("encoder.wpe", 0), ("decoder.wpe", 3)] {
      let matrix = try #require(parameters.first { $0.name == name }).matrix
      let element = matrix[position == 0 ? 1 : position][2]
      let before = element.data
      element.data = 1e200
      let result = try #require(speller.firstNonFiniteResult(reading: document))
      #expect(result.position == position)
      #expect(result.parameter.hasPrefix("\(name)["))
      #expect(throws: NonFiniteResult.self) { try speller.spell([4, 0, 3, 3, 1, 4]) }
      element.data = before
    }
    #expect(speller.firstNonFiniteResult(reading: document) == nil)
  }

  #if compiler(>=6.2)
  @Test("A document whose end would not be read stops with a message")
  func tooLong() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BackwardSpeller(try EncoderDecoderTests.model()).loss(of: [4, 0, 1, 2, 3, 0, 4])
    }
    #if DEBUG
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("a document of 7 tokens can't be spelt by a model of 2 to 6"))
    #endif
  }
  #endif
}
