import Autograd
import TestSupport
import Testing

// Observing how a process ends, with values from outside, needs Swift 6.3.
#if compiler(>=6.3)
@Suite("What must not be done with a tape stops with a message, in every build")
struct MisuseTableTests {
  @Test(arguments: Misuse.ofTapes)
  func stops(misuse: Misuse) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [name = misuse.testDescription as String] in
      Misuse.ofTapes.first { $0.testDescription == name }?.commit()
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains(misuse.message), "\(said)")
  }

  @Test("Each misuse has a name of its own")
  func names() { #expect(Set(Misuse.ofTapes.map(\.testDescription)).count == Misuse.ofTapes.count) }
}
#endif
