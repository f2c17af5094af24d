import Formats
import Foundation
import TestSupport
import Testing
import Training

@testable import microgpt

@Suite("report")
struct RunPageTests {
  static let panels = [
    "run", "loss", "gradient-norms", "samples", "attention", "ablation", "predictions", "circuits", "scaling",
    "gradient-flow", "graph", "steps",
  ]

  /// A page on a small run of a variant.
  static func page(
    _ options: [String] = [],
    text: String = "elena",
    in workspace: Workspace? = nil,
    arguments: [String] = []
  ) async throws -> String {
    let workspace = try workspace ?? Workspace()
    try await workspace.train(Workspace.small + ["--validation", "0.2"] + options)
    let outcome = try await workspace.run(
      ["report", "run", "--text", text, "-o", "page.html"] + arguments
    )
    try #require(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.messages.hasSuffix("wrote the page to page.html\n"))
    #expect(outcome.output.isEmpty)
    return try workspace.text("page.html")
  }

  static let variants: [[String]] = [
    [], ["--layers", "2", "--kv-heads", "1"], ["--latent", "3", "--positions", "rotary"],
    ["--kernel", "flash"], ["--mask", "window:2", "--store", "rolling:3"], ["--scale", "0"],
    ["--scale=-0.5", "--context", "1"], ["--documents", "stream", "--tokens", "bytes"],
    ["--embedding", "100", "--heads", "1", "--steps", "2"],
  ]

