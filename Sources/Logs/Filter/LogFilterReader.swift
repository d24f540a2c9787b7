import Telemetry

/// Reads the conditions of a filter from left to right.
///
/// By scalars: a combining mark after a quote must not swallow it.
struct LogFilterReader {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  /// Whether a space ends a value that is not in quotes.
  private let endsAtSpace: Bool

  init(_ text: String, endsAtSpace: Bool = true) {
    scalars = Array(text.unicodeScalars)
    self.endsAtSpace = endsAtSpace
  }

  mutating func conditions() throws(LogFilterProblem) -> [LogFilter.Condition] {
    var found: [LogFilter.Condition] = []
    skipSpace()
    while position < scalars.count {
      found += try condition()
      if position < scalars.count, !Self.isSpace(scalars[position]) {
        throw problem("expected a space")
      }
      skipSpace()
    }
    return found
  }

  /// One comparison of a field, up to the end of the text.
  mutating func fieldCondition() throws(LogFilterProblem) -> LogFilter.Condition {
    guard let name = try fieldName(), let condition = try comparison(of: name, false),
      position == scalars.count
    else { throw problem("expected a comparison: status>=500, path!=/ready or route~'/api/.*'") }
    return condition
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

  /// Whether a name needs no quotes.
  static func isFieldName(_ name: String) -> Bool {
    let scalars = name.unicodeScalars
    guard let first = scalars.first, first != "-", first != "." else { return false }
    return scalars.allSatisfy(isNamePart)
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "-", "@": true
    default: false
    }
  }

  private mutating func condition() throws(LogFilterProblem) -> [LogFilter.Condition] {
    if peek == "{" { return try labels() }
    let isNegated = peek == "!"
    if isNegated {
      position += 1
      guard let next = peek, !Self.isSpace(next) else { throw problem("expected text after '!'") }
    }
    if let expression = try expression() { return [.matches(expression, negated: isNegated)] }
    let start = position
    if let name = try fieldName(), let condition = try comparison(of: name, isNegated) {
      return [condition]
    }
    position = start
    return [.contains(try value(), negated: isNegated)]
  }

  private mutating func labels() throws(LogFilterProblem) -> [LogFilter.Condition] {
    let start = position
    var quote: Unicode.Scalar?
    while let scalar = peek {
      position += 1
      if let open = quote {
        if scalar == "\\", open != "`" { position += 1 } else if scalar == open { quote = nil }
      } else if scalar == "\"" || scalar == "'" || scalar == "`" {
        quote = scalar
      } else if scalar == "}" {
        break
      }
    }
    position = min(position, scalars.count)
    do throws(SelectorProblem) {
      return try LabelMatcher.parse(text(start..<position)).map { .label($0) }
    } catch {
      throw LogFilterProblem("in the labels: \(error.message)", at: start)
    }
  }

  /// The text between slashes, or in quotes after `~`; `nil` for neither.
  private mutating func expression() throws(LogFilterProblem) -> String? {
    if peek == "~", position + 1 < scalars.count, scalars[position + 1] == "\"" {
      position += 1
      return try quoted()
    }
    guard peek == "/" else { return nil }
    var found = String.UnicodeScalarView()
    var index = position + 1
    while index < scalars.count, scalars[index] != "/" {
      if scalars[index] == "\\", index + 1 < scalars.count {
        if scalars[index + 1] != "/" { found.append("\\") }
        index += 1
      }
      found.append(scalars[index])
      index += 1
    }
    // `/api/users` is a path, and `//` nothing.
    let isClosed =
      index < scalars.count && (index + 1 == scalars.count || Self.isSpace(scalars[index + 1]))
    guard isClosed, !found.isEmpty else { return nil }
    position = index + 1
    return String(found)
  }

  /// The name before a comparison, in quotes or not; `nil` where there is none.
  private mutating func fieldName() throws(LogFilterProblem) -> (name: String, quoted: Bool)? {
    if peek == "\"" { return (try quoted(), true) }
    let start = position
    while let scalar = peek, Self.isNamePart(scalar) { position += 1 }
    let name = text(start..<position)
    return Self.isFieldName(name) ? (name, false) : nil
  }

