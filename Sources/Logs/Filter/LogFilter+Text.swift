import Telemetry

extension LogFilter {
  /// Reads a filter as it is typed into one line.
  ///
  /// Conditions stand between spaces; a text with spaces goes into double quotes.
  ///
  /// - `word` or `"two words"`: the line contains it, in either case where it has no capitals;
  /// - `/expression/`: the line matches it; `\/` for a slash in it;
  /// - `!word`, `!/expression/`, `!field=value`: the opposite;
  /// - `level>=warn`: that level or a worse one;
  /// - `field=value`, `field!=value`, `field~expression`, `field!~expression`;
  /// - `field>5`, `>=`, `<`, `<=` compare numbers;
  /// - `{label="value"}`: labels of the stream;
  /// - `id=…`: the correlation ID under any of its names;
  /// - `requests=/users/*`: a path that the route stands for, anywhere in the line.
  ///
  /// - Parameter text: What was typed.
  /// - Throws: `LogFilterProblem` that says what is wrong at which character.
  package init(parsing text: String) throws(LogFilterProblem) {
    var reader = LogFilterReader(text)
    self.init(try reader.conditions())
  }

  /// Reads one comparison of a field, as a filter has it; a value reaches to the end of the text.
  ///
  /// - Parameter text: `status>=500`, `"a name"=two words`.
  /// - Returns: The condition.
  /// - Throws: `LogFilterProblem` that says what is wrong at which character.
  package static func field(parsing text: String) throws(LogFilterProblem) -> Condition {
    var reader = LogFilterReader(text, endsAtSpace: false)
    return try reader.fieldCondition()
  }

  /// The filter as it would be typed; reading it gives the same filter.
  package var text: String {
    let text = conditions.map(Self.text(of:)).joined(separator: " ")
    if (try? LogFilter(parsing: text)) == self { return text }
    // The slash that one text begins with, and one of another, would be those of an expression.
    return conditions.map { condition in
      guard case .contains(let text, let negated) = condition, text.unicodeScalars.first == "/"
      else { return Self.text(of: condition) }
      return (negated ? "!" : "") + Self.quoted(text)
    }
    .joined(separator: " ")
  }

  /// One condition as it would be typed.
  package static func text(of condition: Condition) -> String {
    switch condition {
    case .contains(let text, let negated):
      (negated ? "!" : "") + bareOr(quoted: text, condition, negated)
    case .matches(let source, let negated): expression(source, condition, negated)
    case .level(let level): "level>=\(level.name)"
    case .field(let name, let comparison, let value):
      fieldName(name) + symbol(comparison) + fieldValue(value)
    case .number(let name, let comparison, let number):
      fieldName(name) + comparison.rawValue + text(of: number)
    case .label(let matcher): "{\(matcher.promQL)}"
    case .correlation(let id): "id=" + fieldValue(id)
    case .requests(let route): "requests=" + fieldValue(route.text)
    }
  }

  /// A number without what says nothing: `500`, `1.5`.
  private static func text(of number: Double) -> String {
    guard let whole = Int64(exactly: number), abs(number) < 1e15 else { return "\(number)" }
    return "\(whole)"
  }

  /// A word as it is where it is read back as that word, else in quotes.
  private static func bareOr(
    quoted text: String,
    _ condition: Condition,
    _ negated: Bool
  ) -> String {
    let read = try? LogFilter(parsing: (negated ? "!" : "") + text)
    return read?.conditions == [condition] ? text : Self.quoted(text)
  }

  /// An expression between slashes where it is read back so, else in quotes.
  private static func expression(
    _ source: String,
    _ condition: Condition,
    _ negated: Bool
  ) -> String {
    let sign = negated ? "!" : ""
    var body = String.UnicodeScalarView()
    for scalar in source.unicodeScalars {
      if scalar == "/" { body.append("\\") }
      body.append(scalar)
    }
    let text = "\(sign)/\(String(body))/"
    let read = try? LogFilter(parsing: text)
    return read?.conditions == [condition] ? text : "\(sign)~\(quoted(source))"
  }

  private static func symbol(_ comparison: LabelMatcher.Comparison) -> String {
    switch comparison {
    case .equal: "="
    case .notEqual: "!="
    case .matches: "~"
    case .matchesNot: "!~"
    }
  }

  private static func fieldName(_ name: String) -> String {
    let isBare =
      LogFilterReader.isFieldName(name) && !["id", "requests"].contains(name)
      && name.lowercased() != "level"
    return isBare ? name : quoted(name)
  }

  private static func fieldValue(_ value: String) -> String {
    let isBare =
      !value.isEmpty && !value.hasPrefix("\"")
      && value.unicodeScalars.first != "\""
      && !value.unicodeScalars.contains { LogFilterReader.isSpace($0) }
    return isBare && !"=~".unicodeScalars.contains(value.unicodeScalars.first ?? " ")
      ? value : quoted(value)
  }

  private static func quoted(_ text: String) -> String {
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted.append(contentsOf: ["\\", scalar])
      case "\n": quoted.append(contentsOf: ["\\", "n"])
      case "\t": quoted.append(contentsOf: ["\\", "t"])
      default: quoted.append(scalar)
      }
    }
    quoted.append("\"")
    return String(quoted)
  }
}

extension LogLevel {
  /// The level in one short word, as filters and rows write it.
  package var name: String {
    switch self {
    case .trace: "trace"
    case .debug: "debug"
    case .info: "info"
    case .warning: "warn"
    case .error: "error"
    case .critical: "critical"
    }
  }

  /// The names of all levels, for people.
  package static let words = allCases.map(\.name).joined(separator: ", ")

  /// The level of a word or number that any of the common libraries writes; `nil` for others.
  package init?(word: String) {
    guard let level = LevelWords.level(word) else { return nil }
    self = level
  }
}
