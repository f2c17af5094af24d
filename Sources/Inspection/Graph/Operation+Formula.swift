import Autograd

extension Operation {
  /// What the operation computes, y of operands a and b, and ∂y of each, as in the table at ``/Autograd/Operation``.
  var formula: (result: String, derivatives: String) {
    switch self {
    case .add: ("y = a + b", "∂y/∂a = 1, ∂y/∂b = 1")
    case .subtract: ("y = a − b", "∂y/∂a = 1, ∂y/∂b = −1")
    case .multiply: ("y = a · b", "∂y/∂a = b, ∂y/∂b = a")
    case .divide: ("y = a / b", "∂y/∂a = 1 / b, ∂y/∂b = −y / b")
    case .addConstant: ("y = a + c", "∂y/∂a = 1")
    case .multiplyConstant: ("y = c · a", "∂y/∂a = c")
    case .pow: ("y = aᶜ", "∂y/∂a = c · aᶜ⁻¹")
    case .exp: ("y = eᵃ", "∂y/∂a = y")
    case .log: ("y = ln a", "∂y/∂a = 1 / a")
    case .sigmoid: ("y = 1 / (1 + e⁻ᵃ)", "∂y/∂a = y · (1 − y)")
    case .relu: ("y = max(a, 0)", "∂y/∂a = 1 where y > 0, else 0")
    case .copy: ("y = a", "∂y/∂a = 1")
    case .sum: ("y = Σᵢ aᵢ", "∂y/∂aᵢ = 1")
    case .maximum: ("y = maxᵢ aᵢ", "taken as a constant")
    case .dot: ("y = Σᵢ aᵢ · bᵢ", "∂y/∂aᵢ = bᵢ, ∂y/∂bᵢ = aᵢ")
    case .dots: ("yⱼ = Σᵢ aᵢ · bⱼᵢ", "∂yⱼ/∂aᵢ = bⱼᵢ, ∂yⱼ/∂bⱼᵢ = aᵢ")
    case .weightedSum: ("yᵢ = Σⱼ aⱼ · bⱼᵢ", "∂yᵢ/∂aⱼ = bⱼᵢ, ∂yᵢ/∂bⱼᵢ = aⱼ")
    case .matrixVector: ("yₒ = Σᵢ Aₒᵢ · bᵢ", "∂yₒ/∂bᵢ = Aₒᵢ, ∂yₒ/∂Aₒᵢ = bᵢ")
    case .gather: ("y = row t of A", "∂y/∂A = 1 in that row")
    case .pick: ("y = element t of a", "∂y/∂a = 1 for that element")
    case .rotate: ("y = a turned by angles", "∂y/∂a = the cosines and sines")
    case .flashAttention: ("y = Σⱼ wⱼ · vⱼ, w = softmax(s · a·k)", "as of the three together")
    }
  }
}
