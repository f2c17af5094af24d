import Attention
import Autograd
import Transformer

/// Leaves by which activations a go over into others a′ without being recorded anew.
///
///     a k + a′ g,   k = 1 − x,   g = x
///
/// x is 0 where nothing is changed, 1 where a′ stands in a's place, and at 0 the loss changes by Σ ∂L/∂a (a′ − a) for each 1.
///
/// Source of the gradient's use: "Attribution Patching: Activation Patching At Industrial Scale", Nanda 2023.
struct Gates {
  /// All k, then all g.
  let leaves: Vector
  let count: Int

  /// Gates that change nothing.
  init(_ count: Int, on tape: Tape) {
    self.count = count
    leaves = tape.vector(Array(repeating: 1, count: count) + Array(repeating: 0, count: count))
  }

  /// k.
  func kept(_ index: Int) -> Value { leaves[index] }
  /// g.
  func put(_ index: Int) -> Value { leaves[count + index] }

  /// Sets x of some gates while `body` runs.
  func with<Result>(_ indices: [Int], at x: Double = 1, _ body: () -> Result) -> Result {
    func set(_ x: Double) {
      for index in indices {
        kept(index).data = 1 - x
        put(index).data = x
      }
    }
    set(x)
    defer { set(0) }
    return body()
  }

  /// ∂/∂x of what was differentiated, for each gate.
  var slopes: [Double] {
    let gradients = leaves.grad
    return (0..<count).map { gradients[count + $0] - gradients[$0] }
  }
}

/// A model as a function of its gates, which stand in its parameters' place: so their gradients are what is computed.
struct GatedModel: LanguageModel {
  let base: IntervenedGPT
  let gates: Gates

  var tape: Tape { base.tape }
  var contextLength: Int { base.contextLength }
  var parameterVector: Vector { gates.leaves }
  var namedParameters: [NamedMatrix] { [] }

  func initialState() -> GPT.State { base.initialState() }
  func fork(_ state: GPT.State) -> GPT.State { base.fork(state) }
  func release(_ state: GPT.State) { base.release(state) }
  func logits(after token: Input, state: inout GPT.State) -> Vector {
    base.logits(after: token, state: &state)
  }
}
