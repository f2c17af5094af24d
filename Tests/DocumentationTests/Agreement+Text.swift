/// Whether a line that is printed is the one that is shown, but for what a clock says, and the digits of numbers so small that
/// another build rounds them differently.
func agree(_ shown: String, _ printed: String) -> Bool {
  shown == printed || steady(shown) == steady(printed)
}

/// A line without what differs from run to run or from build to build.
private func steady(_ line: String) -> String {
  line
    .replacing(#/\d(\.\d+)?e-\d+/#, with: "tiny")
    .replacing(#/[\d,.]+ steps\/s/#, with: "speed")
    .replacing(#/\d+:\d\d left/#, with: "left")
    .replacing(#/in ([\d,.]+ (ms|s)|\d+:\d\d)\b/#, with: "in time")
    .replacing(#/ +/#, with: " ")
}
