import Replay
import TestSupport
import Testing

// Observing how a process ends, with values from outside, needs Swift 6.3.
#if compiler(>=6.3)
@Suite("What must not be done with a program stops with a message, in every build")
struct ProgramMisuseTableTests {
  @Test(arguments: Misuse.ofPrograms)
  func stops(misuse: Misuse) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [name = misuse.testDescription as String] in
      Misuse.ofPrograms.first { $0.testDescription == name }?.commit()
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains(misuse.message), "\(said)")
  }

  @Test("Each misuse has a name of its own")
  func names() { #expect(Set(Misuse.ofPrograms.map(\.testDescription)).count == Misuse.ofPrograms.count) }
}
#endif
