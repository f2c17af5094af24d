import Arguments
import Foundation
import Testing

@testable import microgpt

@Suite("The limits of options for numbers")
struct OptionLimitTests {
  /// Every option of the program whose message names two ends.
  static let limited: [(name: String, option: any NamedDeclaration, ends: (String, String))] =
    Microgpt.Command.allCases.flatMap { command in
      command.definition.options.compactMap { option in
        guard let found = option.complaint(about: "x")?.text.firstMatch(of: /numbers? from (\d+) to (\d+)/)
        else {
          return nil
        }
        return ("\(command) \(option.name)", option, (String(found.1), String(found.2)))
      }
    }

  @Test("The ends that a message names are accepted and what lies beyond is not, and the help names them")
  func ends() throws {
    #expect(Self.limited.count > 15)
    for (name, option, ends) in Self.limited {
      let (first, last) = (try #require(Decimal(string: ends.0)), try #require(Decimal(string: ends.1)))
      #expect(option.complaint(about: ends.0) == nil, "\(name)")
      #expect(option.complaint(about: ends.1) == nil, "\(name)")
      #expect(option.complaint(about: "\(first - 1)") != nil, "\(name)")
      #expect(option.complaint(about: "\(last + 1)") != nil, "\(name)")
      #expect(option.fullHelp.contains("\(ends.0) to \(ends.1)"), "\(name)")
    }
  }
}
