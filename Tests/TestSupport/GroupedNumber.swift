/// A whole number from 0 to below a million as programs print it, such as `12,345`.
public func grouped(_ number: Int) -> String {
  number < 1000 ? "\(number)" : "\(number / 1000)," + "\(1000 + number % 1000)".dropFirst()
}
