import Lessons

/// A step of the tour: a panel, a question to be answered before, and what is to be done there.
struct TourStep {
  /// What the page calls it.
  let name: String
  /// Its heading.
  let title: String
  /// The panel, by its id on the page.
  let panel: String
  /// The control to begin with, as a selector in the panel.
  let control: String
  /// What it is about.
  let beginning: Prose
  /// What is to be predicted.
  let prediction: CourseQuestion
  /// What is to be done, in order.
  let deeds: [(deed: TourDeed, how: Prose)]
}
