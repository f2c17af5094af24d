/// A text with the signs beyond ASCII that the program's texts have in ASCII; others stay, and so do those that are kept.
func asciiText(_ text: String, keeping kept: Set<Unicode.Scalar> = []) -> String {
  var result = ""
  for character in text {
    switch character {
    case _ where !kept.isEmpty && !character.isASCII && character.unicodeScalars.allSatisfy(kept.contains):
      result.append(character)
    case "√": result += "sqrt "
    case "∂": result += "d"
    case "·", "⊙": result += "*"
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
    case "−", "–", "—": result += "-"
    case "“", "”", "„": result += "\""
    case "‘", "’": result += "'"
    case "≈": result += "~"
    case "≤": result += "<="
    case "≥": result += ">="
    case "≠": result += "!="
    case "±": result += "+/-"
    case "∞": result += "infinity"
    case "²": result += "^2"
    case "³": result += "^3"
    case "½": result += "1/2"
    case "¼": result += "1/4"
    case "δ": result += "delta"
    case "₀": result += "_0"
    case "₁": result += "_1"
    case "₂": result += "_2"
    case "ₜ": result += "_t"
    case "α": result += "alpha"
    case "β": result += "beta"
    case "η": result += "eta"
    case "θ": result += "theta"
    case "π": result += "pi"
    case "Δ": result += "Delta"
    case "∈": result += "in"
    case "…": result += "..."
    case "ᵢ": result += "_i"
    case "ⱼ": result += "_j"
    case "ₒ": result += "_o"
    case "ᵃ": result += "^a"
    case "ᶜ": result += "^c"
    case "⁻": result += "-"
    case "¹": result += "1"
    case "ˣ": result += "^x"
    default: result.append(character)
    }
  }
  return result
}
