import Telemetry
import YAML

/// What the text of a setting says.
enum SettingText {
  /// Whether something else fills a value in before a server reads it: `${NAME}`, `$NAME`,
  /// `{{ .Values.x }}`, `<name>`, `@name@`, or a secret of a manifest.
  static func isPlaceholder(_ text: String) -> Bool {
    if text.contains("${") || text.contains("{{") || text.contains("$(") || text.contains("$__") {
      return true
    }
    if text.hasPrefix("$"), text.dropFirst().first?.isLetter == true { return true }
    if text.contains("<"), text.contains(">") { return true }
    return text.hasPrefix("@") && text.hasSuffix("@") && text.count > 2
  }

  /// Whether an expression is a template of Helm, Jinja or the like; `$` and `<` are part of PromQL.
  static func isFilledIn(_ expression: String) -> Bool {
    expression.contains("{{") || expression.contains("${") || expression.contains("$__")
      || expression.contains("[[")
  }

  /// A text with the defaults of its variables, `${NAME:-default}` or `${NAME-default}`, in their
  /// place; `nil` where a variable has none.
  ///
  /// - Source: <https://docs.docker.com/reference/compose-file/interpolation/>; Loki expands the same
  ///   with `-config.expand-env`.
  static func withDefaults(_ text: String) -> String? {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      result += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else { return nil }
      let inside = rest[start.upperBound..<end]
      guard let dash = inside.firstIndex(of: "-") else { return nil }
      result += inside[inside.index(after: dash)...]
      rest = rest[rest.index(after: end)...]
    }
    result += rest
    return isPlaceholder(result) ? nil : result
  }

  /// Whether a value is a switch that is on, as YAML 1.1 and Go read it.
  static func isOn(_ text: String?) -> Bool {
    ["true", "yes", "on", "1", "y"].contains((text ?? "").lowercased())
  }

  /// Whether a value is a switch that is off.
  static func isOff(_ text: String?) -> Bool {
    ["false", "no", "off", "0", "n"].contains((text ?? "").lowercased())
  }
}

extension YAMLNode {
  /// The value below field names that lead to it: `storage_config.tsdb_shipper`.
  func at(_ path: String) -> YAMLNode? {
    path.split(separator: ".").reduce(self as YAMLNode?) { $0?[String($1)] }
  }

  /// A duration that is written out; `nil` for a placeholder and for what is none.
  var duration: Duration? { text.flatMap { Duration(prometheusText: $0) } }

  /// Whether something else fills the value in.
  var isPlaceholder: Bool { text.map(SettingText.isPlaceholder) ?? false }

  /// The texts of a sequence, or of one scalar.
  var texts: [String] { text.map { [$0] } ?? items.compactMap(\.text) }
}
