import Telemetry

/// The fewest labels that tell alerts of one name apart.
enum AlertDistinction {
  /// Labels that people know things by, the best first; others follow by name.
  private static let known = [
    "service", "app", "job", "instance", "endpoint", "route", "target", "namespace", "pod",
  ]

  /// The items, each with the values of the labels that tell it from the others of its name.
  static func marked(_ items: [AlertBoard.Item]) -> [AlertBoard.Item] {
    var marked = items
    for places in Dictionary(grouping: items.indices, by: { items[$0].name }).values
    where places.count > 1 {
      let labels = labels(places.map { items[$0].labels })
      for place in places {
        marked[place].distinction = text(labels, items[place].labels)
      }
    }
    return marked
  }

  /// The first label that tells all sets apart, or else all that differ.
  private static func labels(_ sets: [LabelSet]) -> [String] {
    let names = Set(sets.flatMap { $0.labels.map(\.name) })
    let differing = names.filter { name in Set(sets.map { $0[name] }).count > 1 }
      .sorted { (rank($0), $0) < (rank($1), $1) }
    let telling = differing.first { name in Set(sets.map { $0[name] }).count == sets.count }
    return telling.map { [$0] } ?? differing
  }

  /// Its severity is seen otherwise.
  private static func rank(_ name: String) -> Int {
    name == "severity" ? .max : known.firstIndex(of: name) ?? known.count
  }

  private static func text(_ names: [String], _ labels: LabelSet) -> String {
    names.compactMap { labels[$0] }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
