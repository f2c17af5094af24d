import Attention
import Autograd
import Replay
import Transformer

/// A head of a layer at a position.
struct HeadPosition {
  let layer: Int
  let head: Int
  let position: Int
}

/// What the run on one text has for that on another.
struct PatchingSource {
  /// z by layer, head and position.
  private let outputs: [[[[Double]]]]
  /// What is measured on this run.
  let value: Double

  /// The run on `source`; where a loss is measured, it is that of the tokens that the other text goes on with.
  init(_ model: GPT, _ source: [Int], _ measure: Patching.Measure, of tokens: [Int]) {
    (outputs, value) = model.withForwardPass(over: source) { pass in
      let configuration = model.configuration
      let outputs = (0..<configuration.layerCount).map { layer in
        (0..<configuration.headCount).map { head in
          (0..<pass.count).map { pass.head(head, layer: layer, position: $0).output.data }
        }
      }
      let logits = pass.positions.map { $0.activations.logits }
      return (
        outputs, measure.value(of: logits, predicting: tokens.dropFirst().map { model.tape.input($0) }).data
      )
    }
  }

  func output(_ site: HeadPosition) -> [Double] { outputs[site.layer][site.head][site.position] }
}

extension Patching.Measure {
  /// What is measured of the logits at all positions.
  fileprivate func value(of logits: [Vector], predicting next: [Input]) -> Value {
    switch self {
    case .loss: return vector(of: zip(logits, next).map { $0.negativeLogProbability(of: $1) }).mean()
    case .logitDifference(let first, let second):
      let last = logits[logits.count - 1]
      return last[last.startIndex + first] - last[last.startIndex + second]
    }
  }
}

/// The run on a text as a function of a gate for each layer, head and position, replayed.
struct PatchedRun {
  /// The layers in order, in each its heads, in each the positions.
  let sites: [HeadPosition]
  private let gates: Gates
  private let program: Program

  /// Appends gates and the other run's numbers to the tape, which must stay as it is while values are computed.
  init(_ model: GPT, _ tokens: [Int], _ source: PatchingSource, _ measure: Patching.Measure) {
    let tokens = tokens.prefix(model.contextLength + 1)
    let (headCount, count) = (model.configuration.headCount, tokens.count - 1)
    let sites = (0..<model.configuration.layerCount).flatMap { layer in
      (0..<headCount).flatMap { head in
        (0..<count).map { HeadPosition(layer: layer, head: head, position: $0) }
      }
    }
    let outputs = sites.map { model.tape.vector(source.output($0)) }
    let gates = Gates(sites.count, on: model.tape)
    let intervention = Intervention(
      .z,
      Replacement { activation, site in
        let index = ((site.layer ?? 0) * headCount + (site.head ?? 0)) * count + site.position
        return activation * gates.kept(index) + outputs[index] * gates.put(index)
      }
    )
    program = model.tape.program(differentiating: gates.leaves) {
      let inputs = tokens.map { model.tape.input($0) }
      var state = model.initialState()
      defer { model.release(state) }
      let patched = IntervenedGPT(model, intervention)
      let logits = inputs.dropLast().map { patched.logits(after: $0, state: &state) }
      return [measure.value(of: logits, predicting: Array(inputs.dropFirst()))]
    }
    self.sites = sites
    self.gates = gates
  }

  /// What is measured where no activation is put in.
  var value: Double {
    program.replay(program.recordedInputs)
    return program.result(0)
  }

  /// What is measured with x of the way from one activation to the other gone.
  func value(patching index: Int, at x: Double = 1) -> Double { gates.with([index], at: x) { value } }

  /// ∂value/∂x for each site.
  var slopes: [Double] {
    gates.leaves.clearGradients()
    defer { gates.leaves.clearGradients() }
    program.replay(program.recordedInputs)
    program.backward()
    return gates.slopes
  }
}
