/// How a name of OpenTelemetry becomes one of Prometheus.
///
/// - Source: `translation_strategy` in <https://prometheus.io/docs/prometheus/latest/configuration/configuration/>.
enum OpenTelemetryNames: String, CaseIterable {
  case underscoresWithSuffixes = ""
  case dotsWithSuffixes = "-utf8"
  case none = "-untranslated"
  case underscores = "-unsuffixed"

  /// A metric or label name.
  func name(_ name: String, _ suffix: String = "") -> String {
    switch self {
    case .underscoresWithSuffixes: underscored(name) + suffix
    case .dotsWithSuffixes: name + suffix
    case .none: name
    case .underscores: underscored(name)
    }
  }

  private func underscored(_ name: String) -> String {
    String(name.map { $0 == "." ? "_" : $0 })
  }
}
