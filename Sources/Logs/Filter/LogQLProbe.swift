import Telemetry

/// A stage by which a Loki finds the lines that may hold a field, however they are written.
///
/// The expression is looked for in the line's bytes: the last part of the field's name, then what
/// JSON and `key=value` pairs have between name and value, then what the value may begin with. So
/// it finds the field in JSON of any nesting, in pairs, behind a prefix, repeated or broken off,
/// where Loki's own parsers would give another value or none, and the lines would be lost. It finds
/// more than is wanted, which is then left out here.
///
/// A match gets a label by which the next stage keeps the line; values that stand beside the
/// line, as structured metadata or as a label, are compared there too.
struct LogQLProbe {
  /// The expression that is found first and becomes the label's value, the same in every line.
  private let found: String
  /// The expression of what has to follow.
  private let after: String

  private init(found: String, _ after: String = "") {
    self.found = found
    self.after = after
  }

  /// Finds a text anywhere in the line, in either case.
  init(text: String) {
    self.init(found: "(?i)" + PromQLText.regexEscaped(text))
  }

  /// Finds a field that may equal a value; `nil` where no expression could tell.
  init?(_ name: String, equals value: String) {
    guard !value.isEmpty, !value.unicodeScalars.contains("\u{FFFD}") else { return nil }
    self.init(name, value: PromQLText.regexEscaped(value))
  }

  /// Finds a field that may hold a number; `nil` where no expression could tell.
  init?(_ name: String, _ comparison: LogFilter.NumberComparison, _ number: Double) {
    guard number.magnitude < 1e15 else { return nil }
    // A decimal may be rounded up to its neighbour when it is read as a number.
    switch comparison {
    case .more, .atLeast:
      let least = Int64(saturating: number.rounded(.down)) - 1
      self.init(name, value: least > 0 ? Self.atLeast(least) : "")
    case .less, .atMost:
      let most = Int64(saturating: number.rounded(.up)) + 1
      self.init(name, value: most < 0 ? "-" : Self.atMost(most))
    }
  }

  /// Finds a field, whatever its value; `nil` where no expression could tell.
  init?(_ name: String) {
    self.init(name, value: "")
  }

  private init?(_ name: String, value: String) {
    // In the line it may stand alone, after a dot, a dash or an underscore, or nested.
    let part = name.utf8.reversed().prefix { byte in
      (byte | 32) &- 97 < 26 || byte &- 48 < 10
    }
    guard !part.isEmpty, name.utf8.allSatisfy({ $0 < 128 }) else { return nil }
    let last = String(decoding: part.reversed(), as: UTF8.self)
    // A backslash in a quoted value may stand for anything.
    let rest = value.isEmpty ? "" : "\\s*\"?(?:\(value)|[^\"]*\\\\)"
    self.init(found: last, "\"?\\s*[:=]\(rest)")
  }

  /// The stages, whose label has the number in its name.
  ///
  /// - Parameters:
  ///   - number: Tells the probes of one query apart.
  ///   - beside: What keeps the line all the same: tests of labels.
  /// - Returns: Two stages.
  func stages(_ number: Int, or beside: [String]) -> String {
    let label = LogQLText.probe + String(number)
    let expression = "(?P<\(label)>\(found))\(after)"
    let tests = ["\(label)!=\"\""] + beside
    return "| regexp \(PromQLText.quoted(expression)) | \(tests.joined(separator: " or "))"
  }

  // MARK: Numbers

  /// A pattern for the start of a number of at least this: more digits, or as many of which the first that
  /// differs is larger; or anything with an exponent, hexadecimal, or infinite.
  private static func atLeast(_ least: Int64) -> String {
    let digits = Array(String(least).utf8).map { Int($0) - 48 }
    var ways = ["[1-9][0-9]{\(digits.count)}", String(least)]
    for (place, digit) in digits.enumerated() where digit < 9 {
      ways.append(way(digits, place, "[\(digit + 1)-9]"))
    }
    return "\\+?0*(?:\(ways.joined(separator: "|"))|[0-9.]*[eExX]|[iI])"
  }

  /// A pattern for the start of a number of at most this, up to the end of its whole part.
  private static func atMost(_ most: Int64) -> String {
    let digits = Array(String(most).utf8).map { Int($0) - 48 }
    var ways = ["[0-9]{0,\(digits.count - 1)}", String(most)]
    for (place, digit) in digits.enumerated() where digit > 0 {
      ways.append(way(digits, place, "[0-\(digit - 1)]"))
    }
    return "-|\\+?0*(?:(?:\(ways.joined(separator: "|")))(?:[^0-9]|$)|[0-9.]*[eExX])"
  }

  private static func way(_ digits: [Int], _ place: Int, _ range: String) -> String {
    let rest = digits.count - place - 1
    return digits.prefix(place).map(String.init).joined() + range
      + (rest > 0 ? "[0-9]{\(rest)}" : "")
  }
}
