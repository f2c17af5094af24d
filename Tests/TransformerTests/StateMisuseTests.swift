import Autograd
import Testing
import Transformer

// Observing how a process ends, with values from outside, needs Swift 6.3.
#if compiler(>=6.3)
@Suite("States of texts that are used wrongly")
struct StateMisuseTests {
  @Test(
    "A state that was copied without a fork, or released, stops the program where it is read on",
    arguments: [
      false, true,
    ]
  )
  func states(isReleased: Bool) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [isReleased] in
      let model = try GPT.small()
      var state = model.initialState()
      _ = model.logits(after: model.tape.input(0), state: &state)
      var copy = state
      if isReleased {
        model.release(state)
      } else {
        _ = model.logits(after: model.tape.input(1), state: &state)
      }
      _ = model.logits(after: model.tape.input(2), state: &copy)
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains("it was copied without fork(_:), or released"), "\(said)")
  }
}
#endif
