import Basics

/// The singular values of A = L Rᵀ, the largest first: as many as L and R have columns, or rows where those are fewer.
///
/// All others are 0. Pairs of columns are turned until all are at right angles, whose lengths are then the singular values
/// (one-sided Jacobi). The columns of L and R are turned together, which leaves L Rᵀ as it is; then L = U Σ with U's columns of
/// length 1, and the singular values of U Σ Rᵀ are those of R Σ. So the work grows with the rows, and not with their square.
///
/// Source: "Inversion of matrices by biorthogonalization and related results", Hestenes 1958.
///
/// - Parameters:
///   - left: L's rows, at least one.
///   - right: R's rows, at least one, as long as L's.
func singularValues(ofProduct left: [[Double]], _ right: [[Double]]) -> [Double] {
  let count = min(left.count, right.count)
  // Of more columns than rows, most would have to be turned to nothing: A itself has fewer.
  guard left[0].count <= count else {
    let (short, long) = left.count < right.count ? (left, right) : (right, left)
    var rows = short.map { row in long.map { innerProduct(row, $0) } }
    var none = rows.map { _ in [Double]() }
    orthogonalize(&rows, turning: &none)
    return rows.map { norm($0) }.sorted(by: >)
  }
  var leftColumns = columns(of: left)
  var rightColumns = columns(of: right)
  orthogonalize(&leftColumns, turning: &rightColumns)
  for index in rightColumns.indices {
    let length = norm(leftColumns[index])
    for row in rightColumns[index].indices { rightColumns[index][row] *= length }
  }
  var none = rightColumns.map { _ in [Double]() }
  orthogonalize(&rightColumns, turning: &none)
  return rightColumns.map { norm($0) }.sorted(by: >)
}

private func columns(of rows: [[Double]]) -> [[Double]] {
  rows[0].indices.map { column in rows.map { $0[column] } }
}

/// Turns pairs of columns until all are at right angles, and the others' by the same angles.
private func orthogonalize(_ columns: inout [[Double]], turning others: inout [[Double]]) {
  // Ten sweeps are plenty for the columns of a head; the bound is for numbers that are not finite.
  for _ in 0..<60 {
    var isDone = true
    for second in columns.indices.dropFirst() {
      for first in 0..<second {
        guard let (cosine, sine) = rotation(columns[first], columns[second]) else { continue }
        isDone = false
        turn(&columns, first, second, cosine, sine)
        turn(&others, first, second, cosine, sine)
      }
    }
    if isDone { return }
  }
}

/// The angle that brings two columns to right angles, nil where they are.
private func rotation(_ x: [Double], _ y: [Double]) -> (cosine: Double, sine: Double)? {
  let product = innerProduct(x, y)
  let (xx, yy) = (innerProduct(x, x), innerProduct(y, y))
  guard product.magnitude > 1e-14 * xx.squareRoot() * yy.squareRoot() else { return nil }
  let zeta = (yy - xx) / (2 * product)
  let tangent = (zeta < 0 ? -1 : 1) / (zeta.magnitude + (1 + zeta * zeta).squareRoot())
  let cosine = 1 / (1 + tangent * tangent).squareRoot()
  return (cosine, cosine * tangent)
}

private func turn(_ columns: inout [[Double]], _ first: Int, _ second: Int, _ cosine: Double, _ sine: Double)
{
  for row in columns[first].indices {
    let (x, y) = (columns[first][row], columns[second][row])
    columns[first][row] = cosine * x - sine * y
    columns[second][row] = sine * x + cosine * y
  }
}