  @Test(
    "a page of any variant is well-formed, has every panel with its three notes, and asks for nothing",
    arguments: variants
  )
  func wellFormed(options: [String]) async throws {
    let html = try await Self.page(options)
    let parsed = ParsedMarkup(html)
    #expect(parsed.isWellFormed)
    // FlashAttention keeps no scores to step back to.
    let panels = options.contains("flash") ? Self.panels.filter { $0 != "steps" } : Self.panels
    #expect(parsed.all("section").compactMap { $0.attributes["id"] } == panels)
    for note in ["What it shows", "How to read it", "What it does not prove"] {
      #expect(parsed.all("dt").count { $0.text == note } == panels.count)
    }
    let ids = parsed.values(of: "id")
    #expect(Set(ids).count == ids.count)
    for request in ["<script", " src=", "url(", "@import", "http://", "https://"] {
      let others = html.replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "")
      #expect(!others.contains(request), "\(request)")
    }
    let names = parsed.all("input").compactMap { $0.attributes["id"] }
    #expect(parsed.all("label").compactMap { $0.attributes["for"] } == names)
  }

  @Test("the same run and text give the same page, whatever file it goes to")
  func reproducible() async throws {
    let workspace = try Workspace()
    let first = try await Self.page(in: workspace)
    for output in ["page.html", "other.html", "run/report.html"] {
      try await workspace.run(["report", "run", "--text", "elena", "-o", output])
      #expect(try workspace.text(output) == first)
    }
    #expect(try await workspace.run(["report", "run", "--text", "elena", "-o", "-"]).output == first)
  }

  @Test("the page has the run's own figures")
  func figures() async throws {
    let workspace = try Workspace()
    let html = try await Self.page(in: workspace)
    let parsed = ParsedMarkup(html)
    let samples = try workspace.text("run/samples.txt").split(
      separator: "\n",
      omittingEmptySubsequences: false
    ).dropLast()
    let items = parsed.all("li").map(\.text)
    for sample in samples where !sample.isEmpty { #expect(items.contains(String(sample))) }
    let known = samples.count { Workspace.words.contains(String($0)) }
    let empty = samples.count { $0.isEmpty }
    let end = empty == 0 ? "." : "; \(empty) \(empty == 1 ? "is" : "are") empty."
    #expect(html.contains("New: \(samples.count - known - empty) of \(samples.count) texts" + end))
    #expect(html.contains("microgpt report run --text elena"))
    // The losses of evaluate stand on the page, as both means.
    let evaluation = try await workspace.run(["evaluate", "run", "words.txt"])
    let loss = try #require(evaluation.lines[3].split(separator: " ").dropLast(3).last)
    let lossPerDocument = try #require(evaluation.lines[3].split(separator: " ").last)
    #expect(loss != lossPerDocument)
    for mean in [loss, lossPerDocument] {
      #expect(parsed.all("td").contains { $0.text == String(mean) })
    }
  }

  @Test("the command on the page trains the run again, bit for bit", arguments: variants)
  func command(options: [String]) async throws {
    let workspace = try Workspace()
    let html = try await Self.page(options, in: workspace)
    let code = try #require(html.firstMatch(of: /<pre class="command"><code>(.*?)<\/code>/)?.1)
    let line = code.replacing(/<[^>]*>/, with: "").replacing("--output run", with: "--output again")
    #expect(line.hasPrefix("microgpt train words.txt "))
    try workspace.shell(
      line.replacing("microgpt ", with: "\"$0\" ", maxReplacements: 1) + " --quiet >/dev/null"
    )
    #expect(try workspace.checkpoint("again") == workspace.checkpoint())
  }

  @Test("the command beside the graph draws another one", arguments: variants)
  func graphCommand(options: [String]) async throws {
    let workspace = try Workspace()
    let parsed = ParsedMarkup(try await Self.page(options, in: workspace))
    let found = parsed.all("code").map(\.text).last { $0.hasPrefix("microgpt inspect graph") }
    // With one position there is one score, which always gets the whole weight: none has a gradient.
    if options.contains("--context") { return #expect(found == nil) }
    let line = try #require(found)
    try workspace.shell(line.replacing("microgpt ", with: "\"$0\" ", maxReplacements: 1) + " > graph.dot")
    #expect(try workspace.text("graph.dot").hasPrefix("digraph {"))
  }

  @Test("a run that was stopped, or resumed to another end, is not said to be made again by one command")
  func resumed() async throws {
    let workspace = try Workspace()
    func note() async throws -> String {
      try await workspace.run(["report", "run", "--text", "elena"])
      return ParsedMarkup(try workspace.text("run/report.html")).text
    }
    try await workspace.train()
    let whole = try await note()
    #expect(!whole.contains("No single command") && !whole.contains("was stopped"))
    try await workspace.run(["train", "words.txt", "--resume", "run", "--steps", "20", "--quiet"])
    #expect(try await note().contains("No single command repeats it"))

    // A run that was stopped is one whose checkpoint has fewer steps than it was to make.
    let checkpoint = try workspace.checkpoint()
    var training = checkpoint.training
    training.stepCount = 30
    let stopped = Checkpoint(
      model: checkpoint.model,
      training: training,
      tokenizer: checkpoint.tokenizer,
      parameters: checkpoint.parameters,
      state: checkpoint.state,
      source: checkpoint.source
    )
    try FileManager.default.removeItem(at: workspace.url("run/metrics.jsonl"))
    try workspace.write(stopped.encoded(), to: "run/checkpoint.safetensors")
    let text = try await note()
    #expect(text.contains("was stopped before its last step") && text.contains("--resume"))
  }

  @Test("figures that are damaged are left out, all others are shown, and the page and a note say which")
  func damagedMetrics() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    var lines = try workspace.text("run/metrics.jsonl").split(separator: "\n").map(String.init)
    lines[4] = "{\"step\":5,"
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "run/metrics.jsonl")
    let outcome = try await workspace.run(["report", "run", "--text", "elena"])
    #expect(outcome.status == 0)
    let omission = "line 5 can't be read; left out on the page"
    #expect(outcome.messages.contains("note: 'run/metrics.jsonl': \(omission)\n"))
    #expect(
      ParsedMarkup(try workspace.text("run/report.html")).text
        .contains("Of the run’s metrics.jsonl: \(omission).")
    )
    let run = RunFolder(path: workspace.url("run").path)
    let record = try RunHistory(run, workspace.checkpoint(), sourcePath: nil)
    #expect(record.steps.map(\.step) == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12])
  }

  @Test("a page goes where a link leads, and to standard output for -")
  func links() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let manager = FileManager.default
    try workspace.write(OutputFile.Kind.page.mark, to: "target.html")
    try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: workspace.url("target.html").path)
    try manager.createSymbolicLink(
      atPath: workspace.url("link.html").path,
      withDestinationPath: "target.html"
    )
    #expect(try await workspace.run(["report", "run", "--text", "elena", "-o", "link.html"]).status == 0)
    #expect(
      try manager.destinationOfSymbolicLink(atPath: workspace.url("link.html").path).hasSuffix("target.html")
    )
    #expect(try workspace.text("target.html").contains("</html>"))
    let mode = try manager.attributesOfItem(atPath: workspace.url("target.html").path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    for name in ["-", "/dev/stdout"] {
      let outcome = try await workspace.run(["report", "run", "--text", "elena", "-o", name])
      #expect(ParsedMarkup(outcome.output).isWellFormed && outcome.messages.isEmpty)
    }
  }

  @Test("without the text of the training nothing is marked, and the page says why; --data finds it")
  func missingData() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try FileManager.default.moveItem(at: workspace.url("words.txt"), to: workspace.url("moved.txt"))
    try await workspace.run(["report", "run", "--text", "elena"])
    let without = try workspace.text("run/report.html")
    #expect(ParsedMarkup(without).text.contains("--data says where it is"))
    #expect(!without.contains("New: "))
    try await workspace.run(["report", "run", "--text", "elena", "--data", "moved.txt"])
    #expect(try workspace.text("run/report.html").contains("New: "))

    try workspace.write("other\n", to: "words.txt")
    let wrong = try await workspace.run(["report", "run", "--text", "elena", "--data", "words.txt"])
    #expect(wrong.status == 1)
    #expect(wrong.messages.contains("'words.txt' has changed since the run was trained on it"))
  }

  @Test("without metrics and samples the page says so")
  func missingFiles() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    for name in ["metrics.jsonl", "samples.txt"] {
      try FileManager.default.removeItem(at: workspace.url("run/" + name))
    }
    try await workspace.run(["report", "run", "--text", "elena"])
    let parsed = ParsedMarkup(try workspace.text("run/report.html"))
    #expect(parsed.isWellFormed)
    #expect(parsed.text.contains("The run has no metrics.jsonl"))
    #expect(parsed.text.contains("The run has no samples.txt"))
  }

  @Test("nothing on disk is lost: only a page is replaced by a page")
  func keepsFiles() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let before = try workspace.data("words.txt")
    for path in ["words.txt", "run/checkpoint.safetensors", "run/metrics.jsonl", "missing/page.html", "run"] {
      let outcome = try await workspace.run(["report", "run", "--text", "elena", "-o", path])
      #expect(outcome.status == 1)
      #expect(outcome.messages.contains("'\(path)'"), "\(outcome.messages)")
    }
    #expect(try workspace.data("words.txt") == before)
    _ = try workspace.checkpoint()
    try workspace.write("", to: "empty.html")
    for _ in 0..<2 {
      #expect(try await workspace.run(["report", "run", "--text", "elena", "-o", "empty.html"]).status == 0)
    }
  }

  @Test("a page can go into a pipe")
  func pipe() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.shell("\"$0\" report run --text elena -o /dev/stdout 2>/dev/null | cat > page.html")
    #expect(ParsedMarkup(try workspace.text("page.html")).isWellFormed)
  }

  @Test("texts and names of files are shown as they are, whatever they hold")
  func escaping() async throws {
    let workspace = try Workspace()
    try workspace.write("<b>&\"'\n</script>\n\\\u{e9}\u{1F600}\n", to: "a & b.txt")
    let options = [
      "--steps", "3", "--embedding", "4", "--heads", "2", "--samples", "5", "--quiet", "--temperature", "3",
    ]
    try await workspace.run(["train", "a & b.txt", "--output", "run <1>"] + options)
    let outcome = try await workspace.run(["report", "run <1>", "--text", "</script>", "-o", "p.html"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let html = try workspace.text("p.html")
    let parsed = ParsedMarkup(html)
    #expect(parsed.isWellFormed)
    #expect(!html.contains("</script>"))
    #expect(parsed.text.contains("microgpt: run <1>"))
    #expect(parsed.all("code").contains { $0.text.contains("a & b.txt") })
  }

  @Test("a text is read as far as the context goes, and the page says so")
  func truncation() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["report", "run", "--text", "elenaelenaelena", "-o", "p.html"])
    #expect(outcome.messages.contains("the model reads 7 tokens"))
    #expect(ParsedMarkup(try workspace.text("p.html")).text.contains("Only the first 7 tokens of the text"))
  }
}

