import Autograd

/// Σ x y.
func innerProduct(_ x: [Double], _ y: [Double]) -> Double {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}

/// eˣⁱ / Σⱼ eˣʲ, less the largest in the exponent.
func softmax(_ numbers: [Double]) -> [Double] {
  let largest = numbers.max() ?? 0
  let exponentials = numbers.map { ElementaryFunctions.exp($0 - largest) }
  let sum = exponentials.reduce(0, +)
  return exponentials.map { $0 / sum }
}

/// −Σ w ln w, in nats, where 0 ln 0 is 0.
func entropy(_ pattern: [Double]) -> Double {
  pattern.reduce(0) { $0 - ($1 > 0 ? $1 * ElementaryFunctions.log($1) : 0) }
}

/// The largest of numbers from 0: 0 for none, and not a number where one of them is none.
func largest(_ numbers: some Sequence<Double>) -> Double {
  numbers.reduce(0) { $1 > $0 || $1.isNaN ? $1 : $0 }
}

/// √Σ x².
func norm(_ numbers: some Sequence<Double>) -> Double {
  numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
}
