import Foundation
import TestSupport
import Testing

/// What a page begins with, by its link or anew.
@Suite(
  "The page begins a training",
  .enabled(if: BuiltPage.exists && Browser.isAvailable, "there is no page or no Chromium")
)
struct PageBeginningTests {
  private let problem = "document.querySelector('#settings .problem').textContent"

  @Test("A scale that is chosen while a training begins is none of it")
  func chosenMeanwhile() throws {
    let plain = try BuiltPage.inChromium("steps=200")
    try plain.waitForStep(200)
    let page = try BuiltPage.inChromium("steps=100")
    try page.waitForStep(100)
    try page.set("#start [name=steps]", to: "200")
    try page.wait(at: "scale", until: "document.querySelector('#scale-chart svg') !== null")
    _ = try page.value(
      """
      (() => {
        window.asked = [];
        const real = ask;
        ask = (name, ...others) => { asked.push(name + beginnings); return real(name, ...others) };
        document.querySelector('#start [type=submit]').click();
        document.querySelector('#scale [name=train-on]').checked = true;
        const slider = document.getElementById('scale-multiple');
        slider.value = 3;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      })()
      """
    )
    try page.waitForStep(200)
    #expect(try page.losses() == plain.losses())
    #expect(try page.text("document.getElementById('scale-multiple').value") == "1")
    // No panel was asked between the question and the answer.
    let asked = try page.value("asked.filter(name => name.endsWith('1'))")
    #expect(asked as? [String] == ["start1"])
  }

  @Test("A link that asks for what there is not is refused with what there is, and nothing trains")
  func link() throws {
    let page = try BuiltPage.inChromium("example=foo&steps=50")
    try page.wait(until: "\(problem) !== ''")
    #expect(
      try page.text(problem).contains("'foo'")
        && page.text(problem).hasSuffix("names, names-unicode, echoes, palindromes, arithmetic")
    )
    #expect(try page.isTrue("!hasBegun && !isPlaying"))
    // The page stands as without a link, and can be started.
    try page.set("#start [name=steps]", to: "30")
    try page.click("#start [type=submit]")
    try page.waitForStep(30)
    #expect(try page.text(problem) == "" && page.shown("vocabulary") == "27")
    let losses = try page.losses()
    // In a page that trains, such a link changes nothing.
    for (link, words) in [("foo=1&steps=20", "'foo'"), ("steps=x", "steps"), ("positions=here", "learned")] {
      _ = try page.value("(location.hash = '\(link)', 0)")
      try page.wait(until: "\(problem).includes(\"\(words)\")")
      #expect(try page.text("document.querySelector('#start [name=steps]').value") == "30")
      #expect(try page.losses() == losses)
    }
    // The way past the heading is no link to settings.
    _ = try page.value("(location.hash = 'page-main', 0)")
    _ = try page.value("ask('progress')")
    #expect(try page.losses() == losses && page.shown("step") == "30")
    #expect(page.complaints == [])
  }

  @Test("Settings that are larger than 32 bits count are refused or trained with, and the engine goes on")
  func largeNumbers() throws {
    let page = try BuiltPage.inChromium("steps=20")
    try page.waitForStep(20)
    let numbers = ["1000", "10000000", "2147483647", "4294967295", "1000000000000"]
    var cases: [[String: String]] = []
    for number in numbers {
      for name in ["steps", "layers", "embedding", "heads", "context", "kv-heads", "latent", "batch"] {
        cases.append([name: number])
      }
      let wide = ["positions": "rotary", "kernel": "flash", "documents": "stream", "validation": "0.3"]
      cases.append(wide.merging(["context": number, "embedding": "2", "heads": "1"]) { $1 })
      cases.append(["mask": "window:\(number)"])
      cases.append(["steps": "10000000", "batch": number, "embedding": "2", "heads": "1", "context": "2"])
    }
    var startedCount = 0
    for values in cases {
      let all = values.merging(["text": "abab\nb\nbab\naab\n"]) { $1 }
      let json = String(decoding: try JSONEncoder().encode(all), as: UTF8.self)
      let refusal = try page.text("ask('start', \(json)).then(answer => answer.refusal ?? '')")
      #expect(!refusal.contains("stopped"), "\(values)")
      guard refusal.isEmpty else { continue }
      startedCount += 1
      _ = try page.value("(worker.postMessage({ steps: 1 }), 0)")
      #expect(try page.text("ask('progress').then(answer => answer.values.step)") == "1", "\(values)")
    }
    #expect(startedCount > 5 && startedCount < cases.count)
    #expect(try page.text(of: "#trouble") == "")
  }

  @Test("A little arithmetic is trained on")
  func arithmetic() throws {
    let page = try BuiltPage.inChromium("example=arithmetic&steps=100")
    try page.waitForStep(100)
    #expect(try page.shown("vocabulary") == "13")
    #expect(try page.text("document.querySelector('#attention [name=text]').value") == "12+7=19")
  }
}
