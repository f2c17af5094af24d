/// The product of two whole numbers of 128 bits, without what lies beyond 128.
///
/// What compiled code calls where the processor multiplies 64 bits and keeps 64.
func multiplied(
  _ a: (low: UInt64, high: UInt64),
  _ b: (low: UInt64, high: UInt64)
) -> (low: UInt64, high: UInt64) {
  let (a0, a1) = (a.low & 0xFFFF_FFFF, a.low >> 32)
  let (b0, b1) = (b.low & 0xFFFF_FFFF, b.low >> 32)
  let lowest = a0 &* b0
  let middle = a1 &* b0 &+ lowest >> 32
  let other = a0 &* b1 &+ middle & 0xFFFF_FFFF
  let carried = a1 &* b1 &+ middle >> 32 &+ other >> 32
  return (other << 32 | lowest & 0xFFFF_FFFF, carried &+ a.low &* b.high &+ a.high &* b.low)
}
