import Drawing
import Transformer
import VisibleText

/// How the page's controls say that tokens are drawn.
struct SamplerSettings {
  /// Above 0.
  let temperature: Double
  /// How many of the likeliest tokens are kept, nil for all.
  let topK: Int?
  /// The share up to which the likeliest are kept, nil for all.
  let topP: Double?
  /// What random numbers begin with.
  let seed: UInt64

  /// Reads the controls; what is missing leaves nothing out, at microgpt's temperature.
  ///
  /// - Throws: ``Refusal`` for what is out of range.
  init(_ request: Request, vocabularySize: Int) throws(Refusal) {
    guard let temperature = Double(request["temperature"] ?? "0.5"), 0.01...100 ~= temperature else {
      throw Refusal("temperature: give a number from 0.01 to 100")
    }
    guard let topK = Int(request["top-k"] ?? "\(vocabularySize)"), topK >= 1 else {
      throw Refusal("top-k: give a whole number from 1")
    }
    guard let topP = Double(request["top-p"] ?? "1"), topP > 0, topP <= 1 else {
      throw Refusal("top-p: give a number above 0 and at most 1")
    }
    self.temperature = temperature
    self.topK = topK < vocabularySize ? topK : nil
    self.topP = topP < 1 ? topP : nil
    guard let seed = UInt64(request["seed"] ?? "42") else {
      throw Refusal("seed: give a whole number from 0")
    }
    self.seed = seed
  }

  /// What draws.
  var sampler: Sampler { Sampler(.random(temperature: temperature, topK: topK, topP: topP)) }

  /// The same without leaving anything out.
  var wholeSampler: Sampler { Sampler(.random(temperature: temperature)) }
}
