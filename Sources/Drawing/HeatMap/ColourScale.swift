/// The colours that stand for numbers in a heat map.
///
/// One hue, blue, for numbers from 0 on; for those on both sides of 0 blue and orange, which people who see few
/// colours can tell apart. Equal steps of a number are equal steps of lightness (CIE L\*), and a number and its
/// negative are equally dark. The hues follow Brewer's schemes "Blues" and "Oranges".
public struct ColourScale: Sendable, Equatable {
  /// Which numbers the colours stand for.
  public let scale: HeatMap.Scale

  /// Creates the colours for a scale.
  public init(_ scale: HeatMap.Scale) {
    self.scale = scale
  }

  /// A value over the maximum, from −1 to 1, or from 0 where the scale begins there.
  ///
  /// What is not a number stands at 0, and everything does if the maximum is not a positive number.
  public func fraction(of value: Double) -> Double {
    guard !value.isNaN else { return 0 }
    let maximum: Double
    let lowest: Double
    switch scale {
    case .sequential(let end): (maximum, lowest) = (end, 0)
    case .diverging(let end): (maximum, lowest) = (end, -1)
    }
    guard maximum.isFinite, maximum > 0 else { return 0 }
    return min(1, max(lowest, value / maximum))
  }

  /// The colour of a value as `#rrggbb`.
  public func colour(of value: Double) -> String {
    rgb(of: value).hex
  }

  /// The colour, black or white, of a text that reads well on the colour of a value.
  public func textColour(on value: Double) -> String {
    rgb(of: value).takesBlackText ? "#000000" : "#ffffff"
  }

  /// The background of a value in a terminal of 256 colours.
  func terminalColour(of value: Double) -> UInt8 {
    let fraction = fraction(of: value)
    let colours = isBlue(fraction) ? Self.terminalBlues : Self.terminalOranges
    return colours[Int((fraction.magnitude * Double(colours.count - 1)).rounded())]
  }

  private func rgb(of value: Double) -> RGB {
    let fraction = fraction(of: value)
    let colours = isBlue(fraction) ? Self.blues : Self.oranges
    let place = fraction.magnitude * Double(colours.count - 1)
    let index = min(Int(place), colours.count - 2)
    return colours[index].mixed(with: colours[index + 1], fraction: place - Double(index))
  }

  private func isBlue(_ fraction: Double) -> Bool {
    if case .sequential = scale { true } else { fraction < 0 }
  }

  // L* falls from 97 to 33 in eight equal steps. Zero is not quite white, so that a cell shows on white paper.
  private static let blues = [
    0xF4F6F8, 0xD0E1F2, 0xA9CEE5, 0x82BADB, 0x5FA5D1, 0x3F8FC5, 0x2979B9, 0x1662AA, 0x084D95,
  ].map { RGB($0) }
  private static let oranges = [
    0xF4F6F8, 0xFED9B3, 0xFDBB81, 0xFD9B52, 0xF77A2A, 0xE85C0C, 0xCF4502, 0xAD3903, 0x8C2E04,
  ].map { RGB($0) }

  // The cube has few colours: six that fall evenly in lightness.
  private static let terminalBlues: [UInt8] = [255, 153, 110, 68, 25, 18]
  private static let terminalOranges: [UInt8] = [255, 223, 215, 208, 166, 88]
}
