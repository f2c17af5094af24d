/// The largest difference between two numbers of the same place; 0 where there are none.
func largestDifference(_ first: [Double], _ second: [Double]) -> Double {
  zip(first, second).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
}
