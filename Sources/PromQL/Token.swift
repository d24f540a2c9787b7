/// A piece of PromQL text.
struct Token: Equatable {
  enum Kind: Equatable {
    case end
    case comma, colon, assign, matches, matchesNot, at
    case leftParen, rightParen, leftBrace, rightBrace, leftBracket, rightBracket
    case string, number, duration, identifier
    /// An identifier with a colon in it, which no label and no function has.
    case metricIdentifier
    case binary(BinaryOperator)
    case aggregation(AggregationOperator)
    /// An aggregation that is known and not available.
    case experimentalAggregation
    case keyword(Keyword)
  }

  /// Words that mean something between expressions.
  enum Keyword: String, CaseIterable {
    case offset, smoothed, anchored, by, without, on, ignoring
    case groupLeft = "group_left"
    case groupRight = "group_right"
    case bool, start, end, step, range
    case fill
    case fillLeft = "fill_left"
    case fillRight = "fill_right"

    /// Whether it is one only before a parenthesis, and else an ordinary name.
    var needsParenthesis: Bool { self == .fill || self == .fillLeft || self == .fillRight }
  }

  var kind: Kind
  /// Its first byte.
  var start: Int
  /// The byte behind it.
  var end: Int
  /// Its text as it was written.
  var text: String

  /// Keywords outside braces, in lower case.
  static let words: [String: Kind] = {
    var words: [String: Kind] = ["inf": .number, "nan": .number]
    for keyword in Keyword.allCases { words[keyword.rawValue] = .keyword(keyword) }
    for operation in AggregationOperator.allCases {
      words[operation.rawValue] = .aggregation(operation)
    }
    for operation in [BinaryOperator.and, .or, .unless, .atan2] {
      words[operation.rawValue] = .binary(operation)
    }
    words["limitk"] = .experimentalAggregation
    words["limit_ratio"] = .experimentalAggregation
    return words
  }()

  /// Whether it may be the name of a metric where an expression begins.
  var isMetricName: Bool {
    switch kind {
    case .identifier, .metricIdentifier, .aggregation, .experimentalAggregation: true
    case .binary(let operation): operation.isSetOperator
    case .keyword(let keyword):
      switch keyword {
      case .bool, .on, .ignoring, .groupLeft, .groupRight: false
      default: true
      }
    default: false
    }
  }

  /// Whether an expression may begin with it.
  var beginsExpression: Bool {
    switch kind {
    case .number, .duration, .string, .leftParen, .leftBrace, .binary(.add), .binary(.subtract):
      true
    default: isMetricName
    }
  }

  /// Whether it may be the name of a label in a list of labels.
  var isLabelName: Bool {
    switch kind {
    case .identifier, .metricIdentifier, .aggregation, .experimentalAggregation: true
    case .binary(let operation): operation.isSetOperator || operation == .atan2
    case .keyword(let keyword): keyword != .without
    default: false
    }
  }

  /// The token in Prometheus' messages.
  var description: String {
    switch kind {
    case .end: "end of input"
    case .string: "string \(quoted)"
    case .number: "number \(quoted)"
    case .duration: "duration \(quoted)"
    case .identifier: "identifier \(PromQLQuote.text(text))"
    case .metricIdentifier: "metric identifier \(PromQLQuote.text(text))"
    case .binary, .at, .matches, .matchesNot: "<op:\(text)>"
    case .aggregation, .experimentalAggregation: "<aggr:\(text)>"
    case .keyword(let keyword):
      switch keyword {
      case .start, .end, .step, .range: quoted
      default: "<\(text)>"
      }
    default: quoted
    }
  }

  private var quoted: String {
    let scalars = text.unicodeScalars
    guard text.utf8.count > 10 else { return PromQLQuote.text(text) }
    return PromQLQuote.text(String(String.UnicodeScalarView(scalars.prefix(10)))) + "..."
  }
}

/// Quoting in messages.
enum PromQLQuote {
  /// A text in double quotes; what is not visible is escaped.
  static func text(_ text: String) -> String {
    "\"" + text.unicodeScalars.map { escaped($0, quote: "\"") }.joined() + "\""
  }

  /// A character in single quotes.
  static func scalar(_ scalar: Unicode.Scalar) -> String {
    "'" + escaped(scalar, quote: "'") + "'"
  }

  /// A character with its number: `U+0071 'q'`.
  static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let zeros = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
    return "U+\(zeros)\(digits) \(self.scalar(scalar))"
  }

  private static func escaped(_ scalar: Unicode.Scalar, quote: Unicode.Scalar) -> String {
    switch scalar {
    case quote, "\\": "\\\(scalar)"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case _ where scalar.value < 0x20 || scalar.value == 0x7f:
      "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
    default: String(scalar)
    }
  }
}
