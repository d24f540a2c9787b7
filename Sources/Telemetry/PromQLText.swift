/// The one place where names and values become PromQL text.
///
/// Any UTF-8 is a legal name since Prometheus 3, and a value may hold quotes and line ends, so that
/// nothing is ever pasted into an expression as it is.
package enum PromQLText {
  /// A value in double quotes with Go's escapes, which LogQL reads too, and which unlike backticks
  /// can hold anything.
  package static func quoted(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let hex = String(scalar.value, radix: 16)
        text += "\\x" + (hex.count == 1 ? "0" : "") + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  /// A label name, in quotes where it is not one of the classic form.
  package static func name(_ name: String) -> String {
    isBareLabel(name) ? name : quoted(name)
  }

  /// A selector of one metric with matchers.
  package static func selector(_ metric: String, _ matchers: [LabelMatcher] = []) -> String {
    let texts = matchers.map(\.promQL)
    if isBareMetric(metric) {
      return texts.isEmpty ? metric : "\(metric){\(texts.joined(separator: ","))}"
    }
    return "{\(([quoted(metric)] + texts).joined(separator: ","))}"
  }

  /// A value with everything escaped that a regular expression of RE2 gives a meaning to.
  package static func regexEscaped(_ value: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in value.unicodeScalars {
      if "\\.+*?()|[]{}^$".unicodeScalars.contains(scalar) { text.append("\\") }
      text.append(scalar)
    }
    return String(text)
  }

  static func isBare(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_": true
    case "0"..."9": !first
    default: false
    }
  }

  private static func isBareLabel(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.enumerated().allSatisfy { isBare($0.element, first: $0.offset == 0) }
  }

  private static func isBareMetric(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.enumerated().allSatisfy {
        $0.element == ":" || isBare($0.element, first: $0.offset == 0)
      }
  }
}
