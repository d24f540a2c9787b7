import YAML

/// What a Grafana is set to: by files such as `grafana.ini`, and by variables, which win over them.
///
/// - Source: <https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/>.
struct GrafanaSettings {
  /// A value with where it stands.
  struct Setting {
    let text: String
    /// As in `grafana.ini:12`.
    let place: String
  }

  /// What files set, each by its section and key.
  private(set) var fields: [String: Setting] = [:]
  private let service: ComposeService?

  /// - Parameters:
  ///   - files: Its files; of a setting in several, the last one counts.
  ///   - service: What runs it; `nil` where that is not known.
  init(_ files: [ReadFile], of service: ComposeService? = nil) {
    self.service = service
    for file in files { read(file) }
  }

  /// The value of a key in a section; `nil` where nobody sets it.
  func setting(_ section: String, _ key: String) -> Setting? {
    let variable = Self.variable(section, key)
    if let service, let (text, place) = service.variable(variable) {
      return Setting(text: text, place: service.file.place(place))
    }
    return fields["\(section).\(key)"]
  }

  /// Whether a variable names a file that holds the value.
  func isInFile(_ section: String, _ key: String) -> Bool {
    service?.variable(Self.variable(section, key) + "__FILE") != nil
  }

  /// The variable that sets a key.
  static func variable(_ section: String, _ key: String) -> String {
    let text = "GF_\(section)_\(key)".uppercased()
    return String(text.map { $0 == "." || $0 == "-" ? "_" : $0 })
  }

  private mutating func read(_ file: ReadFile) {
    var section = ""
    let lines = file.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let text = Self.trimmed(line)
      guard let first = text.first, first != "#", first != ";" else { continue }
      if first == "[", let end = text.firstIndex(of: "]") {
        section = String(Self.trimmed(text[text.index(after: text.startIndex)..<end]))
      } else if let sign = text.firstIndex(where: { $0 == "=" || $0 == ":" }) {
        let key = Self.trimmed(text[..<sign])
        fields["\(section).\(key)"] = Setting(
          text: Self.value(text[text.index(after: sign)...]),
          place: file.place(YAMLPlace(line: index + 1, column: 1))
        )
      }
    }
  }

  /// A value without quotes and without the comment behind it.
  private static func value(_ text: Substring) -> String {
    let text = trimmed(text)
    for quote in ["\"\"\"", "\"", "`", "'"] where text.hasPrefix(quote) {
      let inner = text.dropFirst(quote.count)
      if let end = inner.firstRange(of: quote) { return String(inner[..<end.lowerBound]) }
    }
    return String(trimmed(text.prefix { $0 != "#" && $0 != ";" }))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
