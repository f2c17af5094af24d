import Autograd
import TestSupport
import Testing

@testable import Inspection

/// How far a difference quotient is off by itself, beside a gradient that is wrong.
@Suite("Own error of difference quotients")
struct QuotientErrorTests {
  // Embeddings as small as RMSNorm's ε bend the loss sharply; without its second matrix relu has no kinks to cross.
  @Test("Where the loss bends sharply, the quotient with twice the step is off three times as much more")
  func truncation() throws {
    let model = try Variant.all[0].model()
    for named in model.namedParameters where named.name.hasSuffix("mlp_fc2") {
      for leaf in named.matrix.elements { leaf.data = 0 }
    }
    for name in ["wte", "wpe"] {
      for leaf in model.parameters[name].elements { leaf.data *= 1e-3 }
    }
    let check = MatrixCheck(model, tokens: Variant.document, largestCount: 12)
    let bent = check.matrices.filter { ["wte", "wpe"].contains($0.name) && $0.worstRelativeError > 1e-8 }
    #expect(!bent.isEmpty)
    for matrix in bent {
      let ratio = matrix.quotientError / matrix.worstRelativeError
      #expect((2.5...3.5).contains(ratio), "\(matrix.name): \(ratio)")
    }
  }

  @Test("A gradient that is wrong is off by far more than the quotient", arguments: Variant.all)
  func wrongGradient(variant: Variant) throws {
    let model = try variant.model()
    let gradients = MatrixCheck.gradients(of: model, tokens: Variant.document).map {
      $0.map { $0 * 1.01 + 1e-4 }
    }
    let check = MatrixCheck(model, tokens: Variant.document, largestCount: 3, gradients: gradients)
    for matrix in check.matrices {
      #expect(matrix.worstRelativeError > 100 * matrix.quotientError, "\(matrix.name)")
    }
  }

  @Test("The Jacobian's mean norm has all its digits at the steepest patterns")
  func jacobianOfWideHeads() throws {
    let statistics = ScaleStatistics(headWidths: [256], keyCount: 5, queryCount: 400, seed: 7)
    let row = try #require(statistics.rows.first { $0.rule == .none })
    #expect((row.jacobianNorm / 0.06362067068870 - 1).magnitude < 1e-12)
  }
}
