/// A model's shape and a batch size to measure.
struct BenchmarkConfiguration {
  let name: String
  var layers = 1
  var embedding = 16
  var heads = 4
  var context = 16
  var batch = 1

  static let all = [
    BenchmarkConfiguration(name: "default"),
    BenchmarkConfiguration(name: "batch 16", batch: 16),
    BenchmarkConfiguration(name: "4 layers", layers: 4),
    BenchmarkConfiguration(name: "width 64", embedding: 64),
    BenchmarkConfiguration(name: "width 64, 4 layers", layers: 4, embedding: 64),
  ]
}
