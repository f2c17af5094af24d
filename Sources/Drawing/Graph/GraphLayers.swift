/// The nodes of a graph in layers, each ordered so that few edges cross.
///
/// A node stands as many layers before the last as its longest path to the end has edges, so that parents stand before
/// their children. Where an edge passes a layer, a bend stands in for it; the edges of one parent share their bends.
/// Sources: Sugiyama, Tagawa and Toda 1981; bends shared as in Eiglsperger et al. 2005.
struct GraphLayers {
  /// What stands in a layer: items below `nodeCount` are nodes, the others bends.
  let nodeCount: Int
  /// The layer of each item.
  private(set) var layer: [Int] = []
  /// The items of each layer from top to bottom.
  private(set) var layers: [[Int]] = []
  /// For each item those in the layer before that lead to it.
  private(set) var before: [[Int]] = []
  /// For each item those in the next layer that it leads to.
  private(set) var after: [[Int]] = []
  /// For each edge the bends on its way.
  private(set) var bends: [[Int]] = []

  init(_ graph: Graph) {
    nodeCount = graph.nodes.count
    assignLayers(graph)
    insertBends(graph)
    order()
  }

  private mutating func assignLayers(_ graph: Graph) {
    var children = Array(repeating: [Int](), count: nodeCount)
    for link in graph.links { children[link.parent].append(link.child) }
    var distance = Array(repeating: 0, count: nodeCount)
    for node in graph.order.reversed() {
      for child in children[node] { distance[node] = max(distance[node], distance[child] + 1) }
    }
    let last = distance.max() ?? 0
    layer = distance.map { last - $0 }
    layers = Array(repeating: [], count: nodeCount == 0 ? 0 : last + 1)
    for node in 0..<nodeCount { layers[layer[node]].append(node) }
  }

  private mutating func insertBends(_ graph: Graph) {
    before = Array(repeating: [], count: nodeCount)
    after = before
    var trunks = Array(repeating: [Int](), count: nodeCount)
    for link in graph.links {
      let needed = layer[link.child] - layer[link.parent] - 1
      while trunks[link.parent].count < needed {
        let bend = layer.count
        let previous = trunks[link.parent].last ?? link.parent
        layer.append(layer[previous] + 1)
        layers[layer[bend]].append(bend)
        before.append([previous])
        after.append([])
        after[previous].append(bend)
        trunks[link.parent].append(bend)
      }
      let way = Array(trunks[link.parent].prefix(needed))
      before[link.child].append(way.last ?? link.parent)
      after[way.last ?? link.parent].append(link.child)
      bends.append(way)
    }
  }

  /// Sweeps over the layers, each ordered by the mean places of its neighbours, and keeps the best order seen.
  private mutating func order() {
    var place = Array(repeating: 0.0, count: layer.count)
    for items in layers { Self.number(items, in: &place) }
    var best = layers
    var fewest = Int.max
    for sweep in 0..<10 {
      let isLeftward = sweep.isMultiple(of: 2)
      for index in isLeftward ? Array(layers.indices.reversed()) : Array(layers.indices) {
        let neighbours = isLeftward ? after : before
        let keyed = layers[index].map { item in
          let others = neighbours[item]
          let sum = others.reduce(0) { $0 + place[$1] }
          return (
            key: others.isEmpty ? place[item] : sum / Double(others.count), place: place[item], item: item
          )
        }
        layers[index] = keyed.sorted { ($0.key, $0.place) < ($1.key, $1.place) }.map { $0.item }
        Self.number(layers[index], in: &place)
      }
      let count = crossings(place)
      if count < fewest {
        fewest = count
        best = layers
      }
      if count == 0 { break }
    }
    layers = best
  }

  /// Counts the items of a layer from its middle.
  private static func number(_ items: [Int], in place: inout [Double]) {
    for (position, item) in items.enumerated() {
      place[item] = Double(position) - Double(items.count - 1) / 2
    }
  }

  /// The number of pairs of edges that cross.
  private func crossings(_ place: [Double]) -> Int {
    var count = 0
    for (index, items) in layers.enumerated().dropLast() {
      // A tree of sums over the places in the next layer (Fenwick 1994): how many edges ended below a place so far.
      let size = layers[index + 1].count
      var sums = Array(repeating: 0, count: size + 1)
      var total = 0
      for item in items {
        let ends = after[item].map { Int(place[$0] + Double(size - 1) / 2) }
        for end in ends {
          count += total
          var position = end + 1
          while position > 0 {
            count -= sums[position]
            position &= position - 1
          }
        }
        for end in ends {
          var position = end + 1
          while position <= size {
            sums[position] += 1
            position += position & -position
          }
        }
        total += ends.count
      }
    }
    return count
  }
}
