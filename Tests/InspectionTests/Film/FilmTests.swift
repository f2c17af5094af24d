import Inspection
import TestSupport
import Testing
import Transformer

@Suite("A film of snapshots")
struct FilmTests {
  @Test(
    "A frame has the loss, the patterns and the roles that are computed without it",
    arguments: InspectedModel.all
  )
  func frame(inspected: InspectedModel) throws {
    let model = try inspected.make()
    let frame = model.withForwardPass(over: Variant.document) { Film.Frame(step: 7, $0) }
    let maps = model.withForwardPass(over: Variant.document) { AttentionMaps($0) }
    #expect(frame.step == 7)
    #expect(agree(frame.loss, model.loss(of: Variant.document).data, within: 1e-13))
    #expect(frame.heads.map { [$0.layer, $0.head] } == maps.heads.map { [$0.layer, $0.head] })
    #expect(frame.heads.map { $0.pattern } == maps.heads.map { $0.pattern })
    #expect(frame.heads.map { $0.role } == maps.heads.map { $0.role })
  }

  @Test(
    "A head's ∂L/∂s is the sum of central differences over its positions, and the model's that over all heads",
    arguments: InspectedModel.all
  )
  func scale(inspected: InspectedModel) throws {
    let model = try inspected.make()
    let frame = model.withForwardPass(over: Variant.document) { Film.Frame(step: 0, $0) }
    let entries = model.withForwardPass(over: Variant.document) { ScaleGradients($0) }.entries
    for head in frame.heads {
      let own = entries.filter { $0.layer == head.layer && $0.head == head.head }
      #expect(agree(head.scaleGradient, own.reduce(0) { $0 + $1.difference }, within: 1e-7))
    }
    #expect(agree(frame.scaleGradient, frame.heads.reduce(0) { $0 + $1.scaleGradient }, within: 1e-12))
    #expect(frame.heads.contains { $0.scaleGradient.magnitude > 1e-5 })
  }

  @Test("A film without some heads has the others in every frame, and the model's own gradient as it was")
  func filter() throws {
    let model = try InspectedModel.all[1].make()
    let frames = [0, 10].map { step in
      model.withForwardPass(over: Variant.document) { Film.Frame(step: step, $0) }
    }
    let film = Film(frames: frames).filter { $0.layer == 1 && $0.head > 0 }
    #expect(film.frames.map { $0.step } == [0, 10])
    for (frame, whole) in zip(film.frames, frames) {
      #expect(!frame.heads.isEmpty)
      #expect(frame.heads == whole.heads.filter { $0.layer == 1 && $0.head > 0 })
      #expect(frame.scaleGradient == whole.scaleGradient)
    }
  }
}
