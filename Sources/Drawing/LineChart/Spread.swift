/// Moves positions apart so that neighbours keep their distances, as little as possible.
///
/// - Parameters:
///   - wanted: where each would like to be; the order is kept even where the wishes contradict it.
///   - gaps: `gaps[i]` is the least distance between the positions i and i + 1.
///   - weights: how much each resists; all the same if empty.
/// - Returns: The positions p with p[i+1] − p[i] ≥ gaps[i] for which Σ w·(p − wanted)² is least.
///
/// With the gaps subtracted it is an isotonic regression, found by pooling adjacent violators (Ayer et al. 1955).
///
/// - Complexity: O(count).
func spread(_ wanted: [Double], gaps: [Double], weights: [Double] = []) -> [Double] {
  precondition(
    gaps.count == max(0, wanted.count - 1),
    "\(wanted.count) positions do not have \(gaps.count) gaps"
  )
  var blocks: [(mean: Double, weight: Double, count: Int)] = []
  var offset = 0.0
  for index in wanted.indices {
    if index > 0 { offset += gaps[index - 1] }
    var block = (mean: wanted[index] - offset, weight: weights.isEmpty ? 1 : weights[index], count: 1)
    while let last = blocks.last, last.mean > block.mean {
      let weight = last.weight + block.weight
      block = (
        (last.mean * last.weight + block.mean * block.weight) / weight, weight, last.count + block.count
      )
      blocks.removeLast()
    }
    blocks.append(block)
  }
  var positions: [Double] = []
  positions.reserveCapacity(wanted.count)
  offset = 0
  for block in blocks {
    for _ in 0..<block.count {
      if !positions.isEmpty { offset += gaps[positions.count - 1] }
      positions.append(block.mean + offset)
    }
  }
  return positions
}

/// As ``spread(_:gaps:weights:)``, and within a range, which must have room for all.
func spread(_ wanted: [Double], gaps: [Double], within range: ClosedRange<Double>) -> [Double] {
  var positions = spread(wanted, gaps: gaps)
  var least = range.lowerBound
  for index in positions.indices {
    positions[index] = max(positions[index], least)
    if index < gaps.count { least = positions[index] + gaps[index] }
  }
  var most = range.upperBound
  for index in positions.indices.reversed() {
    positions[index] = min(positions[index], most)
    if index > 0 { most = positions[index] - gaps[index - 1] }
  }
  return positions
}
