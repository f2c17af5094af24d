/// The few signs beyond ASCII that the program's texts have, in ASCII.
func asciiText(_ text: String) -> String {
  var result = ""
  for character in text {
    switch character {
    case "√": result += "sqrt "
    case "∂": result += "d"
    case "·": result += "*"
    case "Σ": result += "sum"
    case "ḡ": result += "mean g"
    case "ᵀ": result += "^T"
    case "→": result += "->"
    case "←": result += "<-"
    case "σ": result += "sigma"
    case "′": result += "'"
    case "␣": result += "_"
    case "‖": result += "|"
    case "×": result += "x"
    case "±": result += "+/-"
    case "²": result += "^2"
    case "−", "–": result += "-"
    case "…": result += "..."
    case "ᵢ": result += "_i"
    case "ⱼ": result += "_j"
    case "ₒ": result += "_o"
    case "ᵃ": result += "^a"
    case "ᶜ": result += "^c"
    case "⁻": result += "-"
    case "¹": result += "1"
    case "’": result += "'"
    default: result.append(character)
    }
  }
  return result
}
