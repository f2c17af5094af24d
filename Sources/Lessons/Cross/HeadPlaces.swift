import Inspection
import Training
import Transformer

/// Where a head of the cross-attention looks: means over names, and in each over the rows of its letters.
public struct HeadPlaces: Equatable, Sendable {
  /// The head, counted from 0.
  public let head: Int
  /// The weight on the letter that is to be written: row i, column n − 1 − i.
  public private(set) var otherDiagonal = 0.0
  /// The weight on the letter of the same number: row i, column i.
  public private(set) var mainDiagonal = 0.0
  /// The weight on the end of the name.
  public private(set) var end = 0.0
  /// What each place would get of an even pattern.
  public private(set) var even = 0.0

  static func all(_ speller: BackwardSpeller, _ documents: [[Int]]) throws(NonFiniteResult)
    -> [HeadPlaces]
  {
    var places = (0..<speller.model.configuration.shape.headCount).map { HeadPlaces(head: $0) }
    for document in documents {
      let maps = try CrossAttentionMaps(speller, of: document)
      let share = 1 / Double(documents.count)
      for index in places.indices {
        places[index].add(maps.heads[index], letterCount: maps.read.count - 1, share: share)
      }
    }
    return places
  }

  /// A row that is missing, because too few letters were written, counts as 0.
  private mutating func add(_ map: CrossAttentionMaps.Head, letterCount: Int, share: Double) {
    otherDiagonal += share * map.otherDiagonal
    even += share / Double(letterCount + 1)
    for (row, weights) in map.pattern.prefix(letterCount).enumerated() {
      mainDiagonal += share * weights[row] / Double(letterCount)
      end += share * weights[letterCount] / Double(letterCount)
    }
  }
}
