/// The lessons of the course, in the order in which they build on one another.
public enum Course {
  /// All lessons.
  public static let lessons: [Lesson] = [
    .lookup,
    .basics,
    .order,
    .qkv,
    .scaling,
    .heads,
    .sharing,
    .mask,
    .cache,
    .pages,
    .flash,
    .latent,
    .cross,
    .shapes,
    .backward,
    .induction,
  ]
}
