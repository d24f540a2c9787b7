import Telemetry

/// The rules that `promtool check metrics` judges metrics by, in its words.
///
/// - Source: <https://github.com/prometheus/client_golang/tree/main/prometheus/testutil/promlint>.
package enum MetricLint {
  /// What is wrong with a metric, in promtool's words, in the order of its rules.
  package static func problems(of family: MetricFamily) -> [String] {
    help(family) + units(family) + counter(family) + reserved(family) + typeInName(family)
      + characters(family) + abbreviations(family)
  }

  private static func help(_ family: MetricFamily) -> [String] {
    family.hasHelp ? [] : ["no help text"]
  }

  private static func units(_ family: MetricFamily) -> [String] {
    let words = family.name.split(separator: "_").map(String.init)
    for word in words {
      for (unit, base) in unitTable where word.hasSuffix(unit) {
        let prefix = String(word.dropLast(unit.count))
        guard prefix.isEmpty || prefixes.contains(prefix), word != base else { continue }
        return ["use base unit \"\(base)\" instead of \"\(word)\""]
      }
    }
    return []
  }

  private static func counter(_ family: MetricFamily) -> [String] {
    let names = Set(family.series.compactMap { $0["__name__"] })
    let hasTotal = names.contains { $0.hasSuffix("_total") }
    if family.type == "counter", !hasTotal {
      return ["counter metrics should have \"_total\" suffix"]
    }
    if family.type != "counter", !isUntyped(family), family.name.hasSuffix("_total") {
      return ["non-counter metrics should not have \"_total\" suffix"]
    }
    return []
  }

  private static func reserved(_ family: MetricFamily) -> [String] {
    guard !isUntyped(family) else { return [] }
    let isHistogram = ["histogram", "gaugehistogram"].contains(family.type)
    let isSummary = family.type == "summary"
    var problems: [String] = []
    if !isHistogram, family.name.hasSuffix("_bucket") {
      problems.append("non-histogram metrics should not have \"_bucket\" suffix")
    }
    for suffix in ["_count", "_sum"]
    where !isHistogram && !isSummary && family.name.hasSuffix(suffix) {
      problems.append("non-histogram and non-summary metrics should not have \"\(suffix)\" suffix")
    }
    if !isHistogram, family.series.contains(where: { $0["le"] != nil }) {
      problems.append("non-histogram metrics should not have \"le\" label")
    }
    if !isSummary, family.series.contains(where: { $0["quantile"] != nil }) {
      problems.append("non-summary metrics should not have \"quantile\" label")
    }
    return problems
  }

  private static func typeInName(_ family: MetricFamily) -> [String] {
    let name = family.name.lowercased()
    return ["counter", "gauge", "summary", "histogram"]
      .filter { name.contains("_\($0)_") || name.hasSuffix("_\($0)") }
      .map { "metric name should not include type '\($0)'" }
  }

  private static func characters(_ family: MetricFamily) -> [String] {
    var problems: [String] = []
    if family.name.contains(":") { problems.append("metric names should not contain ':'") }
    if isCamelCase(family.name) {
      problems.append("metric names should be written in 'snake_case' not 'camelCase'")
    }
    let labels = Set(family.series.flatMap { $0.labels.map(\.name) })
    if labels.contains(where: isCamelCase) {
      problems.append("label names should be written in 'snake_case' not 'camelCase'")
    }
    return problems
  }

  private static func abbreviations(_ family: MetricFamily) -> [String] {
    let name = family.name.lowercased()
    let isShort = short.contains { name.contains("_\($0)_") || name.hasSuffix("_\($0)") }
    return isShort ? ["metric names should not contain abbreviated units"] : []
  }

  private static func isUntyped(_ family: MetricFamily) -> Bool {
    ["untyped", "unknown"].contains(family.type)
  }

  private static func isCamelCase(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    return zip(bytes, bytes.dropFirst()).contains { left, right in
      (97...122).contains(left) && (65...90).contains(right)
    }
  }

  private static let unitTable: [(unit: String, base: String)] = [
    ("amperes", "amperes"), ("bytes", "bytes"), ("celsius", "celsius"), ("grams", "grams"),
    ("joules", "joules"), ("kelvin", "kelvin"), ("meters", "meters"), ("metres", "metres"),
    ("moles", "moles"), ("seconds", "seconds"), ("volts", "volts"), ("minutes", "seconds"),
    ("hours", "seconds"), ("days", "seconds"), ("weeks", "seconds"), ("kelvins", "kelvin"),
    ("fahrenheit", "celsius"), ("rankine", "celsius"), ("inches", "meters"), ("yards", "meters"),
    ("miles", "meters"), ("bits", "bytes"), ("calories", "joules"), ("pounds", "grams"),
    ("ounces", "grams"),
  ]

  private static let prefixes: Set = [
    "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi", "mega",
    "mibi", "giga", "gibi", "tera", "tebi", "peta", "pebi",
  ]

  private static let short = [
    "s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d",
  ]
}
