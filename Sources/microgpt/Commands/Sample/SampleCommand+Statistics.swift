import Inspection
import Drawing
import Transformer

extension SampleCommand {
  /// What lists and pages hold of texts with so many positions.
  static func statistics(of lengths: [Int], beginning: Int, _ model: GPTConfiguration) -> Table {
    let pageSize = model.attention.store.pageSize ?? standardPageSize
    var rows = [
      ("list", StoreStatistics(listsOfLengths: lengths, in: model)),
      (
        "paged:\(pageSize)",
        StoreStatistics(pagesForLengths: lengths, beginning: beginning, pageSize: pageSize, in: model)
      ),
    ]
    if let size = model.attention.store.size {
      let kept = StoreStatistics(listsOfLengths: lengths.map { min($0, size) }, in: model)
      rows.insert(("rolling:\(size)", kept), at: 0)
    }
    var table = Table(
      columns: [.init("store")]
        + ["positions", "pages", "shared", "bytes"].map { .init($0, alignment: .right) }
    )
    for (name, statistics) in rows {
      table.append([
        name,
        NumberFormat.grouped(statistics.positionCount),
        statistics.pageCount.map(NumberFormat.grouped) ?? "-",
        statistics.sharedPageCount.map(NumberFormat.grouped) ?? "-",
        NumberFormat.grouped(statistics.byteCount),
      ])
    }
    return table
  }

  /// The page size that statistics are shown for where the run has no pages.
  private static let standardPageSize = 4
}
