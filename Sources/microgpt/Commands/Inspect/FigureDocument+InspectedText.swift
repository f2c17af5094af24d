extension FigureDocument {
  /// Figures of a run and a text.
  init(_ kind: DocumentKind, _ text: InspectedText, _ result: Result) {
    self.init(kind, result, run: text.run, step: text.checkpoint.state.stepsDone, tokens: text.allLabels)
  }
}
