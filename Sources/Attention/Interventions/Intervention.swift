import Autograd

/// What is changed while a model computes: activations that others take the place of, and stored positions that are hidden.
///
///     let off = Intervention(.z, layer: 0, head: 2, .constant(0, on: tape))
///
/// switches a head off. That is done to `z`, before the output projection: behind it every element is a mixture of all heads,
/// and zeros in a slice as wide as a head remove none.
///
/// Several changes of one activation are made one after the other. What is recorded or made a program is computed with the
/// intervention in it, so numbers that shall change from replay to replay must be leaves.
public struct Intervention {
  /// What is changed.
  package struct Target {
    /// The activation; nil for every one.
    package let name: ActivationName?
    /// The layer; nil for every one.
    package let layer: Int?
    /// The head; nil for every one.
    package let head: Int?
    /// At which positions; nil for all.
    package let positions: [Int]?

    init(_ name: ActivationName?, layer: Int? = nil, head: Int? = nil, positions: [Int]? = nil) {
      self.name = name
      self.layer = layer
      self.head = head
      self.positions = positions
    }

    /// Whether it is changed there, if not at every position.
    package func concerns(_ site: Site) -> Bool {
      (name == nil || name == site.name) && (layer == nil || layer == site.layer)
        && (head == nil || head == site.head)
    }
  }

  /// An activation that is replaced.
  struct Change {
    let target: Target
    let replacement: Replacement

    func concerns(_ site: Site) -> Bool {
      target.concerns(site) && (target.positions?.contains(site.position) ?? true)
    }
  }

  /// Stored positions that are hidden.
  struct Hiding {
    let target: Target
    let visible: (_ positions: [Int], _ query: Int) -> [Int]
  }

  private(set) var changes: [Change] = []
  private(set) var hidings: [Hiding] = []

  /// What is replaced, and where something is hidden.
  package var targets: [Target] { changes.map { $0.target } + hidings.map { $0.target } }

  /// Nothing is changed.
  public init() {}

  /// An activation is replaced.
  ///
  /// - Parameters:
  ///   - name: what is replaced.
  ///   - layer: in which layer; nil for every one, and outside the blocks.
  ///   - head: of which head; nil for every one, and for what is not divided among heads.
  ///   - positions: at which positions; nil for all.
  ///   - replacement: what takes its place.
  public init(
    _ name: ActivationName,
    layer: Int? = nil,
    head: Int? = nil,
    positions: [Int]? = nil,
    _ replacement: Replacement
  ) {
    let target = Target(name, layer: layer, head: head, positions: positions)
    changes = [Change(target: target, replacement: replacement)]
  }

  /// Shows every activation that can be replaced, and replaces none.
  public static func observing(_ body: @escaping (_ activation: Vector, _ site: Site) -> Void) -> Intervention
  {
    var intervention = Intervention()
    let replacement = Replacement { activation, site in
      body(activation, site)
      return nil
    }
    intervention.changes = [Change(target: Target(nil), replacement: replacement)]
    return intervention
  }

  /// What is stored of a position is hidden from the queries of later ones, in one layer or in all.
  ///
  /// It is not zeros that they see: it is not there, and the weights of the other positions sum to 1. A query that would see
  /// nothing else goes on seeing it.
  public static func hiding(position: Int, layer: Int? = nil) -> Intervention {
    Intervention(hiding: Target(nil, layer: layer, positions: [position])) { visible, query in
      let others = visible.filter { $0 != position }
      return query > position && !others.isEmpty ? others : visible
    }
  }

  /// Every query sees its own position and no other, whatever the mask shows: nothing is read from the past.
  public static var seeingOnlyItself: Intervention {
    Intervention(hiding: Target(nil)) { _, query in [query] }
  }

  private init(hiding target: Target, visible: @escaping (_ positions: [Int], _ query: Int) -> [Int]) {
    hidings = [Hiding(target: target, visible: visible)]
  }

  /// Both interventions, this one first.
  public func followed(by other: Intervention) -> Intervention {
    var both = self
    both.changes += other.changes
    both.hidings += other.hidings
    return both
  }
}
