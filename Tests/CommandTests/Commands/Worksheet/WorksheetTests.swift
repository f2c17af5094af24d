import Foundation
import TestSupport
import Testing

@testable import microgpt

@Suite("worksheet")
struct WorksheetTests {
  private static let arguments = ["worksheet", "run", "--text", "lena"]

  private func page(_ workspace: Workspace, _ options: [String] = []) async throws -> String {
    let outcome = try await workspace.run(Self.arguments + ["-o", "sheet.html"] + options)
    try #require(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.isEmpty && outcome.messages.hasSuffix("wrote the page to sheet.html\n"))
    return try workspace.text("sheet.html")
  }

  @Test(
    "The engine's numbers are those of the row and of the scale's gradient",
    arguments: InspectVariant.all
  )
  func figures(variant: InspectVariant) async throws {
    let workspace = try await variant.workspace()
    let sheet = try await workspace.figures(.worksheet, ["--head", "1", "--position", "3"])
    let engine = sheet["engine"]
    let rows = try await workspace.document(
      .attentionRow,
      ["attention", "run", "--text", "lena", "--row", "3", "--layer", "0", "--head", "1"]
    )["result"]["rows"]
    let row = try #require(rows.elements.first)
    #expect(sheet["given"]["positions"].numbers == row["keys"].elements.map { $0["position"].number })
    for (key, worked) in zip(row["keys"].elements, engine["keys"].elements) {
      for name in ["raw_score", "score", "exponential", "weight"] {
        #expect(agree(worked[name].number, key[name].number, size: 1))
      }
    }
    #expect(zip(engine["output"].numbers, row["weighted_sum"].numbers).allSatisfy { agree($0, $1, size: 1) })
    let entries = try await workspace.figures(.scaling)["gradients"]["entries"].elements
    let entry = try #require(
      entries.first { $0["layer"].integer == 0 && $0["head"].integer == 1 && $0["position"].integer == 3 }
    )
    let gradient = engine["scale_gradient"].number / sheet["gradient_factor"].number
    #expect(agree(gradient, entry["covariance"].number, size: 1))
  }

  @Test("The text has the sheet with boxes, then the solutions; its numbers are those of the document")
  func text() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let lines = try await workspace.run(Self.arguments).lines
    let document = try await workspace.figures(.worksheet)
    let end = try #require(lines.firstIndex(of: "Solutions"))
    let titles = ["1. Scores and weights", "2. The output", "3. Back to the scale"]
    #expect(
      lines[..<end].filter(titles.contains) == titles && lines[end...].filter(titles.contains) == titles
    )
    let keyCount = document["given"]["positions"].elements.count
    let width = document["given"]["query"].elements.count
    let boxes = lines[..<end].joined(separator: " ").split(separator: " ").count { $0 == "______" }
    #expect(boxes == 5 * keyCount + 3 + width + 4 * keyCount + 3 + 1)
    #expect(!lines[end...].contains { $0.contains("______") })
    let weights = document["solution"]["keys"].elements.map { $0["weight"].number }
    let start = try #require(lines[end...].firstIndex(of: titles[0]))
    let rows = lines[(start + 3)...].enumerated().filter { $0.offset % 2 == 0 }.prefix(keyCount).map(
      \.element
    )
    #expect(rows.map { Double($0.split(separator: " ").last ?? "") } == weights)
  }

  @Test("The text fits 80 columns", arguments: InspectVariant.all)
  func width(variant: InspectVariant) async throws {
    let workspace = try await variant.workspace()
    for width in [80, 56] {
      let outcome = try await workspace.run(Self.arguments, environment: ["COLUMNS": "\(width)"])
      #expect(outcome.lines.allSatisfy { $0.count <= width })
    }
  }

  @Test(
    "The page is well-formed, asks for nothing and names every row of its tables",
    arguments: InspectVariant.all
  )
  func wellFormed(variant: InspectVariant) async throws {
    let workspace = try await variant.workspace()
    let html = try await page(workspace)
    let parsed = ParsedMarkup(html)
    #expect(parsed.isWellFormed)
    #expect(parsed.all("section").compactMap { $0.attributes["id"] } == ["sheet", "solutions"])
    #expect(parsed.all("table").count == 8 && parsed.all("caption").count == 8)
    #expect(parsed.all("tr").count == parsed.values(of: "scope").count { $0 == "row" } + 8)
    for request in ["<script", " src=", "url(", "@import", "http://", "https://"] {
      #expect(!html.contains(request))
    }
    #expect(try await workspace.run(Self.arguments + ["-o", "-"]).output == html)
    #expect(html.contains("microgpt worksheet run --text lena"))
  }

  @Test("What a stranger wrote stands on the page as it is in the text")
  func escaping() async throws {
    let workspace = try Workspace()
    try workspace.write("a<b>&\"c'\nb&a\n", to: "words.txt")
    try await workspace.train()
    try FileManager.default.moveItem(at: workspace.url("run"), to: workspace.url("<i>run"))
    let outcome = try await workspace.run(
      ["worksheet", "<i>run", "--text", "<b>&\"'", "-o", "sheet.html", "--position", "4"]
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let markup = try ParsedMarkup(workspace.text("sheet.html"))
    #expect(markup.isWellFormed && markup.all("i").isEmpty && markup.all("b").isEmpty)
    for text in ["<i>run after 12 steps", "k  1 <", "k  3 >", "k  4 &"] {
      #expect(markup.text.contains(text), "\(text)")
    }
  }

  @Test("What does not fit or is not there is refused with what would be accepted")
  func refusals() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try await workspace.train(["--steps", "1", "--embedding", "9", "--heads", "1"], output: "wide")
    try await workspace.train(["--steps", "1", "--embedding", "4", "--heads", "2"], output: "long")
    for (arguments, message) in [
      (
        ["wide", "--text", "lena"],
        "the head's vectors have 9 numbers, and a sheet has room for 8; choose a run with"
      ),
      (
        ["long", "--text", "lenalena", "--position", "8"],
        "--position: the query at position 8 sees 9 positions, and a sheet has room for 6; the last that sees so few is "
          + "--position 5"
      ),
      (
        ["long", "--text", "lena", "--position", "5"],
        "--position: there is no position 5; choose one from 0 to 4"
      ),
      (["long", "--text", "lena", "--head", "2"], "--head: there is no head 2; choose one from 0 to 1"),
      (["long", "--text", "lena", "--layer", "1"], "--layer: there is no layer 1, only 0"),
      (["long", "--text", "lena", "--ascii", "-o", "x.html"], "--ascii has no effect with --output"),
      (["long", "--text", "lena", "--json", "-o", "-"], "--json has no effect where the page is printed"),
      (["long", "--text", "Q"], "--text: 'Q' is not in the vocabulary"),
      (["long"], "Missing expected argument '--text <text>'"),
    ] {
      let outcome = try await workspace.run(["worksheet"] + arguments)
      #expect(outcome.status == 64 && outcome.output.isEmpty)
      #expect(outcome.messages.contains("Error: " + message), "\(outcome.messages)")
    }
    for path in ["run/checkpoint.safetensors", "words.txt", "missing/sheet.html"] {
      let outcome = try await workspace.run(Self.arguments + ["-o", path])
      #expect(outcome.status == 1 && outcome.messages.contains(path))
    }
    // What is named in the refusal is taken.
    #expect(
      try await workspace.run(["worksheet", "long", "--text", "lenalena", "--position", "5"]).status == 0
    )
  }

  @Test("A file and JSON can be had at once")
  func both() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let alone = try await workspace.run(Self.arguments + ["--json"])
    let both = try await workspace.run(Self.arguments + ["--json", "-o", "sheet.html"])
    #expect(both.status == 0 && both.output == alone.output)
    #expect(try workspace.text("sheet.html").hasPrefix("<!doctype html>"))
  }

  @Test(
    "In a terminal the solutions come after Return, and not after the end of the input",
    .enabled(if: TerminalSession.isPossible)
  )
  func terminal() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let arguments = ["worksheet", workspace.url("run").path, "--text", "lena"]
    for (keys, isShown) in [("\n", true), (TerminalSession.controlD, false)] {
      let session = try TerminalSession.run(
        "microgpt",
        arguments,
        steps: [.init(after: "Press Return for the solutions: ", type: keys)]
      )
      #expect(session.status == 0 && session.isInOrder)
      #expect(session.screen.contains("In each box first") == isShown)
    }
  }

  @Test(
    "On paper the sheet is one page and the solutions another, with as many rows and columns as there may be",
    .enabled(if: Browser.isAvailable),
    arguments: ["letter", "A4"]
  )
  func print(paper: String) async throws {
    let workspace = try Workspace()
    let options = ["--steps", "1", "--embedding", "16", "--heads", "2"]
    for (index, variant) in [
      [], ["--kv-heads", "1", "--positions", "rotary", "--kernel", "flash", "--mask", "window:6"],
      ["--latent", "6", "--positions", "rotary", "--kernel", "flash", "--heads", "8"],
    ].enumerated() {
      try await workspace.train(options + variant, output: "run\(index)")
      let html = try await workspace.run(["worksheet", "run\(index)", "--text", "lenalena", "-o", "-"]).output
      let sized = html.replacing("</head>", with: "<style>@page worksheet{size:\(paper)}</style></head>")
      #expect(ParsedMarkup(html).all("th").contains { $0.text.hasPrefix("v") })
      #expect(try Browser().sheetCount(of: sized) == 2, "\(variant)")
    }
  }

  @Test("The page is no wider than a phone", .enabled(if: Browser.isAvailable))
  func phone() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let html = try await page(workspace)
    let script = "return [innerWidth, document.documentElement.scrollWidth <= innerWidth].join(' ')"
    #expect(try Browser(width: 360).probe(html, script) == "360 true")
  }
}
