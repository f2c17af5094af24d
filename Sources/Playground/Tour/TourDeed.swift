/// Something that the tour asks a reader to do, as the page names it.
enum TourDeed: String, CaseIterable {
  case rewind
  case steps
  case scores
  case cell
  case text
  case sharpen
  case descend
  case head
  case weight
  case future
  case cold
  case hot
  case walk
  case rival
  case race
  case film
  case save
}
