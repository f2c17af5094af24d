import Foundation
import TestSupport
import Testing
import Training
import Transformer

/// Files go in and out of the finished page.
@Suite("The page opens and saves files", .enabled(if: BuiltPage.exists, "the page is not built"))
struct PageFilesTests {
  /// Keeps what the page gives the browser to save, as the text of its bytes in base 64.
  private func watchFiles(_ page: some DrivenPage) throws {
    _ = try page.value(
      """
      (() => {
        const real = URL.createObjectURL.bind(URL);
        window.keptFile = null;
        URL.createObjectURL = blob => { window.keptFile = blob; return real(blob) };
        HTMLAnchorElement.prototype.click = function () { window.keptName = this.download };
      })()
      """
    )
  }

  /// What a button gives to be saved.
  private func saved(by selector: String, on page: some DrivenPage) throws -> (name: String, bytes: [UInt8]) {
    _ = try page.value("(window.keptFile = null, 0)")
    try page.click(selector)
    try page.wait(until: "window.keptFile !== null")
    let text = try page.text(
      """
      window.keptFile.arrayBuffer().then(buffer => {
        let text = "";
        for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
        return btoa(text);
      })
      """
    )
    return (try page.text("window.keptName"), [UInt8](Data(base64Encoded: text) ?? Data()))
  }

  /// Chooses a file in the page's control.
  private func open(_ bytes: [UInt8], _ name: String, on page: some DrivenPage) throws {
    _ = try page.value(
      """
      (() => {
        const bytes = Uint8Array.from(atob("\(Data(bytes).base64EncodedString())"), letter => letter.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], "\(name)"));
        const control = document.getElementById("open-file");
        control.files = transfer.files;
        control.dispatchEvent(new Event("change", { bubbles: true }));
      })()
      """
    )
  }

  private func names(_ page: some DrivenPage) throws -> [String] {
    try page.value("[...document.querySelectorAll('#samples li')].map(item => item.textContent)") as? [String]
      ?? []
  }

  private let problem = "document.querySelector('#files-act .problem').textContent"

  @Test("A file that is dropped is a text, or what was saved", .enabled(if: Browser.isAvailable))
  func dropping() throws {
    let page = try BuiltPage.inChromium("steps=20")
    try page.waitForStep(20)
    try watchFiles(page)
    let (_, bytes) = try saved(by: "#save-checkpoint", on: page)
    func drop(_ bytes: [UInt8], _ name: String) throws {
      // Nobody else takes it, so that the browser does not leave the page.
      let isTaken = try page.isTrue(
        """
        (() => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(\(bytes))], "\(name)"));
          return !document.body.dispatchEvent(
            new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        })()
        """
      )
      #expect(isTaken)
    }
    try drop(Array("anna\nbob\n".utf8), "mine.txt")
    try page.wait(until: "document.getElementById('text').value === 'anna\\nbob\\n'")
    #expect(try page.text("document.getElementById('example').value") == "")
    #expect(try page.text("document.getElementById('source').value") == "mine.txt")
    try page.set("#start [name=steps]", to: "10")
    try page.click("#start [type=submit]")
    try page.waitForStep(10)
    #expect(try page.shown("vocabulary") == "5")
    try drop(bytes, "checkpoint.safetensors")
    try page.wait(until: "document.querySelector('[data-value=vocabulary]').textContent === '27'")
    #expect(try page.shown("opened") != "")
    #expect(page.complaints == [])
  }

