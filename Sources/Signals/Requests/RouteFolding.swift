package import Telemetry

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
