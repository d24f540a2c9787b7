package import Telemetry

/// A metric as a target exposes it: what it says of itself, and its series.
package struct MetricFamily: Hashable, Sendable {
  /// Its name; of histograms and summaries without the suffix of their series.
  package var name: String
  /// As in `counter`; `untyped` where the target says nothing.
  package var type = "untyped"
  /// Whether there is a help text.
  package var hasHelp = false
  /// The labels of each series, with its name.
  package var series: [LabelSet] = []

  package init(_ name: String) {
    self.name = name
  }

  /// Puts the series of an exposition into families.
  ///
  /// - Parameters:
  ///   - text: The exposition, of which comments alone are read.
  ///   - series: The labels of its series, with their names, in its order.
  /// - Returns: Families in the order of the exposition.
  package static func all(in text: String, series: [LabelSet]) -> [MetricFamily] {
    var families: [MetricFamily] = []
    var places: [String: Int] = [:]
    func place(_ name: String) -> Int {
      if let place = places[name] { return place }
      places[name] = families.count
      families.append(MetricFamily(name))
      return families.count - 1
    }
    for line in text.split(separator: "\n") where line.hasPrefix("#") {
      let words = line.split(separator: " ", maxSplits: 3)
      guard words.count >= 3 else { continue }
      switch words[1] {
      case "TYPE":
        families[place(String(words[2]))].type = words.count > 3 ? words[3].lowercased() : "untyped"
      case "HELP": families[place(String(words[2]))].hasHelp = true
      default: break
      }
    }
    for labels in series {
      let name = labels["__name__"] ?? ""
      let base = suffixes.lazy.filter { name.hasSuffix($0) }
        .map { String(name.dropLast($0.count)) }
        .first { base in
          places[base].map { families[$0].isPart(name) } ?? false
        }
      families[place(base ?? name)].series.append(labels)
    }
    return families.filter { !$0.series.isEmpty }
  }

  private static let suffixes = ["_bucket", "_count", "_sum", "_total", "_created", "_info"]

  /// Whether a series of that name belongs to it, whose type is known.
  private func isPart(_ series: String) -> Bool {
    switch type {
    case "histogram", "gaugehistogram":
      ["_bucket", "_count", "_sum", "_created"].contains { series == name + $0 }
    case "summary": ["_count", "_sum", "_created"].contains { series == name + $0 }
    // OpenMetrics names the family of a counter without its suffix.
    case "counter": ["_total", "_created"].contains { series == name + $0 }
    case "info": series == name + "_info"
    default: false
    }
  }
}