  /// Out of the page, into the library, and back.
  private func expectRoundTrip(_ page: some DrivenPage) throws {
    try page.waitForStep(100)
    try watchFiles(page)
    let (name, bytes) = try saved(by: "#save-checkpoint", on: page)
    #expect(name == "checkpoint.safetensors")
    try page.wait(
      at: "files",
      until: "document.querySelector('[data-value=source]').textContent.includes('fnv1a64:')"
    )
    #expect(try page.shown("source").contains("data/names.txt"))
    let checkpoint = try Checkpoint(decoding: bytes)
    #expect(checkpoint.state.stepsDone == 100)
    let text = [UInt8](try Data(contentsOf: dataFile("names.txt")))
    #expect(checkpoint.source == .init(name: "data/names.txt", fingerprint: Fingerprint(of: text)))
    let shown = try names(page)
    let session = try TrainingSession(
      resuming: checkpoint,
      on: Corpus(utf8: text, layout: .lines),
      stepCount: 130
    )
    #expect(try session.sample(20, sampler: Sampler(.random(temperature: 0.5))) == shown)

    // Another text trains meanwhile; the page finds the checkpoint's among its examples.
    try page.set("#example", to: "echoes")
    try page.set("#start [name=steps]", to: "30")
    try page.set("#start [name=layers]", to: "2")
    try page.click("#start [type=submit]")
    try page.waitForStep(30)
    try page.set("#steps-in-all", to: "130")
    try open(bytes, "checkpoint.safetensors", on: page)
    try page.waitForStep(100)
    try page.wait(
      until:
        "document.querySelectorAll('#samples li').length === 20 && document.querySelector('[data-value=vocabulary]').textContent === '27'"
    )
    #expect(try page.text("document.getElementById('example').value") == "names")
    #expect(try page.text("document.querySelector('#start [name=layers]').value") == "1")
    #expect(try page.shown("opened").contains("goes on"))
    try page.wait(until: "document.querySelector('#samples li').textContent === '\(shown[0])'")
    #expect(try names(page) == shown)
    try page.click("#play")
    try page.waitForStep(130)
    var resumed = session
    var expected: [Double] = []
    while let step = try resumed.trainer.next() { expected.append(step.loss) }
    let losses = try page.losses()
    #expect(losses.count == 30)
    for (own, other) in zip(losses, expected) { #expect((own - other).magnitude < 1e-12) }

    // What is damaged is refused, and nothing is lost.
    for damaged in [
      Array(bytes.dropLast()), Array(bytes.dropFirst()), Array("{}".utf8), [], Array(text.prefix(5000)),
    ] {
      try open(damaged, "x.safetensors", on: page)
      try page.wait(until: "\(problem).includes('x.safetensors')")
      // In the library's words.
      var reason = "it does not say that it holds the settings of this page"
      do { _ = try Checkpoint(decoding: damaged) } catch { if damaged.first != 0x7B { reason = "\(error)" } }
      #expect(try page.text(problem).contains(reason), "\(reason)")
      #expect(try page.shown("step") == "130")
      _ = try page.value("(document.querySelector('#files-act .problem').textContent = '', 0)")
    }
    try open(bytes, "checkpoint.safetensors", on: page)
    try page.waitForStep(100)
  }

  @Test(
    "A checkpoint from Chromium is read by the library, writes the same names, and comes back",
    .enabled(if: Browser.isAvailable)
  )
  func inChromium() throws {
    let page = try BuiltPage.inChromium("steps=100")
    try expectRoundTrip(page)
    #expect(page.complaints == [])
  }

  @Test(
    "A checkpoint from Firefox is read by the library, writes the same names, and comes back",
    .enabled(if: FirefoxPage.isAvailable)
  )
  func inFirefox() throws { try expectRoundTrip(FirefoxPage(BuiltPage.url("steps=100"))) }

  @Test(
    "Files of which the numbers say too much are refused by an engine of 32 bits, which goes on",
    .enabled(if: Browser.isAvailable)
  )
  func damagedNumbers() throws {
    let page = try BuiltPage.inChromium("steps=20")
    try page.waitForStep(20)
    try watchFiles(page)
    let (_, bytes) = try saved(by: "#save-checkpoint", on: page)
    // What is said of a file stays while the panel hears of the training.
    try open([0], "z.safetensors", on: page)
    try page.wait(at: "files", until: "\(problem).includes('z.safetensors') && !panelNamed('files').isStale")
    _ = try page.value("(askAnew(panelNamed('files')), 0)")
    try page.wait(until: "!panelNamed('files').isAsked")
    #expect(try page.text(problem).contains("z.safetensors"))
    // Numbers of the same length, so that nothing else is wrong.
    for (own, other) in [
      ("\\\"embeddingWidth\\\":16", "\\\"embeddingWidth\\\":99"),
      ("\\\"contextLength\\\":16", "\\\"contextLength\\\":99"),
      ("\\\"headCount\\\":4", "\\\"headCount\\\":0"), ("\\\"stepCount\\\":20", "\\\"stepCount\\\":-2"),
      ("\\\"batchSize\\\":1", "\\\"batchSize\\\":0"), ("data_offsets\":[0,", "data_offsets\":[9,"),
    ] {
      let damaged = try replacing(own, by: other, in: bytes)
      try open(damaged, "y.safetensors", on: page)
      try page.wait(until: "\(problem).includes('y.safetensors')")
      _ = try page.value("(document.querySelector('#files-act .problem').textContent = '', 0)")
    }
    #expect(try page.shown("step") == "20")
    #expect(page.complaints == [])
  }

  @Test(
    "A run of more documents than 32 bits count goes on in an engine of 32 bits",
    .enabled(if: Browser.isAvailable)
  )
  func manyDocuments() throws {
    let text = Array("a\nb\nba\n".utf8)
    var configuration = TrainingConfiguration()
    configuration.stepCount = 10_000_000
    configuration.batchSize = 1000
    let session = try TrainingSession(
      Corpus(utf8: text, layout: .lines),
      configuration: configuration,
      shape: GPTShape(embeddingWidth: 4, headCount: 1, contextLength: 3)
    )
    let start = session.checkpoint(source: .init(name: "text.txt", fingerprint: Fingerprint(of: text)))
    let checkpoint = Checkpoint(
      model: start.model,
      training: start.training,
      tokenizer: start.tokenizer,
      parameters: start.parameters,
      state: TrainerState(
        stepsDone: 9_999_995,
        optimizer: start.state.optimizer,
        generator: start.state.generator,
        lossAverage: start.state.lossAverage
      ),
      source: start.source
    )
    var resumed = try TrainingSession(resuming: checkpoint, on: Corpus(utf8: text, layout: .lines))
    var expected: [Double] = []
    while let step = try resumed.trainer.next() { expected.append(step.loss) }
    #expect(expected.count == 5)

    let page = try BuiltPage.inChromium("steps=10")
    try page.waitForStep(10)
    try page.set("#text", to: "a\nb\nba\n")
    try open(checkpoint.encoded(), "many.safetensors", on: page)
    try page.waitForStep(9_999_995)
    try page.click("#play")
    try page.waitForStep(10_000_000)
    let losses = try page.losses()
    #expect(losses.count == 5)
    for (own, other) in zip(losses, expected) { #expect((own - other).magnitude < 1e-12) }
    #expect(page.complaints == [])
  }

  @Test(
    "Opening a checkpoint takes back what was chosen for the training before, as starting anew does",
    .enabled(if: Browser.isAvailable)
  )
  func openingResets() throws {
    let page = try BuiltPage.inChromium("steps=50&example=echoes")
    try page.waitForStep(50)
    try watchFiles(page)
    let (_, bytes) = try saved(by: "#save-checkpoint", on: page)
    try page.set("#example", to: "names")
    try page.click("#start [type=submit]")
    try page.wait(until: "document.querySelector('[data-value=vocabulary]').textContent === '27'")
    try page.waitForStep(50)
    #expect(try page.text("document.querySelector('#scale [name=text]').value") == "emma")
    try page.wait(at: "scale", until: "document.querySelector('#scale-chart svg') !== null")
    try page.click("#scale [name=train-on]")
    try page.set("#scale-multiple", to: "3")
    try page.wait(until: "document.querySelector('[data-value=scaleWords]').textContent.includes('3.000 ×')")
    try open(bytes, "checkpoint.safetensors", on: page)
    try page.wait(until: "document.querySelector('[data-value=opened]').textContent.includes('Opened')")
    #expect(try page.text("document.querySelector('#scale [name=text]').value") == "bfd.bfd")
    #expect(try page.text("document.getElementById('scale-multiple').value") == "1")
    #expect(try page.isTrue("!document.querySelector('#scale [name=train-on]').checked"))
    try page.wait(until: "document.querySelector('[data-value=scaleWords]').textContent.includes('1.000 ×')")
    #expect(page.complaints == [])
  }

  private func replacing(_ own: String, by other: String, in bytes: [UInt8]) throws -> [UInt8] {
    var data = Data(bytes)
    let range = try #require(data.range(of: Data(own.utf8)), "\(own)")
    data.replaceSubrange(range, with: Data(other.utf8))
    return [UInt8](data)
  }

  @Test(
    "The link of the page opens the same run, and says when it leaves out a text",
    .enabled(if: Browser.isAvailable)
  )
  func link() throws {
    let page = try BuiltPage.inChromium(
      "steps=60&example=echoes&layers=2&clip=0.5&positions=rotary:500&scale=none"
    )
    try page.waitForStep(60)
    let link = try page.text("document.getElementById('link').value")
    let fragment = try #require(URL(string: link)?.fragment())
    #expect(
      !fragment.contains("seed") && fragment.contains("clip=0.5") && fragment.contains("example=echoes")
    )
    #expect(try page.isTrue("document.getElementById('link-note').hidden"))
    let again = try ChromiumPage(try #require(URL(string: link)))
    try again.waitForStep(60)
    #expect(try again.losses() == page.losses())
    #expect(try again.text("document.querySelector('#start [name=positions]').value") == "rotary:500")
    let plain = try BuiltPage.inChromium("steps=50&example=echoes&layers=2")
    try plain.waitForStep(50)
    #expect(try plain.losses().first != page.losses().first)
    // Another address in the same page.
    _ = try plain.value("(location.hash = '\(fragment)', 0)")
    try plain.wait(until: "document.querySelector('#start [name=clip]').value === '0.5'")
    try plain.waitForStep(60)
    #expect(try plain.losses() == page.losses())
    try page.set("#text", to: "my own")
    #expect(try page.isTrue("!document.getElementById('link-note').hidden"))
    #expect(
      try page.isTrue(
        "document.getElementById('link').value.includes('example=&') || document.getElementById('link').value.endsWith('example=')"
      )
    )
  }

  @Test("A file of settings brings back a text of one's own", .enabled(if: Browser.isAvailable))
  func settings() throws {
    let page = try BuiltPage.inChromium("steps=40")
    try page.waitForStep(40)
    try watchFiles(page)
    try page.set("#text", to: "<b>x\nyy\nzzz\n")
    try page.set("#start [name=heads]", to: "2")
    // Another number of steps than are made already.
    try page.set("#start [name=steps]", to: "45")
    try page.click("#start [type=submit]")
    try page.waitForStep(45)
    #expect(try page.shown("vocabulary") == "7")
    let losses = try page.losses()
    let (name, bytes) = try saved(by: "#save-settings", on: page)
    #expect(name == "playground.json")
    let other = try BuiltPage.inChromium("steps=10&heads=1")
    try other.waitForStep(10)
    try open(bytes, "playground.json", on: other)
    try other.waitForStep(45)
    #expect(try other.losses() == losses)
    #expect(try other.text("document.getElementById('text').value") == "<b>x\nyy\nzzz\n")
    // Settings that make no model leave a training that goes on.
    try other.set("#start [name=steps]", to: "10000000")
    try other.click("#start [type=submit]")
    try other.wait(until: "isPlaying")
    let wrong = "{\"format\":\"microgpt-playground-1\",\"text\":\"a\",\"settings\":{\"heads\":\"3\"}}"
    try open(Array(wrong.utf8), "wrong.json", on: other)
    try other.wait(until: "document.querySelector('#settings .problem').textContent.includes('shape')")
    try other.wait(until: "isPlaying && made.steps > 1000")
    let steps = try other.number("made.steps")
    try other.wait(until: "made.steps > \(steps)")
  }

  @Test(
    "Each picture is saved as a file of its own, by buttons that stay while it changes",
    .enabled(if: Browser.isAvailable)
  )
  func pictures() throws {
    let page = try BuiltPage.inChromium("steps=30")
    try page.waitForStep(30)
    try watchFiles(page)
    try page.wait(until: "document.querySelector('#loss-chart .save button') !== null")
    _ = try page.value("(window.ownButton = document.querySelector('#loss-chart .save button'), 0)")
    let (name, bytes) = try saved(by: "#loss-chart .save button", on: page)
    #expect(name == "loss-by-step.svg")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("<svg data-generator=\"microgpt\"") && !text.contains("var("))
    try page.click("#rewind")
    try page.waitForStep(0)
    try page.click("#step")
    try page.waitForStep(1)
    #expect(try page.isTrue("document.querySelector('#loss-chart .save button') === window.ownButton"))
    #expect(try page.number("document.querySelectorAll('#loss-chart .save').length") == 1)
    try page.wait(
      at: "attention",
      until: "document.querySelectorAll('#attention-maps > .save button').length === 5"
    )
    let (sheet, all) = try saved(by: "#attention-maps > .save button", on: page)
    #expect(sheet == "what-it-attends-to.svg")
    #expect(String(decoding: all, as: UTF8.self).components(separatedBy: "<svg").count == 6)
    #expect(page.complaints == [])
  }
}
