import Transformer

extension PythonProgram {
  /// The functions that the model is put together from.
  var mathematics: String {
    """
    def linear(matrix, x):
        \"""A matrix times a vector: the dot product of each row and x.\"""
        return [dot(row, x) for row in matrix]


    def dot(x, y):
        return sum(a * b for a, b in zip(x, y))


    def add(x, y):
        return [a + b for a, b in zip(x, y)]


    def heads(x, size=head_width):
        \"""The parts of a vector that belong to one head each.\"""
        return [x[i : i + size] for i in range(0, len(x), size)]


    def softmax(scores):
        \"""Positive numbers that add up to 1, each e times as large where its score is larger by 1.\"""
        largest = max(scores)
        powers = [math.exp(score - largest) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    """
  }

  /// The functions of the norm and of the gate.
  var normalization: String {
    let epsilon = rmsNormEpsilon
    let norm =
      model.shape.norm == .weighted
      ? """
      def norm(x, weight):
          \"""RMSNorm: x divided by the root of its mean square, and a weight for each element.\"""
          factor = (dot(x, x) / len(x) + \(epsilon)) ** -0.5
          return [w * factor * a for w, a in zip(weight, x)]

      """
      : """
      def norm(x):
          \"""RMSNorm: x divided by the root of its mean square.\"""
          factor = (dot(x, x) / len(x) + \(epsilon)) ** -0.5
          return [factor * a for a in x]

      """
    guard model.shape.feedForward == .swiglu else { return norm }
    return norm + """


      def silu(a):
          \"""a / (1 + e^-a): about a where it is large, about 0 where it is far below 0.\"""
          power = math.exp(-abs(a))
          return a / (1 + power) if a > 0 else a * power / (1 + power)

      """
  }

  /// The function that hides positions; empty where all of the past is visible.
  var masking: String {
    guard hidesPositions else { return "" }
    let patterns = choices.mask.patterns.map { pattern in
      switch pattern {
      case .causal: "True"
      case .window(let size): "query - key < \(size)"
      case .strided(let stride): "(query - key) % \(stride) == 0"
      case .blocks(let size): "query // \(size) == key // \(size)"
      case .global(let count): "key < \(count)"
      }
    }
    let mask = patterns.count == 1 ? patterns[0] : patterns.map { "(\($0))" }.joined(separator: " or ")
    let stored = choices.store.size.map { "query - key < \($0)" }
    return """
      def sees(query, key):
          \"""Whether the query at a position attends to the key at another, which does not come after it.\"""
          return \(stored.map { mask == "True" ? $0 : "\($0) and (\(mask))" } ?? mask)

      """
  }

  var hidesPositions: Bool { choices.mask != .causal || choices.store.size != nil }

  /// The function that turns queries and keys; empty where positions are learned.
  var rotation: String {
    guard case .rotary = choices.positions else { return "" }
    return """
      def rotate(x, position):
          \"""Turns each pair of elements in its plane, by an angle that grows with the position.\"""
          turned = []
          for i in range(0, len(x), 2):
              angle = position * rotary_base ** (-i / len(x))
              cosine, sine = math.cos(angle), math.sin(angle)
              turned += [cosine * x[i] - sine * x[i + 1], sine * x[i] + cosine * x[i + 1]]
          return turned

      """
  }
}
