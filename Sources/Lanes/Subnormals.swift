#if arch(x86_64) && canImport(TargetFeatures.floatingPointControl)
import TargetFeatures.floatingPointControl

/// Does `body` while numbers below the smallest normal one, 2⁻¹⁰²² for a `Double`, are taken as 0, read and computed.
///
/// An x86 processor takes many times as long for them as for others. Adam's moments fade by a factor a step where there is no
/// gradient, as of a unit that a ReLU has switched off for good, and stay among them, for the least one times 0.85 is
/// rounded to itself. In a run of 80,000 default steps Adam took 1.6 times as long without this.
///
/// - Parameter body: in a function that is not inlined, or the compiler may compute outside what it should compute inside.
package func takingSubnormalsAsZero(_ body: () -> Void) {
  let control = floatingPointControl()
  /// MXCSR's bits DAZ, for what is read, and FTZ, for what is computed.
  let (operandsAreZero, resultsAreZero) = (UInt32(1) << 6, UInt32(1) << 15)
  setFloatingPointControl(control | operandsAreZero | resultsAreZero)
  body()
  setFloatingPointControl(control)
}
#else
/// Does `body`: other processors are not slower with such numbers, or have no such setting.
package func takingSubnormalsAsZero(_ body: () -> Void) { body() }
#endif
