import Attention
import Autograd

/// The exercises on gradients; what is expected comes from the engine's backpropagation.
extension Check {
  /// A query with everything that a head needs, and the gradient that arrives at the output.
  private struct Asked {
    let query, outputGradient: [Double]
    let keys, values: [[Double]]
    let scale: Double

    init(seed: UInt64) {
      var drawn = Drawn(seed: seed)
      query = drawn.vector(3)
      keys = drawn.vectors(4, width: 3)
      values = drawn.vectors(4, width: 2)
      outputGradient = drawn.vector(2)
      scale = [0.7, 1.5, -0.4][Int(seed) % 3]
    }

    var text: String {
      "query \(shown(query)), keys \(shown(keys)), values \(shown(values)), scale \(shown(scale)), ∂L/∂output \(shown(outputGradient))"
    }

    /// What the engine's kernel computes with a scale.
    func head(_ scale: Value, on tape: Tape) -> HeadActivations {
      AttentionKernel.softmax.attend(
        tape.vector(query),
        keys.map { tape.vector($0) },
        values.map { tape.vector($0) },
        scale
      )
    }

    /// A loss in which the output has that gradient.
    func loss(_ output: some Collection<Value>) -> Value {
      let terms = zip(output, outputGradient).map { $0 * $1 }
      return terms.dropFirst().reduce(terms[0], +)
    }

    /// The same loss as a function of the scale alone, on whichever tape it stands.
    func loss(_ head: HeadActivations, scale: Value) -> Value {
      let raw = head.keys.map { dot(head.query, $0).data }
      let exponentials = raw.map { (scale * $0).exp() }
      let sum = exponentials.dropFirst().reduce(exponentials[0], +)
      let terms = zip(exponentials, head.values).map { exponential, value in
        exponential / sum * zip(value.data, outputGradient).map(*).reduce(0, +)
      }
      return terms.dropFirst().reduce(terms[0], +)
    }

    /// What the engine makes of it, after going backward.
    func head(on tape: Tape) -> HeadActivations {
      let head = head(tape.value(scale), on: tape)
      loss(head.output).backward()
      return head
    }
  }

  private static func forEachAsked(_ ask: (Asked) -> Verdict) -> Verdict {
    .first((0..<3).map { ask(Asked(seed: $0)) })
  }

  static var softmaxGradient: Check {
    Check("softmaxGradient", { $0.softmaxGradient }) { answer in
      forEachAsked { asked in
        let tape = Tape()
        let head = asked.head(on: tape)
        let (weights, gradients) = (head.pattern?.data ?? [], head.pattern?.grad ?? [])
        return Verdict(
          answer(weights, gradients),
          near: head.scores?.grad ?? [],
          asked: "weights \(shown(weights)), ∂L/∂w \(shown(gradients))"
        )
      }
    }
  }

  static var scaleGradient: Check {
    Check("scaleGradient", { $0.scaleGradient }) { answer in
      forEachAsked { asked in
        let tape = Tape()
        return Verdict(
          answer(asked.query, asked.keys, asked.values, asked.scale, asked.outputGradient),
          near: asked.head(on: tape).scale.grad,
          asked: asked.text
        )
      }
    }
  }

  static var scaleGradientOnTape: Check {
    Check("scaleGradientOnTape", { $0.scaleGradientOnTape }) { answer in
      forEachAsked { asked in
        let tape = Tape()
        let head = asked.head(on: tape)
        return Verdict(
          answer(asked.scale) { asked.loss(head, scale: $0) },
          near: head.scale.grad,
          asked: "the loss of a head with scale \(shown(asked.scale)), which is a function of the scale"
        )
      }
    }
  }

  static var attentionOnTape: Check {
    Check("attentionOnTape", { $0.attentionOnTape }) { answer in
      forEachAsked { asked in
        let (tape, own) = (Tape(), Tape())
        let engine = asked.head(on: tape)
        let query = own.vector(asked.query)
        let keys = asked.keys.map { own.vector($0) }
        let values = asked.values.map { own.vector($0) }
        let scale = own.value(asked.scale)
        let output = answer(query, keys, values, scale)
        let verdict = Verdict(output.map(\.data), near: engine.output.data, asked: asked.text)
        guard verdict == .right else { return verdict }
        asked.loss(output).backward()
        return .first([
          gradient("the query", [query], [engine.query], asked),
          gradient("the keys", keys, engine.keys, asked),
          gradient("the values", values, engine.values, asked),
          Verdict(scale.grad, near: engine.scale.grad, asked: asked.text + ": the gradient of the scale"),
        ])
      }
    }
  }

  private static func gradient(_ name: String, _ got: [Vector], _ expected: [Vector], _ asked: Asked)
    -> Verdict
  {
    Verdict(got.map(\.grad), near: expected.map(\.grad), asked: asked.text + ": the gradient of \(name)")
  }
}
