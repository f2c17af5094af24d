import Basics

/// How the learning rate goes on after the warm-up: what share of η₀ a step takes, by how much of the way it has behind it.
public enum LearningRateSchedule: String, CaseIterable, Sendable {
  /// 1 − t, which falls to 0 after the last step: microgpt's.
  case linear

  /// (1 + cos πt) / 2, which falls to 0 after the last step, slowly at both ends.
  ///
  /// Source: "SGDR: Stochastic Gradient Descent with Warm Restarts", Loshchilov and Hutter 2017, equation 5, without restarts.
  case cosine

  /// 1: the rate stays.
  case constant

  /// The share of η₀, from 0 to 1.
  ///
  /// - Parameter progress: t, the share of the schedule's steps that have been made, from 0 to 1.
  public func share(at progress: Double) -> Double {
    switch self {
    case .linear: 1 - progress
    case .cosine: (1 + ElementaryFunctions.cos(.pi * progress)) / 2
    case .constant: 1
    }
  }
}
