import Attention

/// Where keys and values are kept, as it is written: `list`, `rolling:N` for the last N positions, `paged:N` for pages of N.
public enum StoreChoice: Equatable, Sendable, CustomStringConvertible {
  /// Every position, in a list.
  case list
  /// The last positions, as many as `size`.
  case rolling(size: Int)
  /// Every position, in pages of `pageSize`.
  case paged(pageSize: Int)

  /// The store of that text, or nil where it is none.
  public init?(_ text: String) {
    let parsed = ChoiceText(text.utf8)
    switch (parsed.name, parsed.number) {
    case ("list", nil): self = .list
    case ("rolling", let size?) where size > 0: self = .rolling(size: size)
    case ("paged", let size?) where size > 0: self = .paged(pageSize: size)
    default: return nil
    }
  }

  /// The store as it is written: `list`, `rolling:4`, `paged:4`.
  public var description: String {
    switch self {
    case .list: "list"
    case .rolling(let size): "rolling:\(size)"
    case .paged(let size): "paged:\(size)"
    }
  }

  /// How many positions are kept, where not all are.
  public var size: Int? {
    if case .rolling(let size) = self { size } else { nil }
  }

  /// How many positions a page has room for, where there are pages.
  public var pageSize: Int? {
    if case .paged(let pageSize) = self { pageSize } else { nil }
  }

  /// An empty store; its forks share its pages, where there are pages.
  public func makeStore() -> any KeyValueStore {
    switch self {
    case .list: ListStore()
    case .rolling(let size): RollingStore(size: size)
    case .paged(let pageSize): PagedStore(pool: PagePool(pageSize: pageSize))
    }
  }
}
