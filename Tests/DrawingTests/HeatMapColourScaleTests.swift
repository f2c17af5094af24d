import Foundation
import Testing

@testable import Drawing

@Suite("ColourScale")
struct HeatMapColourScaleTests {
  let sequential = ColourScale(.sequential(maximum: 2))
  let diverging = ColourScale(.diverging(maximum: 2))

  @Test("A fraction is a value over the maximum, from 0 or −1 to 1")
  func fractions() {
    #expect([-1, 0, 1, 2, 3].map(sequential.fraction) == [0, 0, 0.5, 1, 1])
    #expect([-3, -1, 0, 1, 3].map(diverging.fraction) == [-1, -0.5, 0, 0.5, 1])
    #expect(diverging.fraction(of: -.infinity) == -1)
    #expect(diverging.fraction(of: .nan) == 0)
  }

  @Test("A maximum that is no positive number leaves everything at 0", arguments: [0, -1, .nan, .infinity])
  func oddMaximum(maximum: Double) {
    #expect(ColourScale(.sequential(maximum: maximum)).fraction(of: 1) == 0)
    #expect(ColourScale(.diverging(maximum: maximum)).colour(of: -1) == sequential.colour(of: 0))
  }

  @Test("The largest numbers are in range")
  func largest() {
    let huge = Double.greatestFiniteMagnitude
    let scale = ColourScale(.diverging(maximum: huge))
    #expect([-huge, huge / 2, huge].map(scale.fraction) == [-1, 0.5, 1])
  }

  @Test("Negative numbers are blue, positive ones orange, and zero has no hue")
  func hues() throws {
    for value in stride(from: 0.25, through: 2, by: 0.25) {
      let negative = try channels(diverging.colour(of: -value))
      let positive = try channels(diverging.colour(of: value))
      #expect(negative.blue > negative.red)
      #expect(positive.red > positive.blue)
      #expect(sequential.colour(of: value) == diverging.colour(of: -value))
    }
    #expect(diverging.colour(of: 0) == "#f4f6f8")
  }

  @Test("Equal steps of a value are equal steps of lightness, the same on both sides")
  func lightness() throws {
    for step in 0...80 {
      let value = Double(step) / 40
      let expected = 96.8 - (96.8 - 33) * value / 2
      for colour in [diverging.colour(of: -value), diverging.colour(of: value)] {
        #expect(abs(try lightness(of: colour) - expected) < 1.5)
      }
    }
  }

  @Test("A text on a cell has the contrast that WCAG asks for")
  func contrast() throws {
    for step in -400...400 {
      let value = Double(step) / 200
      let background = try luminance(of: diverging.colour(of: value)) + 0.05
      let text = try luminance(of: diverging.textColour(on: value)) + 0.05
      #expect(max(background, text) / min(background, text) >= 4.5)
    }
  }

  @Test("A text on a terminal's colour has it too", arguments: 16...255)
  func terminalContrast(index: Int) throws {
    let colour = RGB(terminalColour: UInt8(index))
    let background = try luminance(of: colour.hex) + 0.05
    let text = colour.takesBlackText ? 0.05 : 1.05
    #expect(max(background, text) / min(background, text) >= 4.5)
  }

  @Test("A terminal's colours are those of xterm")
  func terminalColours() {
    #expect(RGB(terminalColour: 16).hex == "#000000")
    #expect(RGB(terminalColour: 67).hex == "#5f87af")
    #expect(RGB(terminalColour: 231).hex == "#ffffff")
    #expect(RGB(terminalColour: 232).hex == "#080808")
    #expect(RGB(terminalColour: 255).hex == "#eeeeee")
  }

  @Test("In a terminal too, larger is darker, and the sides have hues of their own", arguments: [-1.0, 1])
  func terminalRamp(sign: Double) throws {
    let colours = stride(from: 0, through: 2, by: 0.01).map { diverging.terminalColour(of: sign * $0) }
    let shades = try colours.map { try lightness(of: RGB(terminalColour: $0).hex) }
    #expect(zip(shades, shades.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(Set(colours).count == 6)
    #expect(diverging.terminalColour(of: 2) != diverging.terminalColour(of: -2))
  }

  // MARK: - What the colours are measured with

  private func channels(_ hex: String) throws -> RGB {
    RGB(try #require(UInt32(hex.dropFirst(), radix: 16)))
  }

  /// The relative luminance of WCAG 2.
  private func luminance(of hex: String) throws -> Double {
    func linear(_ part: Double) -> Double {
      let x = part / 255
      return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4)
    }
    let colour = try channels(hex)
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
  }

  /// The lightness L* of CIE 1976.
  private func lightness(of hex: String) throws -> Double {
    let luminance = try luminance(of: hex)
    return luminance > 216.0 / 24389 ? 116 * cbrt(luminance) - 16 : luminance * 24389 / 27
  }
}
