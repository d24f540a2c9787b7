import PromQL
import Telemetry
import YAML

/// Judges the expression of a rule by what Prometheus 3 makes of it, and by how often is scraped.
struct RuleExpressionChecks {
  private let node: YAMLNode
  private let file: ReadFile
  private let loaders: [PrometheusSettings]

  init(_ rule: YAMLNode, of file: ReadFile, _ loaders: [PrometheusSettings]) {
    node = rule["expr"] ?? rule
    self.file = file
    self.loaders = loaders
  }

  /// Why an expression cannot be judged here.
  struct Refusal {
    let problem: ParseProblem
    /// Whether it is this reader that knows too little, and not the expression that is wrong.
    let isOfThisReader: Bool
  }

  /// Why an expression cannot be read; `nil` where it can.
  static func refusal(of text: String) -> Refusal? {
    do throws(ParseProblem) {
      _ = try Expression.parse(text)
      return nil
    } catch {
      let words = ["experimental", "not supported"]
      let isRenamed = text.contains("holt_winters")
      return Refusal(
        problem: error,
        isOfThisReader: isRenamed || words.contains { error.message.contains($0) }
      )
    }
  }

  /// Adds what is found.
  func add(to outcome: inout CheckOutcome) {
    guard let text = node.text else { return }
    guard !SettingText.isFilledIn(text) else {
      outcome.unchecked.append(
        Unchecked(
          "rule-unreadable",
          at: file.place(node),
          because: "the expression is a template that something else fills in"
        )
      )
      return
    }
    guard let expression = try? Expression.parse(text) else {
      addUnread(text, to: &outcome)
      return
    }
    var walk = ExpressionWalk()
    walk.look(at: expression)
    outcome.findings += walk.ranges.compactMap(shortWindow) + walk.subqueries.compactMap(oneSample)
    outcome.findings += walk.selectors.compactMap(wholeBound)
  }

  /// - Source: <https://prometheus.io/docs/prometheus/latest/migration/#holt_winters-function-renamed>.
  private func addUnread(_ text: String, to outcome: inout CheckOutcome) {
    guard let refusal = Self.refusal(of: text), refusal.isOfThisReader else { return }
    guard text.contains("holt_winters") else {
      outcome.unchecked.append(
        Unchecked("rule-unreadable", at: file.place(node), because: refusal.problem.description)
      )
      return
    }
    outcome.findings.append(
      Finding(
        "rule-removed-function",
        .critical,
        at: file.place(node),
        "holt_winters was renamed in Prometheus 3.0",
        why: "Prometheus 3 refuses the whole file, and every rule in it",
        remedy: "double_exponential_smoothing(…)  # with "
          + "--enable-feature=promql-experimental-functions"
      )
    )
  }

  /// A window of less than four scrapes has no rate when one or two are missed.
  ///
  /// - Source: <https://www.robustperception.io/what-range-should-i-use-with-rate/>; Grafana's
  ///   `$__rate_interval` is at least as long.
  private func shortWindow(_ range: MatrixSelector) -> Finding? {
    let window = Duration.milliseconds(range.range)
    // What another rule records has the interval of that rule.
    let name = range.selector.matchers.first { $0.name == "__name__" }?.value ?? ""
    let job = range.selector.matchers.first { $0.name == "job" && $0.comparison == .equal }?.value
    guard !name.contains(":"), loaders.count == 1,
      let interval = loaders[0].sampleInterval(ofJob: job) ?? loaders[0].sampleInterval(ofJob: nil),
      window < interval * 4
    else { return nil }
    let least = (interval * 4).prometheusText
    return Finding(
      "rule-window-short",
      window < interval * 2 ? .critical : .warning,
      at: file.place(node),
      "[\(window.prometheusText)] holds less than four samples of \(name), scraped every "
        + interval.prometheusText,
      why: window < interval * 2
        ? "two samples are needed for a rate, and it mostly holds one: the rule says nothing"
        : "where a scrape is late or missed, the rule says nothing",
      remedy: "\(name)[\(least)]"
    )
  }

  /// - Source: the migration guide: since 3.0 a range does not hold the sample at its left end.
  private func oneSample(_ subquery: Subquery) -> Finding? {
    guard let step = subquery.step, subquery.range < step * 2 else { return nil }
    let text = Duration.milliseconds(step).prometheusText
    let range = Duration.milliseconds(subquery.range).prometheusText
    return Finding(
      "rule-subquery-one-sample",
      .warning,
      at: file.place(node),
      "the subquery [\(range):\(text)] gives one point since Prometheus 3.0, where it gave two",
      why: "a rate of one point is nothing: the rule says nothing",
      remedy: "[\(Duration.milliseconds(step * 2).prometheusText):\(text)]"
    )
  }

  /// - Source: the migration guide: 3.0 writes the values of `le` and `quantile` as `1.0`.
  private func wholeBound(_ selector: VectorSelector) -> Finding? {
    guard
      let matcher = selector.matchers.first(where: {
        ["le", "quantile"].contains($0.name) && $0.comparison == .equal
          && !$0.value.isEmpty && $0.value.allSatisfy { ("0"..."9").contains($0) }
      })
    else { return nil }
    return Finding(
      "rule-whole-bound",
      .critical,
      at: file.place(node),
      "\(matcher.promQL) matches nothing since Prometheus 3.0, which keeps it as "
        + "\"\(matcher.value).0\"",
      why: "the rule has no series and says nothing",
      remedy: "\(matcher.name)=~\"\(matcher.value)(\\\\.0)?\""
    )
  }
}

/// The selectors, ranges that rates are taken of, and subqueries of an expression.
private struct ExpressionWalk {
  private(set) var selectors: [VectorSelector] = []
  private(set) var ranges: [MatrixSelector] = []
  private(set) var subqueries: [Subquery] = []

  private static let rates: Set<FunctionName> = [.rate, .increase, .irate, .idelta, .delta, .deriv]

  mutating func look(at expression: Expression) {
    switch expression {
    case .number, .string: break
    case .vectorSelector(let selector): selectors.append(selector)
    case .matrixSelector(let matrix): selectors.append(matrix.selector)
    case .subquery(let subquery): look(at: subquery.expression)
    case .parenthesized(let inner), .negation(let inner): look(at: inner)
    case .aggregation(let aggregation):
      look(at: aggregation.expression)
      if let parameter = aggregation.parameter { look(at: parameter) }
    case .binary(let operation):
      look(at: operation.left)
      look(at: operation.right)
    case .call(let call):
      for argument in call.arguments {
        look(at: argument)
        guard Self.rates.contains(call.function) else { continue }
        switch argument.withoutParentheses {
        case .matrixSelector(let matrix): ranges.append(matrix)
        case .subquery(let subquery): subqueries.append(subquery)
        default: break
        }
      }
    }
  }
}
