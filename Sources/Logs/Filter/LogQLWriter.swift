import Telemetry

/// Sorts the conditions of a query into the stages of a LogQL pipeline.
struct LogQLWriter {
  private let context: LogQLContext
  private var selector: [LabelMatcher]
  private var lineFilters: [String] = []
  private var early: [String] = []
  private var late: [String] = []
  private(set) var remaining: [LogFilter.Condition] = []

  init(_ query: LogQuery, _ context: LogQLContext) {
    self.context = context
    selector = query.selector
    for condition in query.filter.conditions { add(condition) }
    if !selector.contains(where: Self.demandsLabel) { selector += context.allStreams }
  }

  /// The query.
  var text: String {
    let matchers = selector.map { matcher in
      LogQLText.name(matcher.name)
        + "\(matcher.comparison.rawValue)\(LogQLText.quoted(matcher.value))"
    }
    var stages = ["{\(matchers.joined(separator: ", "))}"] + lineFilters + early
    if let parser = context.parser, !late.isEmpty { stages += ["| \(parser.rawValue)"] + late }
    return stages.joined(separator: " ")
  }

  /// Whether no stream without the label meets a matcher, of which a Loki wants one at least.
  private static func demandsLabel(_ matcher: LabelMatcher) -> Bool {
    (try? LabelTest(matcher))?.isMet(by: .empty) == false
  }

  private mutating func add(_ condition: LogFilter.Condition) {
    switch condition {
    case .label(let matcher): selector.append(matcher)
    case .contains(let text, let negated): addText(SoughtText(text), negated, condition)
    case .matches(let source, let negated):
      lineFilters.append((negated ? "!~ " : "|~ ") + LogQLText.quoted(source))
    case .level(let level): addLevel(level, condition)
    case .field(let name, let comparison, let value):
      addField(name, comparison, value, condition)
    case .number(let name, let comparison, let number):
      addNumber(name, comparison, number, condition)
    case .correlation(let id): addCorrelation(id, condition)
    }
  }

  private mutating func addText(
    _ text: SoughtText,
    _ isNegated: Bool,
    _ condition: LogFilter.Condition
  ) {
    guard text.folds || text.forms.count > 1 else {
      lineFilters.append((isNegated ? "!= " : "|= ") + LogQLText.quoted(text.forms[0]))
      return
    }
    // The server folds letters beyond ASCII as well, so that excluding would exclude too much.
    let isASCII = text.forms.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } }
    guard isASCII || !isNegated || !text.folds else {
      remaining.append(condition)
      return
    }
    if !isASCII, text.folds { remaining.append(condition) }
    let forms = text.forms.map(PromQLText.regexEscaped).joined(separator: "|")
    let source = (text.folds ? "(?i)" : "") + (text.forms.count > 1 ? "(?:\(forms))" : forms)
    lineFilters.append((isNegated ? "!~ " : "|~ ") + LogQLText.quoted(source))
  }

  /// What the server has detected decides, but for lines of which it does not know the level.
  private mutating func addLevel(_ least: LogLevel, _ condition: LogFilter.Condition) {
    remaining.append(condition)
    var words = ["unknown", ""]
    for level in LogLevel.allCases.reversed() where level >= least {
      words = Self.detectedWords(level) + words
    }
    guard least > .trace else { return }
    early.append("| detected_level=~\(LogQLText.quoted(words.joined(separator: "|")))")
  }

  /// The words that a Loki writes, and those that it may take over from senders.
  ///
  /// - Source: <https://pkg.go.dev/github.com/grafana/loki/v3/pkg/util/constants>.
  private static func detectedWords(_ level: LogLevel) -> [String] {
    switch level {
    case .trace: ["trace"]
    case .debug: ["debug"]
    case .info: ["info", "notice"]
    case .warning: ["warn", "warning"]
    case .error: ["error", "err"]
    case .critical: ["critical", "crit", "fatal", "panic", "alert", "emerg", "emergency"]
    }
  }

  private mutating func addField(
    _ name: String,
    _ comparison: LabelMatcher.Comparison,
    _ value: String,
    _ condition: LogFilter.Condition
  ) {
    // Levels are compared by what they mean, which the server cannot.
    guard NameHashes.folded(name) != NameHashes.folded("level") else {
      remaining.append(condition)
      return
    }
    let lokiName = LogQLText.name(name)
    let test = "\(lokiName)\(comparison.rawValue)\(LogQLText.quoted(value))"
    if context.metadata?.contains(lokiName) == true {
      early.append("| \(test)")
      return
    }
    remaining.append(condition)
    let isLabel = context.labels?.contains(lokiName) ?? true
    // The value's bytes are in the line wherever the field is.
    if comparison == .equal, !isLabel, context.metadata != nil, Self.isPlain(value) {
      lineFilters.append("|= \(LogQLText.quoted(value))")
    }
    guard context.parser != nil, !Self.meansMissing(comparison, value) else { return }
    let isNegated = comparison == .notEqual || comparison == .matchesNot
    let extracted = "\(lokiName)_extracted\(comparison.rawValue)\(LogQLText.quoted(value))"
    late.append("| \(test)" + (isNegated ? "" : " or \(extracted)"))
  }

  private mutating func addNumber(
    _ name: String,
    _ comparison: LogFilter.NumberComparison,
    _ number: Double,
    _ condition: LogFilter.Condition
  ) {
    remaining.append(condition)
    let lokiName = LogQLText.name(name)
    guard context.metadata?.contains(lokiName) != true else { return }
    guard context.parser != nil, number.magnitude < 1e15 else { return }
    let value = number == number.rounded() ? "\(Int64(number))" : "\(number)"
    let test = "\(comparison.rawValue) \(value)"
    late.append("| \(lokiName) \(test) or \(lokiName)_extracted \(test)")
  }

  private mutating func addCorrelation(_ id: String, _ condition: LogFilter.Condition) {
    remaining.append(condition)
    if case .metadata(let names) = context.correlation, !names.isEmpty {
      let tests = names.map { "\(LogQLText.name($0))=\(LogQLText.quoted(id))" }
      early.append("| \(tests.joined(separator: " or "))")
    } else if CorrelationID(id)?.isPlain ?? false {
      lineFilters.append("|= \(LogQLText.quoted(id))")
    }
  }

  /// Whether a line without the field meets it, for which a parser would have to succeed.
  private static func meansMissing(
    _ comparison: LabelMatcher.Comparison,
    _ value: String
  ) -> Bool {
    switch comparison {
    case .equal: value.isEmpty
    case .notEqual: false
    case .matches: (try? LinePattern(value, anchored: true))?.matches("") ?? true
    case .matchesNot: false
    }
  }

  /// Whether a value stands in raw lines as it is.
  private static func isPlain(_ value: String) -> Bool {
    !value.isEmpty
      && value.utf8.allSatisfy { byte in
        byte > 32 && byte < 127 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
          && byte != UInt8(ascii: "/")
      }
  }
}
