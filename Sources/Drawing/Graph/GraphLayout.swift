/// Where the nodes and edges of a graph stand.
struct GraphLayout {
  /// The box of each node.
  private(set) var boxes: [Box] = []
  /// The way of each edge.
  private(set) var routes: [Route] = []
  /// The extent of all that is drawn, from (0, 0).
  private(set) var width = 0.0
  private(set) var height = 0.0

  /// A rectangle.
  struct Box: Equatable {
    var left: Double
    var top: Double
    let width: Double
    let height: Double

    var right: Double { left + width }
    var bottom: Double { top + height }
    var middle: Double { top + height / 2 }

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  /// The way of an edge: it bends from its start to the first lane, from lane to lane, and to its end.
  struct Route {
    let start: (x: Double, y: Double)
    /// Where it passes a layer: level from `left` to `right`.
    let lanes: [(left: Double, right: Double, y: Double)]
    let end: (x: Double, y: Double)
    /// How many of the lanes it shares with another edge.
    let sharedCount: Int
  }

  /// The space between two boxes of a layer.
  static let rowGap = 18.0
  private static let laneHeight = 6.0

  init(_ graph: Graph, sizes: [(width: Double, height: Double)], layerGap: Double) {
    guard !graph.nodes.isEmpty else { return }
    let layers = GraphLayers(graph)
    let heights = layers.layer.indices.map { $0 < sizes.count ? sizes[$0].height : Self.laneHeight }
    let middles = Self.middles(layers, heights: heights)

    var left = 0.0
    var extents: [(left: Double, right: Double)] = []
    for items in layers.layers {
      let width = items.map { $0 < sizes.count ? sizes[$0].width : 0 }.max() ?? 0
      extents.append((left, left + width))
      // Steep curves need a longer way.
      let rise = items.flatMap { item in layers.after[item].map { (middles[$0] - middles[item]).magnitude } }
      left += width + layerGap + min(140, (rise.max() ?? 0) * 0.08)
    }
    width = extents.last?.right ?? 0
    boxes = sizes.indices.map { node in
      let extent = extents[layers.layer[node]]
      let height = sizes[node].height
      return Box(
        left: extent.left,
        top: middles[node] - height / 2,
        width: extent.right - extent.left,
        height: height
      )
    }
    height = zip(middles, heights).map { $0 + $1 / 2 }.max() ?? 0
    routes = Self.routes(graph, layers: layers, boxes: boxes, extents: extents, middles: middles)
  }

  /// The middle of every item: as near to those of its neighbours as those above and below it allow, bends before all.
  private static func middles(_ layers: GraphLayers, heights: [Double]) -> [Double] {
    var middles = heights
    let gaps = layers.layers.map { items in
      zip(items, items.dropFirst()).map { upper, lower in
        let areBends = upper >= layers.nodeCount && lower >= layers.nodeCount
        return (heights[upper] + heights[lower]) / 2 + (areBends ? laneHeight : rowGap)
      }
    }
    for (items, gaps) in zip(layers.layers, gaps) {
      var middle = -gaps.reduce(0, +) / 2
      for (position, item) in items.enumerated() {
        middles[item] = middle
        if position < gaps.count { middle += gaps[position] }
      }
    }
    func weight(_ one: Int, _ other: Int) -> Double {
      one >= layers.nodeCount && other >= layers.nodeCount ? 8 : 1
    }
    for pass in 0..<12 {
      let isLeftward = pass.isMultiple(of: 2)
      for index in isLeftward ? Array(layers.layers.indices.reversed()) : Array(layers.layers.indices) {
        let items = layers.layers[index]
        var wanted: [Double] = []
        var weights: [Double] = []
        for item in items {
          var others = isLeftward ? layers.after[item] : layers.before[item]
          if pass >= 8 || others.isEmpty { others = layers.before[item] + layers.after[item] }
          var sum = 0.0
          var total = 0.0
          for other in others {
            sum += weight(item, other) * middles[other]
            total += weight(item, other)
          }
          wanted.append(total > 0 ? sum / total : middles[item])
          weights.append(max(1, total))
        }
        for (item, middle) in zip(items, spread(wanted, gaps: gaps[index], weights: weights)) {
          middles[item] = middle
        }
      }
    }
    let top = zip(middles, heights).map { $0 - $1 / 2 }.min() ?? 0
    return middles.map { $0 - top }
  }

  /// The way of each edge from a place on its parent's right side to one on its child's left side.
  private static func routes(
    _ graph: Graph,
    layers: GraphLayers,
    boxes: [Box],
    extents: [(left: Double, right: Double)],
    middles: [Double]
  ) -> [Route] {
    // Edges that share bends leave their parent together.
    var leaving = Array(repeating: [(y: Double, way: Int)](), count: boxes.count)
    var arriving = Array(repeating: [(y: Double, way: Int)](), count: boxes.count)
    for (edge, link) in graph.links.enumerated() {
      let bends = layers.bends[edge]
      arriving[link.child].append((middles[bends.last ?? link.parent], edge))
      let way = bends.first.map { -$0 } ?? edge
      if !leaving[link.parent].contains(where: { $0.way == way }) {
        leaving[link.parent].append((middles[bends.first ?? link.child], way))
      }
    }
    let starts = zip(leaving, boxes).map { ports($0, on: $1, distance: 14) }
    let ends = zip(arriving, boxes).map { ports($0, on: $1, distance: 12) }
    // Bends are shared from the first one on, so the two longest ways tell how many.
    var longest = Array(repeating: (0, 0), count: boxes.count)
    for (link, bends) in zip(graph.links, layers.bends) {
      let (first, second) = longest[link.parent]
      longest[link.parent] = (max(first, bends.count), max(second, min(first, bends.count)))
    }
    return graph.links.enumerated().map { edge, link in
      let bends = layers.bends[edge]
      let way = bends.first.map { -$0 } ?? edge
      return Route(
        start: (boxes[link.parent].right, starts[link.parent][way] ?? boxes[link.parent].middle),
        lanes: bends.map { bend in
          let extent = extents[layers.layer[bend]]
          return (extent.left, extent.right, middles[bend])
        },
        end: (boxes[link.child].left, ends[link.child][edge] ?? boxes[link.child].middle),
        sharedCount: min(bends.count, longest[link.parent].1)
      )
    }
  }

  /// The heights at which edges touch a side of a box, in the order of where they lead.
  private static func ports(
    _ ways: [(y: Double, way: Int)],
    on box: Box,
    distance: Double
  ) -> [Int: Double] {
    let step = min(distance, (box.height - 20) / Double(max(1, ways.count - 1)))
    let sorted = ways.sorted { ($0.y, $0.way) < ($1.y, $1.way) }
    var ports: [Int: Double] = [:]
    for (position, way) in sorted.enumerated() {
      ports[way.way] = box.middle + (Double(position) - Double(sorted.count - 1) / 2) * step
    }
    return ports
  }
}
