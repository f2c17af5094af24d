/// A result that several parts of a lesson show: computed when the first of them asks for it, and kept for the others.
///
///     let caching = Once(Caching.init)
///     return [caching.part { $0.readers }, caching.part { $0.growth }]
final class Once<Result> {
  private let compute: () throws(LessonError) -> Result
  private var result: Result?

  /// A result, not computed yet.
  init(_ compute: @escaping () throws(LessonError) -> Result) { self.compute = compute }

  /// The result, computed now or before.
  func callAsFunction() throws(LessonError) -> Result {
    if let result { return result }
    let result = try compute()
    self.result = result
    return result
  }

  /// A part of a lesson that shows the result.
  func part(_ show: @escaping (Result) -> Lesson.Part) -> () throws(LessonError) -> Lesson.Part {
    { () throws(LessonError) in show(try self()) }
  }
}
