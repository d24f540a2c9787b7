/// Fills Serilog's message templates.
///
/// - Source: <https://messagetemplates.org>.
enum MessageTemplate {
  /// A template with its `{Name}` holes filled from the fields; holes without a field stay.
  static func text(_ template: String, _ fields: [LogFields.Field]) -> String {
    var text = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      text += rest[..<open]
      rest = rest[rest.index(after: open)...]
      if rest.first == "{" {
        text += "{"
        rest.removeFirst()
        continue
      }
      guard let close = rest.firstIndex(of: "}") else { return text + "{" + rest }
      let hole = rest[..<close]
      let name = hole.prefix { $0 != ":" && $0 != "," }.drop { $0 == "@" || $0 == "$" }
      let field =
        fields.first { $0.name == name } ?? fields.first { $0.name == "Properties.\(name)" }
      text += field?.value.text ?? "{\(hole)}"
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }
}