@Suite(
  "report in a browser",
  .serialized,
  .enabled(if: Browser.isAvailable, "no Chromium on PATH: the page is not looked at")
)
struct RunPageBrowserTests {
  /// A page of two heads, and one of sixteen.
  private static let small = Task { try await RunPageTests.page() }
  private static let large = Task {
    try await RunPageTests.page(["--layers", "2", "--embedding", "16", "--heads", "8"])
  }

  @Test("no console messages")
  func console() async throws {
    for page in [try await Self.small.value, try await Self.large.value] {
      #expect(try Browser().consoleMessages(of: page) == [])
    }
  }

  @Test("the page is never wider than the screen", arguments: [360, 1280])
  func width(width: Int) async throws {
    let answer = try Browser(width: width).probe(
      try await Self.large.value,
      """
      document.querySelectorAll("details").forEach((details) => { details.open = true; });
      return document.documentElement.scrollWidth + " " + innerWidth;
      """
    )
    let numbers = answer.split(separator: " ").compactMap { Int($0) }
    #expect(numbers.count == 2 && numbers[0] <= numbers[1] && numbers[1] == width, "\(answer)")
  }

  @Test("each switch shows the view that is chosen and no other; the arcs of the chosen token are drawn")
  func switches() async throws {
    for (page, heads) in [(try await Self.small.value, 2), (try await Self.large.value, 16)] {
      try check(page, heads: heads)
    }
  }

