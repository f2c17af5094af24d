/// The room beyond the end of a tape, where numbers can be computed without appending anything.
///
/// It belongs to whoever claimed it last, until anything else is appended there and taken off again.
extension TapeStorage {
  /// Makes room beyond the end, for as many values and inputs in all.
  package mutating func reserveBeyondEnd(values: Int, inputs inputCount: Int) {
    if values > data.capacity {
      reserveValues(values)
      clearedCapacity = end.valueCount
    }
    inputs.reserve(inputCount, used: end.inputCount)
  }

  /// Takes the room from whoever had it.
  package mutating func claimRoomBeyondEnd() -> RoomClaim {
    claim = RoomClaim(number: claim.number + 1, epoch: epochs.newest)
    return claim
  }

  /// Whether nothing has been computed there since a claim, by others or on the tape itself.
  package func holds(_ claim: RoomClaim) -> Bool { claim == self.claim && claim.epoch == epochs.newest }

  /// Notes that gradients will be written there, which are zero otherwise.
  package mutating func noteGradientsBeyondEnd() {
    if clearedCapacity > end.valueCount { clearedCapacity = end.valueCount }
  }

  /// Appends numbers and gradients that are known already, with the operations they came from.
  ///
  /// - Parameters:
  ///   - operations: the operations, with results and operands where they will stand on the tape.
  ///   - epoch: the epoch of which all this was part before: handles from then are good again.
  package mutating func append(
    data newData: [Double],
    grad newGrad: [Double],
    records newRecords: [Record],
    operands newOperands: some Collection<Int>,
    inputs newInputs: [Int32],
    reviving epoch: UInt32
  ) {
    let position = appendValues(newData.count)
    for offset in newData.indices {
      data.base[position + offset] = newData[offset]
      grad.base[position + offset] = newGrad[offset]
    }
    _ = appendOperands(newOperands)
    for input in newInputs { _ = appendInput(Int(input)) }
    records.reserve(end.recordCount + newRecords.count, used: end.recordCount)
    for record in newRecords {
      records.base[end.recordCount] = record
      end.recordCount += 1
    }
    differentiatedCount = end.recordCount
    epochs.resume(epoch, until: end)
  }
}

extension UnsafeMutablePointer<TapeStorage> {
  /// Whether the tape ends where a mark of it was taken.
  ///
  /// Asked of the pointer: another module would copy all of the storage first, with a reference to each of its arrays.
  package func ends(at mark: Tape.Mark) -> Bool {
    mark.extent == pointee.end && mark.epoch == pointee.epochs.before(pointee.end)
  }
}

/// The right to the room beyond the end of a tape: see ``TapeStorage/claimRoomBeyondEnd()``.
package struct RoomClaim: Equatable {
  let number: Int
  let epoch: UInt32
}
