import Drawing
import Formats
import Random
import VisibleText

@Sendable func likePython() {
  var random = MersenneTwister(seed: 42)
  print(random.unit())
  var letters = ["a", "b", "c", "d"]
  random.shuffle(&letters)
  print(letters)
}

@Sendable func filesAsBytes() throws {
  let file = Safetensors(
    tensors: [.init(name: "w", shape: [1, 2], values: [0.1, -2])],
    metadata: ["made by": "hand"]
  )
  let read = try Safetensors(decoding: file.encoded())
  print(read == file)
  print(try JSON(parsing: #"{"loss": 2.5}"#.utf8)["loss"]?.number ?? .nan)
}

@Sendable func seenAndReadBack() {
  print(visible("two\nlines\u{200B}"))
}

@Sendable func smallTable() {
  var table = Table(columns: [.init("head"), .init("entropy", alignment: .right)])
  table.append(["0", "1.386"])
  table.append(["1", "0.2"])
  for line in table.lines() { print(line) }
}

@Sendable func smallHeatMap() {
  let map = HeatMap(
    title: "pattern",
    rowTitle: "query",
    columnTitle: "key",
    rows: ["a", "b"],
    columns: ["a", "b"],
    cells: [[1, nil], [0.25, 0.75]]
  )
  for line in map.lines() { print(line) }
}
