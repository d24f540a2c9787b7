import Logs
import Signals
import Telemetry

/// The way from a line of a story to the dependency that it waited for, at the moment of the line.
///
/// Lines name what they wait for in words and metrics in labels: which row is meant is known once the server
/// has named the rows.
struct DependencyLink: ViewState {
  /// The line, in small letters; `nil` where nothing is looked for.
  private(set) var text: String?
  /// How long it waited, in words; empty where that is not long.
  private var wait = ""

  /// Nothing is looked for.
  init() {}

  /// The place of what a line of a story waited for.
  static func place(of entry: LogEntry, waited: Duration?, _ scene: Scene) -> Place {
    var next = scene.place.opening(.dependencies)
    next[DependencyLink.self].text = String(decoding: entry.line, as: UTF8.self).lowercased()
    next[DependencyLink.self].wait = waited.map { SignalUnit.seconds.text($0.inSeconds) } ?? ""
    next[RowFilter.self] = RowFilter()
    next[LogListState.self] = LogListState()
    next.timeline.show(entry.timestamp, in: scene, at: next)
    return next
  }

  /// Chooses the row that the line is about, once rows are known.
  ///
  /// - Returns: The place, and a remark on what was found; `nil` while nothing is looked for.
  static func settled(_ scene: Scene) -> (place: Place, remark: String)? {
    var place = scene.place
    let link = place[DependencyLink.self]
    guard let text = link.text, scene.world.vitals.present[.dependencies] != nil else { return nil }
    let rows = scene.world.vitals.rows(in: .dependencies).map(\.id)
    let asked = scene.world.panelQueries[ViewID.dependencies.name] ?? []
    // Rows come by column: all have to be there before one is chosen.
    guard asked.allSatisfy({ scene.world.state(of: $0.id) != .waiting }) else { return nil }
    place[DependencyLink.self] = DependencyLink()
    let likeness = rows.map { (row: $0, likeness: $0.likeness(to: text)) }
    guard let best = likeness.max(by: { $0.likeness < $1.likeness }), best.likeness > 0 else {
      return (place, "no dependency is named in this line: all are shown")
    }
    place[TableState<Vital.Owner>.self].selected = best.row
    let wait = link.wait.isEmpty ? "" : " after \(link.wait)"
    return (place, "\(best.row.name) is named in the line\(wait)")
  }
}

extension Vital.Owner {
  /// What lines call each kind where they do not name the row itself.
  private static let words: [String: [String]] = [
    "postgres": ["postgres", "sql", "database"], "statement": ["slow query", "sql"],
    "mysql": ["mysql", "mariadb", "sql", "database"], "redis": ["redis"],
    "memcached": ["memcache"], "queue": ["rabbitmq", "queue"], "kafka": ["kafka", "topic"],
    "celery": ["celery", "task"], "query": ["query", "sql", "database"], "cache": ["cache"],
  ]

  /// How well a line in small letters fits; 0 for not at all.
  ///
  /// A name counts for more than a kind, and a long name for more than a short one.
  fileprivate func likeness(to text: String) -> Int {
    let own = labels.labels.filter { !["job", "instance"].contains($0.name) }.map(\.value)
    let named = own.map { $0.lowercased() }.filter { $0.utf8.count > 2 && text.hasWord($0) }
    let ofKind = (Self.words[kind] ?? []).contains(where: text.contains) ? 1 : 0
    return named.reduce(ofKind) { $0 + 10 + $1.utf8.count }
  }
}

extension String {
  /// Whether a word stands in it, and not as a part of another one.
  fileprivate func hasWord(_ word: String) -> Bool {
    ranges(of: word).contains { range in
      let before = self[..<range.lowerBound].last
      let after = self[range.upperBound...].first
      return before?.isLetter != true && before?.isNumber != true && after?.isLetter != true
        && after?.isNumber != true
    }
  }
}
