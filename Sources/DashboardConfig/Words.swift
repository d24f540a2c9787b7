import Telemetry

/// How messages are worded.
enum Words {
  /// A value in single quotes; control, format and line characters are escaped, and what is long is
  /// cut, since a config may hold anything and a message goes to a terminal.
  static func quoted(_ text: String) -> String {
    var shown = ""
    for (count, scalar) in text.unicodeScalars.enumerated() {
      guard count < 80 else { return "'\(shown)…'" }
      if isInvisible(scalar) {
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return "'\(shown)'"
  }

  /// Whether a character is invisible, or acts on a terminal.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      true
    default: false
    }
  }

  /// Whether a text has a control character, which would end a header's line or act on a terminal.
  static func hasControl(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// Quoted values with commas between them.
  static func list(_ names: [String]) -> String {
    names.map(quoted).joined(separator: ", ")
  }

  /// `did you mean 'x'?` where a name is near, otherwise all that there are.
  static func suggestion(for name: String, among names: [String], plural: String) -> String {
    if let near = NearestName.of(name, among: names) { return "did you mean \(quoted(near))?" }
    return names.isEmpty ? "there are no \(plural)" : "the \(plural) are \(list(names))"
  }
}
