/// What a learner should be able to do at the end of the course.
public enum CourseGoal: CaseIterable, Sendable {
  case formula
  case queriesKeysValues
  case scale
  case heads
  case fromScratch
  case drawing
  case causalMask
  case groupedQueries

  /// The goal, completing "You can".
  public var text: String {
    switch self {
    case .formula: "write down the formula of attention and compute with it"
    case .queriesKeysValues: "explain what query, key and value are for"
    case .scale: "explain the division by √d"
    case .heads: "say why there are several heads"
    case .fromScratch: "write attention from scratch"
    case .drawing: "draw and read a pattern of weights"
    case .causalMask: "explain the causal mask"
    case .groupedQueries: "explain grouped-query attention"
    }
  }
}
