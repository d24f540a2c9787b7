import Telemetry

/// Sorts the conditions of a query into the stages of a LogQL pipeline.
struct LogQLWriter {
  private let context: LogQLContext
  private var selector: [LabelMatcher]
  private var lineFilters: [String] = []
  private var early: [String] = []
  private var probes: [String] = []
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
        + "\(matcher.comparison.rawValue)\(PromQLText.quoted(matcher.value))"
    }
    let stages = ["{\(matchers.joined(separator: ", "))}"] + lineFilters + early + probes
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
      lineFilters.append((negated ? "!~ " : "|~ ") + PromQLText.quoted(source))
    case .level(let level): addLevel(level, condition)
    case .field(let name, let comparison, let value):
      addField(name, comparison, value, condition)
    case .number(let name, let comparison, let number):
      addNumber(name, comparison, number, condition)
    case .correlation(let id): addCorrelation(id, condition)
    case .requests(let route):
      lineFilters.append("|~ " + PromQLText.quoted(route.linePattern))
    }
  }

  private mutating func addText(
    _ text: SoughtText,
    _ isNegated: Bool,
    _ condition: LogFilter.Condition
  ) {
    if text.isOftenEscaped {
      // Written otherwise it is found here alone.
      if isNegated { remaining.append(condition) }
    }
    guard text.folds || text.forms.count > 1 || text.isOftenEscaped && !isNegated else {
      lineFilters.append((isNegated ? "!= " : "|= ") + PromQLText.quoted(text.forms[0]))
      return
    }
    // The server folds letters beyond ASCII as well, so that excluding would exclude too much.
    let isASCII = text.forms.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } }
    guard isASCII || !isNegated || !text.folds else {
      remaining.append(condition)
      return
    }
    if !isASCII, text.folds { remaining.append(condition) }
    var forms = text.forms.map(PromQLText.regexEscaped).joined(separator: "|")
    if !isNegated { forms = SoughtText.expression(forms) }
    // Folding takes U+212A for a k and U+017F for an s: excluding names both cases instead.
    if text.folds, isNegated { forms = Self.eitherCase(forms) }
    let fold = text.folds && !isNegated ? "(?i)" : ""
    let source = fold + (text.forms.count > 1 ? "(?:\(forms))" : forms)
    lineFilters.append((isNegated ? "!~ " : "|~ ") + PromQLText.quoted(source))
  }

  /// An expression in which every ASCII letter stands for both cases; escapes stand before none.
  private static func eitherCase(_ source: String) -> String {
    source.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "a"..."z": text += "[\(scalar)\(String(scalar).uppercased())]"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// Leaves out what the server has detected as less, whichever word it has taken over from senders;
  /// what it does not know is kept, and judged here.
  private mutating func addLevel(_ least: LogLevel, _ condition: LogFilter.Condition) {
    remaining.append(condition)
    let words = LogLevel.allCases.filter { $0 < least }.flatMap(LevelWords.words)
    guard !words.isEmpty else { return }
    let source = "(?i)(?:\(words.joined(separator: "|")))[0-9]?"
    early.append("| detected_level!~\(PromQLText.quoted(source))")
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
    remaining.append(condition)
    let lokiName = LogQLText.name(name)
    switch comparison {
    case .equal:
      let test = "\(lokiName)=\(PromQLText.quoted(value))"
      look(LogQLProbe(name, equals: value), lokiName, or: test)
    case .matches where !Self.matchesNothing(value):
      look(LogQLProbe(name), lokiName, or: "\(lokiName)!=\"\"")
    case .matches, .notEqual, .matchesNot:
      // Lines without the field meet it, or may do so.
      break
    }
  }

  private mutating func addNumber(
    _ name: String,
    _ comparison: LogFilter.NumberComparison,
    _ number: Double,
    _ condition: LogFilter.Condition
  ) {
    remaining.append(condition)
    guard number.magnitude < 1e15 else { return }
    let lokiName = LogQLText.name(name)
    let value = number == number.rounded() ? "\(Int64(saturating: number))" : "\(number)"
    let test = number < 0 ? "!=\"\"" : " \(comparison.rawValue) \(value)"
    look(LogQLProbe(name, comparison, number), lokiName, or: lokiName + test)
  }

  private mutating func addCorrelation(_ id: String, _ condition: LogFilter.Condition) {
    remaining.append(condition)
    guard let id = CorrelationID(id)?.text else { return }
    let source = PromQLText.regexEscaped(id)
    let equal = "=~" + PromQLText.quoted("(?i)\(source)")
    let within = "=~" + PromQLText.quoted("(?i).*\(source).*")
    let tests = context.correlation.map { name in
      // These have more than the ID.
      let isLonger = ["parent", "amzn", "trace", "b3", "uber"].contains { name.contains($0) }
      return name + (isLonger ? within : equal)
    }
    probes.append(LogQLProbe(text: id).stages(probes.count + 1, or: tests))
  }

  /// Lets the server look for a field, in the line and beside it.
  private mutating func look(_ probe: LogQLProbe?, _ lokiName: String, or test: String) {
    guard let probe, LogQLText.isName(lokiName) else { return }
    probes.append(probe.stages(probes.count + 1, or: [test]))
  }

  private static func matchesNothing(_ source: String) -> Bool {
    (try? LinePattern(source, anchored: true))?.matches("") ?? true
  }
}
