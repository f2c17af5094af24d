import Pictures
import Testing
import Training

@testable import microgpt

/// A setting is declared once: where it must be found follows from that.
@Suite("Places of settings")
struct SettingPlacesTests {
  @Test("Every setting is an option of train, with its help")
  func options() throws {
    for setting in Setting.all {
      let option = try #require(TrainCommand.definition.options.first { $0.name == "--" + setting.name })
      #expect(option.help.hasPrefix(setting.help))
      #expect(option.takesValue == (setting.kind != .flag))
      #expect(
        option.defaultText
          == (setting.kind == .flag ? nil : setting.defaultText ?? setting.defaultValue?.description)
      )
    }
  }

  @Test("Every setting stands in a checkpoint, in info and on the page, and makes the run again")
  func places() async throws {
    let workspace = try Workspace()
    try workspace.write("abc\nbca\ncab\nabcabc\n", to: "text.txt")
    // None at its default; latents exclude stored heads and the query–key norm, so there are two runs.
    let common =
      "--layers 2 --embedding 8 --heads 2 --context 5 --feed-forward swiglu --hidden 7 --norm weighted --final-norm --mask window:3+global:1 --store paged:4 --kernel flash:2 "
      + "--positions rotary:77 --scale inverse --steps 3 --seed 9 --learning-rate 0.125 --schedule cosine --warmup 1 "
      + "--weight-decay 0.5 --batch 2 --clip 1.5 "
      + "--precision single --validation 0.25 --validate-every 2 --patience 4 --snapshot-every 2 --tokens bytes"
    for (run, heads) in [
      ("shared", "--kv-heads 1 --query-key-norm --documents stream"), ("latent", "--latent 3 --unique"),
    ] {
      let options = (common + " " + heads).split(separator: " ").map(String.init)
      #expect(
        try await workspace.run(["train", "text.txt", "--output", run, "--samples", "0"] + options).status
          == 0
      )
      let info = try await workspace.run(["info", run]).output
      #expect(try await workspace.run(["report", run, "--text", "ab"]).status == 0)
      let page = try workspace.text(run + "/report.html").replacing(/<[^>]*>/, with: "")
      let checkpoint = try RunFolder(path: workspace.url(run).path(percentEncoded: false)).loadCheckpoint()
      for setting in Setting.all {
        let value = setting.value(in: RunSettings(of: checkpoint))
        if options.contains("--" + setting.name) {
          #expect(value != setting.defaultValue, "\(setting.name)")
          let typed = setting.kind == .flag ? "" : " \(value?.description ?? "")"
          let isShown = page.contains("--\(setting.name)\(typed)")
          #expect(isShown, "\(setting.name)")
        }
        guard let fact = checkpoint.fact(of: setting) else { continue }
        let row = info.split(separator: "\n").first { $0.hasPrefix("  \(setting.label) ") }
        #expect(row?.dropFirst(setting.label.count + 2).drop { $0 == " " } == fact[...], "\(setting.name)")
        let label = setting.label.prefix(1).uppercased() + setting.label.dropFirst()
        let isShown = page.contains(label + fact)
        #expect(isShown, "\(setting.name)")
      }
      #expect(
        checkpoint.fact(of: .heads)?.contains(run == "shared" ? "1 stored head" : "latents of width 3")
          == true
      )
    }
  }
}
