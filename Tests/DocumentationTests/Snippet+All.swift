extension Snippet {
  /// All snippets of the README and the articles.
  static let all = [
    Snippet("tapeByHand", tapeByHand), Snippet("gradientCheck", gradientCheck),
    Snippet("wholeTape", wholeTape),
    Snippet("xor", xor), Snippet("millionValues", millionValues), Snippet("diamond", diamond),
    Snippet("localDerivatives", localDerivatives), Snippet("softmaxRows", softmaxRows),
    Snippet("lossAtTheEdge", lossAtTheEdge), Snippet("lossGradients", lossGradients),
    Snippet("operationOfOnesOwn", operationOfOnesOwn), Snippet("recordedOnce", recordedOnce),
    Snippet("scoresByHand", scoresByHand), Snippet("maskOfOnesOwn", maskOfOnesOwn),
    Snippet("storeOfOnesOwn", storeOfOnesOwn), Snippet("kernelOfOnesOwn", kernelOfOnesOwn),
    Snippet("gptByHand", gptByHand), Snippet("samplerOrder", samplerOrder),
    Snippet("trainByHand", trainByHand),
    Snippet("onThreads", onThreads), Snippet("constants", constants),
    Snippet("epsilonOfTheNorm", epsilonOfTheNorm), Snippet("rotaryPairs", rotaryPairs),
    Snippet("latentWidths", latentWidths), Snippet("heldOut", heldOut),
    Snippet("insideAForwardPass", insideAForwardPass), Snippet("withoutAHead", withoutAHead),
    Snippet("namesBackward", namesBackward),
    Snippet("likePython", likePython),
    Snippet("seenAndReadBack", seenAndReadBack), Snippet("smallTable", smallTable),
    Snippet("smallHeatMap", smallHeatMap), Snippet("filesAsBytes", filesAsBytes),
    Snippet("softLookup", softLookup), Snippet("saturatedSoftmax", saturatedSoftmax),
    Snippet("queriesAndKeysInOtherUnits", queriesAndKeysInOtherUnits),
    Snippet("attentionBackwardByHand", attentionBackwardByHand),
    Snippet("numbersOfALesson", numbersOfALesson),
  ]
}
