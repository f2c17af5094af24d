import Autograd
import Replay

/// Two tokens through one layer: the example that documentation shows, here planned by hand.
///
/// The embedding is v0…v5, three rows of two; the weights are v6…v13, four rows of two.
func twoTokens() -> Program {
  let tape = Tape()
  let embedding = tape.matrix(rows: 3, columns: 2) { 0.5 }
  let weights = tape.matrix(rows: 4, columns: 2) { 0.25 }
  return tape.program {
    [2, 0].map { token in (weights * embedding[tape.input(token)]).relu().sum() }
  }
}

/// Two neighbouring matrices that meet two vectors: v0…v5 of three rows, v6…v9 of two, and the vectors v10…v11 and v12…v13.
func twoMatrices() -> Program {
  let tape = Tape()
  let first = tape.matrix(rows: 3, columns: 2) { 0.5 }
  let second = tape.matrix(rows: 2, columns: 2) { 0.25 }
  let vectors = [tape.vector([1, 2]), tape.vector([3, 4])]
  return tape.program {
    let products = vectors.flatMap { [first * $0, second * $0] }
    return products.map { $0.sum() }
  }
}
