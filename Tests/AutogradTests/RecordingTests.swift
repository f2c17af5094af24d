import Autograd
import Testing

@Suite("Recording off")
struct RecordingTests {
  struct Stop: Error {}

  let tape = Tape()

  @Test("The numbers are the same bits, and nothing is recorded")
  func sameNumbers() {
    let v = tape.vector([0.7, -2.3, 1.9])
    let recorded = (v.softmax() * v).sum()
    let count = tape.recordCount
    let unrecorded = tape.withoutRecording { (v.softmax() * v).sum() }
    #expect(unrecorded.data == recorded.data)
    #expect(tape.recordCount == count)
    #expect(unrecorded.operation == nil)
    #expect(unrecorded.parents.isEmpty)
    #expect(recorded.operation == .sum)
  }

  @Test("No gradient goes through what was not recorded")
  func noGradient() {
    let x = tape.value(1.7)
    let y = tape.withoutRecording { x * 3 }
    (y * 5).backward()
    #expect(y.grad == 5)
    #expect(x.grad == 0)
  }

  @Test("It nests, and is on again afterwards")
  func nesting() {
    #expect(tape.isRecording)
    tape.withoutRecording {
      #expect(!tape.isRecording)
      tape.withoutRecording { #expect(!tape.isRecording) }
      #expect(!tape.isRecording)
    }
    #expect(tape.isRecording)
  }

  @Test("It is on again after an error, which comes through")
  func throwing() {
    #expect(throws: Stop.self) {
      try tape.withoutRecording { () throws(Stop) in
        #expect(!tape.isRecording)
        throw Stop()
      }
    }
    #expect(tape.isRecording)
  }
}
