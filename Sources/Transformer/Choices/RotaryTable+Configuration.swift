import Attention
import Autograd

extension RotaryTable {
  /// The angles for a configuration, or nil where positions are learned.
  package init?(_ configuration: GPTConfiguration, on tape: Tape) {
    guard case .rotary(let base) = configuration.attention.positions else { return nil }
    self.init(
      width: configuration.rotaryWidth,
      base: base,
      positionCount: configuration.contextLength,
      on: tape
    )
  }
}
