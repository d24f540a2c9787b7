import Telemetry

extension LogQuery {
  /// Reads LogQL as sources other than a Loki answer it: streams by labels, filters of lines, and
  /// comparisons of fields.
  ///
  /// - Parameter logQL: A query for lines.
  /// - Throws: `LogFilterProblem` that names what only a Loki answers.
  package init(reading logQL: String) throws(LogFilterProblem) {
    var reader = LogQLReader(logQL)
    self = try reader.query()
  }
}

/// Reads a query for lines from left to right.
private struct LogQLReader {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  mutating func query() throws(LogFilterProblem) -> LogQuery {
    skipSpace()
    guard peek == "{" else { throw lack("what does not begin with '{'") }
    let selector = try selector()
    var conditions: [LogFilter.Condition] = []
    skipSpace()
    while peek != nil {
      conditions += try stage()
      skipSpace()
    }
    return LogQuery(selector: selector, filter: LogFilter(conditions))
  }

  private mutating func selector() throws(LogFilterProblem) -> [LabelMatcher] {
    let start = position
    while let scalar = peek, scalar != "}" {
      if scalar == "\"" || scalar == "`" { _ = try quoted() } else { position += 1 }
    }
    guard peek == "}" else { throw LogFilterProblem("expected '}' after the labels", at: start) }
    position += 1
    do throws(SelectorProblem) {
      return try LabelMatcher.parse(text(start..<position))
    } catch {
      throw LogFilterProblem("in the labels: \(error.message)", at: start)
    }
  }

  /// A filter of lines, a parser, or a comparison of a field.
  private mutating func stage() throws(LogFilterProblem) -> [LogFilter.Condition] {
    if let symbol = take(["|=", "|~", "!=", "!~"]) { return try lineFilter(symbol) }
    let start = position
    guard take(["|"]) != nil else { throw lack(rest(from: start)) }
    skipSpace()
    let name = word()
    skipSpace()
    // Fields are found in lines whatever their form.
    if ["json", "logfmt", "unpack"].contains(name), peek == nil || peek == "|" || peek == "!" {
      return []
    }
    guard !name.isEmpty, let symbol = take(["=~", "!~", "!=", ">=", "<=", "==", "=", ">", "<"])
    else { throw lack(rest(from: start)) }
    skipSpace()
    let field = name == "detected_level" ? "level" : name
    guard peek == "\"" || peek == "`" else { return [try number(field, symbol, from: start)] }
    guard let comparison = LabelMatcher.Comparison(rawValue: symbol == "==" ? "=" : symbol) else {
      throw lack(rest(from: start))
    }
    return [.field(field, comparison, try quoted())]
  }

  private mutating func number(
    _ field: String,
    _ symbol: String,
    from start: Int
  ) throws(LogFilterProblem) -> LogFilter.Condition {
    let written = word()
    guard let number = Double(written), number.isFinite else { throw lack(rest(from: start)) }
    if let comparison = LogFilter.NumberComparison(rawValue: symbol) {
      return .number(field, comparison, number)
    }
    guard symbol == "=" || symbol == "==" || symbol == "!=" else {
      throw lack(rest(from: start))
    }
    return .field(field, symbol == "!=" ? .notEqual : .equal, written)
  }

  private mutating func lineFilter(
    _ symbol: String
  ) throws(LogFilterProblem) -> [LogFilter.Condition] {
    skipSpace()
    let start = position
    guard peek == "\"" || peek == "`" else { throw lack(symbol + rest(from: start)) }
    let text = try quoted()
    guard !text.isEmpty else { return [] }
    let isNegated = symbol.hasPrefix("!")
    // A text without capitals would match in either case, which Loki's does not.
    let isText = symbol.hasSuffix("=")
    return [.matches(isText ? Self.escaped(text) : text, negated: isNegated)]
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      if "\\^$.|?*+()[]{}".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
  }

  // MARK: - Parts

  private mutating func quoted() throws(LogFilterProblem) -> String {
    let start = position
    let quote = scalars[position]
    var found = String.UnicodeScalarView()
    position += 1
    while let scalar = peek, scalar != quote {
      position += 1
      guard scalar == "\\", quote == "\"", let next = peek else {
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
    guard peek == quote else { throw LogFilterProblem("the closing quote is missing", at: start) }
    position += 1
    return String(found)
  }

  private mutating func word() -> String {
    let start = position
    while let scalar = peek, Self.isOfWord(scalar) { position += 1 }
    return text(start..<position)
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "-": true
    default: false
    }
  }

  private mutating func take(_ symbols: [String]) -> String? {
    for symbol in symbols {
      let end = position + symbol.unicodeScalars.count
      guard end <= scalars.count, text(position..<end) == symbol else { continue }
      position = end
      return symbol
    }
    return nil
  }

  private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func skipSpace() {
    while let scalar = peek, scalar.properties.isWhitespace { position += 1 }
  }

  private func rest(from start: Int) -> String { "'\(text(start..<scalars.count))'" }

  private func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }

  private func lack(_ what: String) -> LogFilterProblem {
    LogFilterProblem("only a Loki answers \(what)", at: position)
  }
}
