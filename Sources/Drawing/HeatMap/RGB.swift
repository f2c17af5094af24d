/// A colour of the sRGB space, each part from 0 to 255.
struct RGB: Sendable, Equatable {
  var red: Double
  var green: Double
  var blue: Double

  init(red: Double, green: Double, blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The colour `0xRRGGBB`.
  init(_ hex: UInt32) {
    self.init(red: Double(hex >> 16 & 0xFF), green: Double(hex >> 8 & 0xFF), blue: Double(hex & 0xFF))
  }

  /// A colour of the terminal's 256: from 16 on a cube of 6 × 6 × 6, from 232 on greys.
  ///
  /// The first 16 are the terminal's own, which nobody else knows.
  init(terminalColour index: UInt8) {
    precondition(index >= 16, "the terminal colour \(index) is the theme's, not the cube's")
    guard index < 232 else {
      let grey = 8 + 10 * Double(index - 232)
      self.init(red: grey, green: grey, blue: grey)
      return
    }
    let levels: [Double] = [0, 95, 135, 175, 215, 255]
    let place = Int(index) - 16
    self.init(red: levels[place / 36], green: levels[place / 6 % 6], blue: levels[place % 6])
  }

  /// The colour as `#rrggbb`.
  var hex: String {
    let digits = Array("0123456789abcdef")
    return "#"
      + String(
        [red, green, blue].flatMap { part in
          let byte = Int(part.rounded())
          return [digits[byte / 16], digits[byte % 16]]
        }
      )
  }

  /// The colour a part of the way to another, 0 being this one.
  func mixed(with other: RGB, fraction: Double) -> RGB {
    RGB(
      red: red + fraction * (other.red - red),
      green: green + fraction * (other.green - green),
      blue: blue + fraction * (other.blue - blue)
    )
  }

  /// Whether black reads better on the colour than white does, by the contrast of WCAG 2.
  var takesBlackText: Bool {
    // (Y + 0.05) / 0.05 > 1.05 / (Y + 0.05)
    (luminance + 0.05) * (luminance + 0.05) > 1.05 * 0.05
  }

  /// The relative luminance, from 0 for black to 1 for white.
  private var luminance: Double {
    // A cubic within 0.003 of sRGB's curve, which needs a power function.
    func linear(_ part: Double) -> Double {
      let x = part / 255
      return x * (x * (x * 0.305_306_011 + 0.682_171_111) + 0.012_522_878)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}
