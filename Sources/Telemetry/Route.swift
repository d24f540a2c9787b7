/// A route as a library writes it, or the template of paths that were folded.
///
/// A segment `*` stands for one of any text. Frameworks write parameters in their own ways: `{id}`, `:id`,
/// `<int:id>`, `[id]`; in labels those are plain text, in log lines there are paths in their place.
package struct Route: Hashable, Sendable, Comparable {
  /// The text; hostile until drawn.
  package let text: String

  /// Takes a route or template.
  package init(_ text: String) {
    self.text = text
  }

  package static func < (left: Route, right: Route) -> Bool { left.text < right.text }

  /// The segments between slashes, without what follows a `?`.
  private var segments: [Substring] {
    text.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
  }

  /// Whether it stands for several values of the label.
  package var isFolded: Bool { text.hasSuffix("?*") || segments.contains("*") }

  /// What the label with the route has to be.
  package func matcher(_ label: String) -> LabelMatcher {
    guard isFolded else { return LabelMatcher(label, .equal, text) }
    let path = segments.map { $0 == "*" ? "[^/?]+" : PromQLText.regexEscaped(String($0)) }
    let query = text.hasSuffix("?*") ? "[?].*" : ""
    return LabelMatcher(label, .matches, path.joined(separator: "/") + query)
  }

  /// A regular expression that log lines of its requests match, in RE2's syntax: the path between signs
  /// that cannot be part of it.
  package var linePattern: String {
    let parts = segments.map { segment in
      if let parameter = Self.parameter(segment) { return parameter }
      return Self.escaped(segment)
    }
    // JSON of some libraries has `\/` for a slash.
    let path = parts.joined(separator: #"\\?/"#)
    // Before it may stand a host, behind it a slash.
    return #"(?:^|[^\w/.-]|//[^/\s"]+)"# + path + #"/?(?:[^\w/.-]|$)"#
  }

  /// The longest text that all its paths have; empty where there is none.
  package var surest: String {
    String(
      segments.filter { Self.parameter($0) == nil }.max { $0.utf8.count < $1.utf8.count } ?? ""
    )
  }

  /// How many of its segments are those of a path, letter by letter; `nil` where the path is none of its
  /// own.
  package func likeness(to path: String) -> Int? {
    let own = segments
    let other = path.split(separator: "/", omittingEmptySubsequences: false)
    var equal = 0
    for (index, segment) in own.enumerated() {
      if Self.isRest(segment) { return equal }
      guard index < other.count else { return nil }
      if segment == other[index] {
        equal += 1
      } else if Self.parameter(segment) == nil {
        return nil
      }
    }
    let isWhole = own.count == other.count || (own.count + 1 == other.count && other.last == "")
    return isWhole ? equal : nil
  }

  /// Whether a parameter stands for all that is left of a path.
  private static func isRest(_ segment: Substring) -> Bool {
    segment.hasPrefix("**") || segment.hasPrefix("{*") || segment.hasPrefix("[...")
      || segment.hasPrefix("<path:") || (segment.first == "*" && segment.count > 1)
  }

  private static func escaped(_ segment: Substring) -> String {
    PromQLText.regexEscaped(String(segment))
  }

  /// What stands in paths where a framework has a parameter; `nil` where it has none.
  private static func parameter(_ segment: Substring) -> String? {
    guard let first = segment.first, let last = segment.last else { return nil }
    if isRest(segment) { return #"[^\s"?]*"# }
    let isBracketed = (first == "{" && last == "}") || (first == "<" && last == ">")
    if segment == "*" || isBracketed || (first == "[" && last == "]") || first == ":" {
      return #"[^/\s"?]+"#
    }
    // A parameter with something beside it: `{id}.json`.
    guard let open = segment.firstIndex(where: { $0 == "{" || $0 == "<" }),
      let close = segment.lastIndex(where: { $0 == "}" || $0 == ">" }), open < close
    else { return nil }
    return escaped(segment[..<open]) + #"[^/\s"?]+"#
      + escaped(segment[segment.index(after: close)...])
  }
}
