/// The lessons of the course, in the order in which they build on one another.
public enum Course {
  /// All lessons.
  public static let lessons: [Lesson] = [
    .basics,
    .scaling,
    .heads,
    .induction,
  ]
}
