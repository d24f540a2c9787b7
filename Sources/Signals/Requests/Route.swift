import Telemetry

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
  func matcher(_ label: String) -> LabelMatcher {
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
    return escaped(segment[..<open]) + #"[^/\s"?]+"# + escaped(segment[segment.index(after: close)...])
  }
}

/// Finds the templates of raw paths: one row an ID says nothing.
///
/// A segment that looks like an ID stands for all such, and so do those of a place where more than a
/// hundred different ones stand. Fewer than three paths are left as they are.
package struct RouteFolding: Hashable, Sendable {
  /// The routes that are part of a template, with it.
  private let templates: [String: Route]

  /// The fewest paths that make a template.
  private static let least = 3
  /// The most segments of one place that are shown apart.
  private static let siblings = 100

  /// Looks at all routes of an answer.
  package init(_ routes: some Collection<String>) {
    var found: [String: String] = [:]
    for route in routes { found[route] = Self.template(of: route) }
    Self.foldSiblings(&found)
    let counts = Dictionary(grouping: found.values, by: \.self).mapValues(\.count)
    templates = found.filter { counts[$0.value] ?? 0 >= Self.least && $0.key != $0.value }
      .mapValues(Route.init)
  }

  /// The template of a route, or the route itself.
  package func route(_ text: String) -> Route { templates[text] ?? Route(text) }

  private static func template(of route: String) -> String {
    let path = route.prefix { $0 != "?" }
    let hasQuery = path.endIndex != route.endIndex
    guard path.contains("/") else { return route }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folded = parts.map { isIdentifier($0.utf8) ? "*" : $0 }.joined(separator: "/")
    return folded + (hasQuery ? "?*" : "")
  }

  /// Whether a segment tells one thing from others of its kind: digits, a UUID, a hash, an address, or a
  /// long word with digits in it.
  private static func isIdentifier(_ segment: Substring.UTF8View) -> Bool {
    var digits = 0
    var letters = 0
    var hexLetters = 0
    for byte in segment {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
        hexLetters += 1
        letters += 1
      case UInt8(ascii: "g")...UInt8(ascii: "z"), UInt8(ascii: "G")...UInt8(ascii: "Z"):
        letters += 1
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"): break
      case UInt8(ascii: "@"): return true
      // What cannot be in an ID is a parameter of a framework, or other text.
      default: return false
      }
    }
    guard digits > 0 else { return false }
    if letters == 0 { return true }
    if hexLetters == letters, digits + letters >= 8 { return true }
    return segment.count >= 16 && digits >= 3
  }

  private static func foldSiblings(_ found: inout [String: String]) {
    var depth = 1
    while true {
      var children: [String: Set<Substring>] = [:]
      var isDeeper = false
      for template in Set(found.values) {
        let parts = template.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > depth else { continue }
        isDeeper = true
        children[parts[..<depth].joined(separator: "/"), default: []].insert(parts[depth])
      }
      guard isDeeper else { return }
      let crowded = Set(children.filter { $0.value.count > siblings }.keys)
      if !crowded.isEmpty {
        found = found.mapValues { template in
          var parts = template.split(separator: "/", omittingEmptySubsequences: false)
          guard parts.count > depth, crowded.contains(parts[..<depth].joined(separator: "/")) else {
            return template
          }
          parts[depth] = "*"
          return parts.joined(separator: "/")
        }
      }
      depth += 1
    }
  }
}
