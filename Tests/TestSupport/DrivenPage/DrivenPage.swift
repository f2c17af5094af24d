import Foundation

/// A page that is open in a browser, to be clicked, typed into and read while it lives.
public protocol DrivenPage: AnyObject {
  /// What an expression of JavaScript comes to, once what it promises has come: nil for `undefined` and `null`.
  ///
  /// - Throws: ``DrivenPageError``.
  func value(_ expression: String) throws -> Any?

  /// A PNG picture of what is seen.
  func screenshot() throws -> Data
}

/// Why a page can't be driven.
public enum DrivenPageError: Error {
  /// The browser did not answer, or has ended.
  case noAnswer(String)
  /// The browser refused, or the script threw.
  case refused(String)
}

extension DrivenPage {
  /// The text that an expression comes to.
  public func text(_ expression: String) throws -> String { "\(try value(expression) ?? "")" }

  /// The number that an expression comes to, nan where it is none.
  public func number(_ expression: String) throws -> Double {
    (try value(expression) as? NSNumber)?.doubleValue ?? .nan
  }

  /// Whether an expression is true.
  public func isTrue(_ expression: String) throws -> Bool {
    (try value(expression) as? NSNumber)?.boolValue ?? false
  }

  /// Waits until an expression is true; what never comes is an error after two minutes.
  public func wait(until expression: String) throws {
    let promise = """
      new Promise((resolve, reject) => {
        const end = performance.now() + 120000;
        const look = () => {
          if (\(expression)) resolve(true);
          else if (performance.now() > end) reject(new Error("never: " + \(quoted(expression))));
          else setTimeout(look, 20);
        };
        look();
      })
      """
    _ = try value(promise)
  }

  /// Clicks what a selector finds.
  public func click(_ selector: String) throws {
    _ = try value("(document.querySelector(\(quoted(selector))).click(), 0)")
  }

  /// Gives a control a value, as a reader who types or chooses it.
  public func set(_ selector: String, to text: String) throws {
    _ = try value(
      """
      (() => {
        const control = document.querySelector(\(quoted(selector)));
        control.value = \(quoted(text));
        control.dispatchEvent(new Event("input", { bubbles: true }));
        control.dispatchEvent(new Event("change", { bubbles: true }));
      })()
      """
    )
  }

  /// The text of what a selector finds.
  public func text(of selector: String) throws -> String {
    try text("document.querySelector(\(quoted(selector)))?.textContent")
  }

  /// A text as JavaScript writes it.
  public func quoted(_ text: String) -> String {
    let units = text.utf16.map { "\\u" + String(UInt32($0) + 0x10000, radix: 16).dropFirst() }
    return "\"" + units.joined() + "\""
  }
}
