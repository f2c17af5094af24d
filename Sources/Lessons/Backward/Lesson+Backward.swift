import Inspection

extension Lesson {
  /// The gradient of a head, from the loss back to a score, its query, its key and the scale.
  public static let backward = Lesson(
    "backward",
    title: "Backward: from the loss to a score",
    purpose: "a head's gradients by hand, step by step, then checked",
    minutes: 11,
    abilities: [
      "go back from a loss to a score, its query, its key and the scale, with numbers",
      "differentiate a softmax, and say why each score gets gradient from all weights",
      "say what a gradient tells, and what it does not",
    ],
    parts: { _ in
      let way = Once(WayBack.init)
      return [
        way.part { $0.opening },
        way.part { $0.softmax },
        way.part { $0.scores },
        way.part { $0.ends },
        way.part { $0.meaning },
      ]
    }
  )
}
