package import Telemetry

/// Metrics that look like counters of requests and histograms of durations, by their names and metadata.
///
/// A unit is taken from the name or from metadata and from nothing else; where the two disagree, or a
/// name has none, there is no shape. What is counted about calls to others, databases and caches is no
/// request that was served.
package struct MetricShapes: Hashable, Sendable {
  /// A histogram or summary of durations.
  struct Durations: Hashable, Sendable {
    /// Without the suffix of its series.
    let name: String
    let unit: DurationUnit
    /// Whether its name says the unit; else only metadata do.
    let isNamed: Bool
    let form: Form

    /// How it is written.
    enum Form: Hashable, Sendable {
      case buckets
      /// A histogram without classic buckets.
      case native
      case summary
    }
  }

  /// Counters of requests, the likeliest first.
  let counters: [String]
  /// Histograms and summaries of durations, the likeliest first.
  let durations: [Durations]

  /// The most metrics of a kind that are looked at.
  static let limit = 6

  /// Sorts metrics by what they look like.
  ///
  /// - Parameters:
  ///   - names: The names of metrics.
  ///   - metadata: By metric or by family.
  init(_ names: [String], _ metadata: [String: [MetricMetadata]]) {
    let all = Set(names)
    counters = Self.likeliest(names.filter { Self.countsRequests($0, metadata) }) { $0 }
    let found = names.compactMap { name -> Durations? in
      guard name.hasSuffix("_bucket") else {
        guard let type = metadata[name]?.first?.type, !all.contains(name + "_bucket") else {
          return nil
        }
        return Self.durations(name, metadata, type == "summary" ? .summary : .native)
      }
      return Self.durations(String(name.dropLast("_bucket".count)), metadata, .buckets)
    }
    durations = Self.likeliest(found, name: \.name)
  }

  private static func likeliest<Shape>(_ shapes: [Shape], name: (Shape) -> String) -> [Shape] {
    let ranked = shapes.map { (shape: $0, name: name($0), rank: MetricWords(name($0)).rank) }
    return ranked.sorted { ($1.rank, $0.name) < ($0.rank, $1.name) }.prefix(limit).map(\.shape)
  }

  private static func countsRequests(
    _ name: String,
    _ metadata: [String: [MetricMetadata]]
  ) -> Bool {
    let words = MetricWords(name)
    guard words.isOfRequests, !words.isOfOthers, !words.isOfSome, words.units.isEmpty,
      !words.isOfSizes, !["_bucket", "_sum", "_created"].contains(where: name.hasSuffix)
    else { return false }
    // The count of a histogram is no counter of its own.
    guard !name.hasSuffix("_count") || metadata[String(name.dropLast("_count".count))] == nil else {
      return false
    }
    let isTotal = name.hasSuffix("_total")
    // OpenMetrics names the family, which has no suffix.
    let family = isTotal ? metadata[String(name.dropLast("_total".count))] : nil
    let known = metadata[name] ?? family ?? []
    guard known.allSatisfy({ MetricWords.unit($0.unit) == nil && !MetricWords($0.unit).isOfSizes })
    else { return false }
    let types = Set(known.map(\.type)).subtracting(unknownTypes)
    return types.isEmpty ? isTotal : types == ["counter"]
  }

  private static let unknownTypes: Set = ["", "unknown", "untyped"]

  private static func durations(
    _ name: String,
    _ metadata: [String: [MetricMetadata]],
    _ form: Durations.Form
  ) -> Durations? {
    let words = MetricWords(name)
    guard !words.isOfOthers, !words.isOfSizes, !words.isOfMoments, words.units.count < 2 else {
      return nil
    }
    let known = metadata[name] ?? []
    let types = Set(known.map(\.type)).subtracting(form == .buckets ? unknownTypes : [])
    guard types.isSubset(of: [form == .summary ? "summary" : "histogram"]) else { return nil }
    let written = Set(known.map(\.unit)).subtracting([""])
    let units = Set(written.compactMap(MetricWords.unit))
    // A unit that is none of time is one, too.
    guard written.isEmpty || written.allSatisfy({ MetricWords.unit($0) != nil }),
      let unit = words.units.union(units).first, words.units.union(units).count == 1
    else { return nil }
    return Durations(
      name: name,
      unit: unit,
      isNamed: !words.units.isEmpty,
      form: form
    )
  }

  /// Whether a name can matter, so that it is worth being kept.
  static func mayMatter(_ name: String) -> Bool {
    name.hasSuffix("_bucket") || MetricWords(name).isOfRequests
  }

  /// The metadata that can matter, without help texts.
  package static func relevant(
    _ metadata: [String: [MetricMetadata]]
  ) -> [String: [MetricMetadata]] {
    var kept: [String: [MetricMetadata]] = [:]
    for (name, entries) in metadata
    where mayMatter(name) || entries.contains(where: { $0.type == "histogram" }) {
      kept[name] = Set(entries.map { MetricMetadata(type: $0.type, unit: $0.unit) }).map { $0 }
    }
    return kept
  }
}
