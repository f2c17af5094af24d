import Autograd
import TestSupport
import Testing
import Transformer

@Suite("States of texts")
struct StateTests {
  static let stores: [StoreChoice] = [.list, .rolling(size: 3), .paged(pageSize: 2), .paged(pageSize: 3)]

  func model(_ store: StoreChoice) throws -> GPT {
    try Variant("stores") { $0.store = store }.model()
  }

  /// The logits after one more token.
  func logits(_ model: GPT, after token: Int, _ state: inout GPT.State) -> [Double] {
    model.logits(after: model.tape.input(token), state: &state).data
  }

  @Test("A copy of a state is the same state: what one reads, the other has read", arguments: stores)
  func copies(store: StoreChoice) throws {
    let model = try model(store)
    var alone = model.initialState()
    let expected = [2, 0, 1].map { logits(model, after: $0, &alone) }
    var state = model.initialState()
    var copy = state
    #expect(logits(model, after: 2, &state) == expected[0])
    #expect(copy.position == 1)
    #expect(logits(model, after: 0, &copy) == expected[1])
    #expect(state.position == 2 && logits(model, after: 1, &state) == expected[2])
  }

  @Test("A fork is another state: both go on as if they were alone", arguments: stores)
  func forks(store: StoreChoice) throws {
    let model = try model(store)
    func read(_ tokens: [Int]) -> [Double] {
      var state = model.initialState()
      return tokens.map { logits(model, after: $0, &state) }.last ?? []
    }
    var state = model.initialState()
    for token in [2, 0, 1] { _ = logits(model, after: token, &state) }
    var fork = model.fork(state)
    let first = logits(model, after: 0, &state)
    let second = logits(model, after: 1, &fork)
    #expect(first == read([2, 0, 1, 0]) && second == read([2, 0, 1, 1]) && first != second)
    #expect(state.position == 4 && fork.position == 4)
  }

  @Test("A released state begins a text anew", arguments: stores)
  func released(store: StoreChoice) throws {
    let model = try model(store)
    var state = model.initialState()
    let first = logits(model, after: 2, &state)
    #expect(logits(model, after: 2, &state) != first)
    model.release(state)
    #expect(state.position == 0)
    #expect(logits(model, after: 2, &state) == first)
  }
}