  private func check(_ page: String, heads: Int) throws {
    let answer = try Browser().probe(
      page,
      """
      const wrong = [];
      for (const group of document.querySelectorAll("fieldset.switch")) {
        const inputs = [...group.querySelectorAll(":scope > .choices > input")];
        const views = [...group.querySelectorAll(":scope > .choices > .view")];
        if (inputs.length !== views.length || inputs.length < 2) wrong.push("count");
        inputs.forEach((input, chosen) => {
          input.click();
          views.forEach((view, index) => {
            if ((getComputedStyle(view).display !== "none") !== (index === chosen)) wrong.push(input.id + index);
          });
        });
      }
      const kinds = ["pattern", "scores", "gradient"].map((_, index) => {
        document.getElementById("attention-cells-" + index).click();
        return [...document.querySelectorAll("#attention table.heat")].filter((t) => t.offsetParent).length;
      });
      (document.getElementById("attention-token-3") ?? document.getElementById("attention-token-0-1-3")).click();
      const arcs = [...document.querySelectorAll("#attention svg")].filter((s) => s.getClientRects().length).length;
      return JSON.stringify([wrong, kinds, arcs]);
      """
    )
    // Two heads stand side by side, sixteen are chosen one at a time.
    let shown = heads == 2 ? 2 : 1
    #expect(answer == "[[],[\(shown),\(shown),\(shown)],\(shown)]")
  }
}
