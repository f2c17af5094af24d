import Testing

@testable import microgpt

@Suite("Signs of life")
struct SilenceTests {
  @Test("A silence is broken when it has lasted twelve seconds, and again after twelve more")
  func longSilence() {
    var silence = Silence()
    silence.end(at: 3, isLineEnded: true)
    #expect(silence.line(at: 14.9) == nil)
    #expect(silence.line(at: 15) == "still at work after 0:15\n")
    #expect(silence.line(at: 26.9) == nil)
    #expect(silence.line(at: 27) == "still at work after 0:27\n")
  }

  @Test("A silence while somebody else is waited for is not broken, and what comes after it begins anew")
  func othersSilence() {
    var silence = Silence()
    silence.end(at: 3, isLineEnded: false)
    silence.isOthers = true
    #expect(silence.line(at: 500) == nil)
    silence.isOthers = false
    silence.end(at: 500, isLineEnded: true)
    #expect(silence.line(at: 511) == nil)
    #expect(silence.line(at: 512) == "still at work after 8:32\n")
  }

  @Test("A word in between begins it anew, and a line that stands unfinished is ended first")
  func word() {
    var silence = Silence()
    silence.progress = (300, 50_000, "document")
    silence.end(at: 9, isLineEnded: false)
    #expect(silence.line(at: 18) == nil)
    #expect(silence.line(at: 70) == "\nstill at work after 1:10, document 300 of 50,000\n")
    silence.progress = (301, 50_000, "document")
    #expect(silence.line(at: 90) == "still at work after 1:30, document 301 of 50,000\n")
  }
}
