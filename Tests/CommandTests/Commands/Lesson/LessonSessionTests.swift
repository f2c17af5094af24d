import Foundation
import Lessons
import TestSupport
import Testing

@testable import microgpt

@Suite("lesson in a terminal", .enabled(if: TerminalSession.isPossible))
struct LessonSessionTests {
  private static let prompt = "Return skips): "

  /// Types an answer to each question; the last one is skipped as often as it takes.
  private func session(
    _ lesson: String,
    _ answers: [String],
    environment: [String: String] = ["TERM": "xterm", "NO_COLOR": ""]
  ) throws -> TerminalSession {
    try TerminalSession.run(
      "microgpt",
      ["lesson", lesson],
      environment: environment,
      steps: answers.map { TerminalSession.Step(after: Self.prompt, type: $0) }
    )
  }

  private func plain(_ session: TerminalSession) -> String {
    session.screen.replacing(/\u{1B}\[[0-9;]*m/, with: "").replacing("\r\n", with: "\n")
  }

  @Test("A right and a wrong answer are told apart, and the reason follows")
  func verdicts() throws {
    let session = try session("basics", ["b\n", "a\n"])
    let screen = plain(session)
    #expect(session.status == 0 && session.isInOrder)
    #expect(screen.contains("Return skips): b\nRight. Its own score is"))
    #expect(screen.contains("Return skips): a\nNot so: c. The ratio of two weights"))
    #expect(!screen.contains("The answer:"))
  }

  @Test("What is computed after a question is not shown before it is answered")
  func order() throws {
    let computed = "step by step"
    #expect(try session("basics", ["b\n", "c\n"]).screen.contains(computed))
    let stopped = try session("basics", [TerminalSession.controlC])
    #expect(!stopped.screen.contains(computed))
    #expect(stopped.screen.hasSuffix("^C"))
  }

  @Test("An answer that can't be read is asked for again; Return skips")
  func unreadable() throws {
    let session = try session("basics", ["perhaps\n", "z\n", "B)\n", "\n"])
    let screen = plain(session)
    #expect(session.status == 0)
    #expect(screen.components(separatedBy: Self.prompt).count == 5)
    #expect(screen.contains("Right. ") && screen.contains("The answer: c. "))
  }

  @Test("A number may be typed")
  func number() throws {
    let session = try session("lookup", ["\n", "\n", "7,0\n"])
    #expect(session.status == 0)
    #expect(plain(session).contains("7,0\nRight. "))
  }

  @Test("At the end of the input the lesson goes on to its end, and answers stand on lines of their own")
  func endOfInput() throws {
    let session = try session("basics", [TerminalSession.controlD, TerminalSession.controlD])
    let screen = plain(session)
    #expect(session.status == 0 && session.isInOrder)
    #expect(screen.contains("Return skips): \nThe answer: b. "))
    #expect(screen.contains("Try it: "))
  }

  @Test("Ctrl-C at a question ends the program by the signal, and leaves the terminal as it was")
  func interrupted() throws {
    let session = try session("basics", [TerminalSession.controlC])
    #expect(session.signal == SIGINT && session.status == nil)
    #expect(session.isInOrder)
  }

  @Test(
    "Words have a look in a terminal, but not in a dumb one and not where NO_COLOR is set",
    arguments: [
      (["TERM": "xterm", "NO_COLOR": ""], true), (["TERM": "dumb", "NO_COLOR": ""], false),
      (["TERM": "xterm", "NO_COLOR": "1"], false),
    ]
  )
  func looks(environment: [String: String], isStyled: Bool) throws {
    let session = try session("basics", ["b\n", "c\n"], environment: environment)
    #expect(session.status == 0)
    #expect(session.screen.contains("\u{1B}") == isStyled)
    // Questions are asked all the same.
    #expect(session.screen.components(separatedBy: Self.prompt).count == 3)
  }
}
