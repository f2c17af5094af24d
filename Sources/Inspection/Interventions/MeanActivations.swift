import Attention
import Autograd
import Replay
import Transformer

/// The means of activations over texts, without regard to position.
public struct MeanActivations: Equatable, Sendable {
  /// The mean of each activation; the sites' positions are 0.
  private var means: [Site: [Double]] = [:]

  /// Reads every text, replayed by its length.
  ///
  /// - Parameters:
  ///   - model: what reads them.
  ///   - names: activations that are as wide at every position, and so neither scores nor patterns.
  ///   - documents: at least one, of at least two tokens each; as much as is read of them counts.
  public init(_ model: GPT, of names: [ActivationName], documents: [[Int]]) {
    precondition(!documents.isEmpty, "there is no mean over no texts")
    precondition(
      !names.contains(.scores) && !names.contains(.pattern),
      "each query has its own number of keys"
    )
    var count = 0
    let groups = Dictionary(grouping: documents) { min($0.count - 1, model.contextLength) }
    for (positions, documents) in groups.sorted(by: { $0.key < $1.key }) {
      add(model, names, documents, positions)
      count += positions * documents.count
    }
    means = means.mapValues { $0.map { $0 / Double(count) } }
  }

  /// The mean of an activation, or nil where it was not asked for or the model has none.
  public subscript(name: ActivationName, layer layer: Int?, head head: Int?) -> [Double]? {
    means[Site(name, layer: layer, head: head, position: 0)]
  }

  /// Adds the numbers of documents with as many positions.
  private mutating func add(_ model: GPT, _ names: [ActivationName], _ documents: [[Int]], _ positions: Int) {
    var observed: [Site: [Vector]] = [:]
    let observer = Intervention.observing { activation, site in
      guard names.contains(site.name) else { return }
      let site = Site(site.name, layer: site.layer, head: site.head, position: 0)
      observed[site, default: []].append(activation)
    }
    let program = model.tape.program(differentiating: model.tape.run(from: model.attentionScale.position)) {
      [IntervenedGPT(model, observer).loss(of: documents[0])]
    }
    var sums = observed.mapValues { [Double](repeating: 0, count: $0[0].count) }
    for document in documents {
      program.replay(Array(document.prefix(positions + 1)))
      for (site, vectors) in observed {
        for vector in vectors {
          for (element, number) in program.data(of: vector).enumerated() {
            sums[site]?[element] += number
          }
        }
      }
    }
    for (site, sum) in sums {
      means[site] = means[site].map { zip($0, sum).map { $0 + $1 } } ?? sum
    }
  }
}
