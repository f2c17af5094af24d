import Replay
import Testing

@Suite("Planning")
struct PlanningTests {
  @Test("A program prints how it was made, pass by pass")
  func description() {
    #expect(
      "\(twoTokens().planning)" == """
        Fusion
        gather v14…v15
        matrixVector v16…v19
        relu v20…v23
        sum v24
        gather v25…v26
        matrixVector v27…v30
        relu v31…v34
        sum v35

        Dependence
        level 1: gather v14…v15, the gradient of its first operand
        level 2: matrixVector v16…v19, both gradients
        level 3: relu v20…v23, the gradient of its first operand
        level 4: sum v24, the gradient of its first operand
        level 1: gather v25…v26, the gradient of its first operand
        level 2: matrixVector v27…v30, both gradients
        level 3: relu v31…v34, the gradient of its first operand
        level 4: sum v35, the gradient of its first operand

        Grouping
        level 1: gather v14…v15, v25…v26
        level 2: matrixVector v16…v19, v27…v30
        level 3: relu v20…v23, v31…v34
        level 4: sum v24, v35

        Layout
        16…17: v14…v15
        18…19: v25…v26
        20…23: room
        24…27: v16…v19
        28…31: v27…v30
        32…35: v20…v23
        36…39: v31…v34
        40: v24
        41: v35
        42…47: room

        Builder
        gather
          16…17 from 0…5 and input 0
          18…19 from 0…5 and input 1
        matrixVector
          24…27 from 6…13 and 16…17
          28…31 from 6…13 and 18…19
        relu
          32…39 from 24…31
        sum
          40 from 32…35
          41 from 36…39

        FirstWrites
        nothing is cleared
        sum stores the gradient of its first operand
        relu stores the gradient of its first operand
        matrixVector stores the gradient of its second operand, adds to the gradient of its first operand
        gather adds to the gradient of its first operand
        """
    )
  }
}