  /// The comparison with what it compares; `nil` where what follows is none.
  private mutating func comparison(
    of field: (name: String, quoted: Bool),
    _ isNegated: Bool
  ) throws(LogFilterProblem) -> LogFilter.Condition? {
    let start = position
    guard let symbol = symbol() else { return nil }
    let isLevel = !field.quoted && field.name.lowercased() == "level"
    if isLevel, symbol == ">=" || symbol == ">" { return try level(symbol, isNegated) }
    if let comparison = LogFilter.NumberComparison(rawValue: symbol) {
      return try number(of: field.name, comparison, isNegated, start)
    }
    let value = try value()
    if !field.quoted, field.name == "id", symbol == "=" {
      guard let id = CorrelationID(value), !isNegated else {
        throw LogFilterProblem("expected a correlation ID after 'id='", at: start + 1)
      }
      return .correlation(id.text)
    }
    if !field.quoted, field.name == "requests", symbol == "=" {
      guard !value.isEmpty, !isNegated else {
        throw LogFilterProblem("expected a route after 'requests='", at: start + 1)
      }
      return .requests(Route(value))
    }
    let comparison: LabelMatcher.Comparison =
      switch (symbol, isNegated) {
      case ("=", false), ("!=", true): .equal
      case ("!=", false), ("=", true): .notEqual
      case ("!~", false), ("~", true): .matchesNot
      default: .matches
      }
    return .field(field.name, comparison, value)
  }

  /// The number that a field is compared with; a text that looks like that has to be in quotes.
  private mutating func number(
    of name: String,
    _ comparison: LogFilter.NumberComparison,
    _ isNegated: Bool,
    _ start: Int
  ) throws(LogFilterProblem) -> LogFilter.Condition {
    let place = position
    guard let number = Double(try value()), number.isFinite else {
      let message = "expected a number after '\(name)\(comparison.rawValue)'; quote a string"
      throw LogFilterProblem(message, at: place)
    }
    guard !isNegated else { throw LogFilterProblem("'!' cannot precede a comparison", at: start) }
    return .number(name, comparison, number)
  }

  private mutating func level(
    _ symbol: String,
    _ isNegated: Bool
  ) throws(LogFilterProblem) -> LogFilter.Condition {
    let start = position
    let word = try value()
    guard !isNegated, var level = LogLevel(word: word) else {
      throw LogFilterProblem(
        "'\(word)' is not a level: use \(LogLevel.words)",
        at: start
      )
    }
    if symbol == ">" { level = LogLevel(rawValue: level.rawValue + 1) ?? level }
    return .level(atLeast: level)
  }

  /// The sign of a comparison; `=~` counts as `~`.
  private mutating func symbol() -> String? {
    for symbol in ["!=", "!~", "=~", ">=", "<=", "=", "~", ">", "<"] {
      let length = symbol.unicodeScalars.count
      guard position + length <= scalars.count,
        text(position..<position + length) == symbol
      else { continue }
      position += length
      return symbol == "=~" ? "~" : symbol
    }
    return nil
  }

  /// A word up to the next space, or what is in quotes.
  private mutating func value() throws(LogFilterProblem) -> String {
    if peek == "\"" { return try quoted() }
    let start = position
    while let scalar = peek, !(endsAtSpace && Self.isSpace(scalar)) { position += 1 }
    return text(start..<position)
  }

  private mutating func quoted() throws(LogFilterProblem) -> String {
    let start = position
    var found = String.UnicodeScalarView()
    position += 1
    while let scalar = peek, scalar != "\"" {
      position += 1
      guard scalar == "\\", let next = peek else {
        found.append(scalar)
        continue
      }
      position += 1
      switch next {
      case "n": found.append("\n")
      case "t": found.append("\t")
      case "\"", "\\": found.append(next)
      default: found.append(contentsOf: [scalar, next])
      }
    }
    guard peek == "\"" else { throw LogFilterProblem("the closing quote is missing", at: start) }
    position += 1
    return String(found)
  }

  private var peek: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  private mutating func skipSpace() {
    while let scalar = peek, Self.isSpace(scalar) { position += 1 }
  }

  private func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }

  private func problem(_ message: String) -> LogFilterProblem {
    LogFilterProblem(message, at: position)
  }
}
