import Training

extension TrainingConfiguration {
  /// Whether steps had other learning rates than these settings give them: the run was resumed to another end.
  func wasExtended(over steps: some Sequence<StepFigures>) -> Bool {
    steps.contains { $0.learningRate != learningRate(at: $0.step - 1) }
  }
}
