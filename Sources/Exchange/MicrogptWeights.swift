import Formats
import Transformer
import VisibleText

/// A model under microgpt.py's names: `wte`, `wpe`, `lm_head`, `layer0.attn_wq` and so on.
package struct MicrogptWeights {
  /// The shape, which the matrices tell but for the number of heads.
  package let configuration: GPTConfiguration
  /// The parameters in order.
  package let parameters: [Double]

  /// Whether a file has such a model.
  package static func canBe(in file: Safetensors) -> Bool {
    file.tensors.contains { $0.name.utf8.elementsEqual("wte".utf8) }
  }

  /// Reads a model.
  ///
  /// - Parameters:
  ///   - file: its weights.
  ///   - headCount: how many heads it has.
  /// - Throws: ``ImportError`` where the matrices don't belong to one model of microgpt.py's.
  package init(_ file: Safetensors, headCount: Int) throws(ImportError) {
    var tensors = NamedTensors(file)
    func shape(_ name: String) throws(ImportError) -> (rows: Int, columns: Int) {
      guard let shape = tensors.shape(of: name) else {
        throw ImportError("there is no tensor \(visible: name)")
      }
      guard shape.count == 2 else {
        throw ImportError("tensor \(visible: name) has the shape \(shape); it must be a matrix")
      }
      return (shape[0], shape[1])
    }
    let (vocabularySize, width) = try shape("wte")
    var gpt = GPTShape(
      layerCount: 0,
      embeddingWidth: width,
      headCount: headCount,
      contextLength: try shape("wpe").rows
    )
    while tensors.has("layer\(gpt.layerCount).attn_wq") { gpt.layerCount += 1 }
    let hidden = try shape("layer0.mlp_fc1").rows
    // A product might overflow: nobody has judged the file's numbers yet.
    if hidden.quotientAndRemainder(dividingBy: GPTConfiguration.feedForwardExpansion) != (width, 0) {
      gpt.hiddenWidth = hidden
    }
    do throws(GPTConfigurationError) {
      configuration = try GPTConfiguration(vocabularySize: vocabularySize, shape: gpt)
    } catch {
      if case .headsDoNotDivideWidth = error { throw ImportError("\(error)", isOfOption: true) }
      throw ImportError("\(error)")
    }
    var numbers: [Double] = []
    for shape in configuration.parameterShapes {
      numbers += try tensors.take(shape.name, [shape.rows, shape.columns])
    }
    try tensors.checkThatAllAreRead()
    parameters = numbers
  }
}
