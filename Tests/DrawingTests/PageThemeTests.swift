import Foundation
import Testing

@testable import Drawing

@Suite("Page themes")
struct PageThemeTests {
  @Test("Texts contrast with the paper by 4.5 or more, lines of data by 3")
  func texts() {
    for theme in [Theme.light, .dark] {
      let paper = Colour(theme.palette.paper)
      for text in [theme.palette.ink, theme.palette.muted] {
        #expect(Colour(text).contrast(with: paper) >= 4.5, "\(text)")
      }
      for line in theme.palette.series {
        #expect(Colour(line).contrast(with: paper) >= 3, "\(line)")
      }
    }
  }

  @Test("The ink contrasts with a cell of any shade by 4.5 or more")
  func cells() {
    for theme in [Theme.light, .dark] {
      let (ink, paper) = (Colour(theme.palette.ink), Colour(theme.palette.paper))
      for cell in [theme.blueCell, theme.orangeCell] {
        for percent in 0...100 {
          let shade = paper.mixed(with: Colour(cell), share: Double(percent) / 100)
          #expect(ink.contrast(with: shade) >= 4.5, "\(percent) % of \(cell)")
        }
        // A cell that holds 1 is far from one that holds 0.
        #expect(Colour(cell).contrast(with: paper) >= 2.5)
      }
    }
  }

  @Test("Every variable of the style sheet that is used is declared, in both themes")
  func variables() {
    let used = Set(StyleSheet.text.matches(of: /var\((--[a-z0-9-]+)\)/).map { String($0.1) })
    let declared = Set(StyleSheet.text.matches(of: /(--[a-z0-9-]+):/).map { String($0.1) })
    #expect(used.subtracting(declared) == ["--v"])
    let names = [Theme.light, .dark].map { theme in
      theme.variables.split(separator: ";").map { $0.prefix { $0 != ":" } }
    }
    #expect(names[0] == names[1])
    #expect(names[0].count == 12)
  }
}

/// A colour in linear light.
private struct Colour {
  var channels: [Double]

  init(_ hexadecimal: String) {
    let digits = hexadecimal.compactMap(\.hexDigitValue).map(Double.init)
    channels = stride(from: 0, to: 6, by: 2).map { place in
      let value = (digits[place] * 16 + digits[place + 1]) / 255
      return value <= 0.040_45 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  /// WCAG 2.2's relative luminance.
  var luminance: Double { zip([0.2126, 0.7152, 0.0722], channels).map(*).reduce(0, +) }

  /// WCAG 2.2's contrast ratio.
  func contrast(with other: Self) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// What `color-mix(in oklab, …)` makes of two colours.
  ///
  /// Björn Ottosson: A perceptual color space for image processing (2020).
  func mixed(with other: Self, share: Double) -> Self {
    // Oklab is linear in the cube roots of the cones' responses, so mixing these mixes that.
    let (a, b) = (
      Self.product(Self.cones, channels).map(cbrt), Self.product(Self.cones, other.channels).map(cbrt)
    )
    let mix = zip(a, b).map { $0 + ($1 - $0) * share }
    var result = self
    result.channels = Self.product(Self.light, mix.map { $0 * $0 * $0 })
    return result
  }

  private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { zip($0, vector).map(*).reduce(0, +) }
  }

  private static let cones = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
  ]
  private static let light = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
  ]
}
