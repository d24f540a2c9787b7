package import Telemetry

/// One figure of something that a service runs on or waits for: of a machine, a process, a database, a
/// queue.
///
/// A row of `Vital.all` is a vital; what of them has its metrics on the server is shown.
package struct Vital: Sendable, Identifiable {
  /// The view that shows it.
  package enum Area: String, Hashable, Sendable, CaseIterable {
    /// What services run on.
    case resources
    /// What services wait for.
    case dependencies
  }

  /// A column of the table of an area; one question each, whatever the number of rows.
  package enum Column: String, Hashable, Sendable, CaseIterable {
    case cpu, memory, disk, busy, network, descriptors, pressure, lag
    case rate, errors, latency, hits, connections, queue
    /// The time until something is full at its pace.
    case fullIn = "full_in"
  }

  /// What a question asks of its metrics.
  enum Form: Sendable {
    /// Per second, all series added up.
    case rate(String)
    /// All series added up.
    case sum(String)
    /// The largest series.
    case most(String)
    /// One sum as a share of another that is not zero.
    case ratio(String, of: String)
    /// One rate as a share of two.
    case share(String, and: String)
    /// One rate as a share of another.
    case perRate(String, of: String)
    /// Seconds until a gauge reaches another at the pace of the last hour.
    case reaches(String, limit: String)
    /// What a profile has of the service itself: the metric that is needed, and the PromQL.
    case profile(
      @Sendable (MetricProfile) -> String?,
      @Sendable (QueryContext, _ labels: [String]) -> String
    )
    /// Anything else over metrics.
    case other([String], @Sendable (QueryContext, _ labels: [String]) -> String)
  }

  /// Unique; also the name in answers.
  package let id: String
  /// What it is of: `node`, `redis`.
  package let kind: Kind
  /// Its name in a list.
  package let title: String
  /// The unit of its values.
  package let unit: SignalUnit
  /// The column of the table; `nil` for what the page of a row has alone.
  package fileprivate(set) var column: Column?
  /// Its bounds; `nil` where it is not judged.
  package fileprivate(set) var threshold: (@Sendable (SignalThresholds) -> Threshold?)?
  private let form: Form

  fileprivate init(_ title: String, _ kind: Kind, _ unit: SignalUnit, _ form: Form) {
    id = "\(kind.name) \(title)"
    (self.kind, self.title, self.unit, self.form) = (kind, title, unit, form)
  }

  /// The metrics that it needs, all of them; a histogram by its bare name.
  package var metrics: [String] {
    switch form {
    case .rate(let name), .sum(let name), .most(let name): [name]
    case .ratio(let part, let whole): [part, whole]
    case .share(let part, let other): [part, other]
    case .perRate(let part, let whole): [part, whole]
    case .reaches(let gauge, let limit): [gauge, limit]
    case .profile: []
    case .other(let names, _): names
    }
  }

  /// Whether the server has what it needs.
  ///
  /// - Parameters:
  ///   - names: The metrics of vitals that the server has.
  ///   - context: The profile, and which of its metrics the server has.
  /// - Returns: Whether it is worth asking.
  package func isPresent(_ names: Set<String>, _ context: QueryContext) -> Bool {
    guard case .profile(let needed, _) = form else { return names.isSuperset(of: metrics) }
    guard let metric = needed(context.profile) else { return false }
    return context.has(metric) || context.has(metric + "_bucket")
  }

  /// The PromQL, an element for each row.
  package func expression(_ context: QueryContext) -> String {
    let labels = kind.labels
    func rate(_ name: String) -> String {
      context.sum(kind.isOfService ? context.rate(name) : context.exporterRate(name), by: labels)
    }
    func gauge(_ name: String) -> String {
      kind.isOfService ? context.gauge(name) : context.exporterGauge(name)
    }
    switch form {
    case .rate(let name): return rate(name)
    case .sum(let name): return context.sum(gauge(name), by: labels)
    case .most(let name): return context.aggregated("max", gauge(name), by: labels)
    case .ratio(let part, let whole):
      let (sum, all) = (context.sum(gauge(part), by: labels), context.sum(gauge(whole), by: labels))
      return "\(sum) / (\(all) > 0)"
    case .share(let part, let other): return "\(rate(part)) / (\(rate(part)) + \(rate(other)))"
    case .perRate(let part, let whole): return "\(rate(part)) / \(rate(whole))"
    case .reaches(let name, let limit):
      let pace = "deriv(\(gauge(name))[1h:1m])"
      return context.aggregated(
        "min",
        "(\(gauge(limit)) - \(gauge(name))) / (\(pace) > 0)",
        by: labels
      )
    case .profile(_, let make), .other(_, let make): return make(context, labels)
    }
  }
}

extension Vital {
  /// Something that has vitals.
  package struct Kind: Hashable, Sendable {
    /// The name: `node`, `redis`.
    package let name: String
    /// Where it is shown.
    package let area: Area
    /// The labels that tell its rows apart.
    package let labels: [String]
    /// Whether the service itself exposes it, and not an exporter beside it.
    let isOfService: Bool

    init(
      _ name: String,
      _ area: Area,
      _ labels: [String] = ["job", "instance"],
      ofService: Bool = false
    ) {
      (self.name, self.area, self.labels) = (name, area, labels)
      isOfService = ofService
    }
  }

  /// Names one row: what it is, and the labels that tell it from others.
  package struct Owner: Hashable, Sendable, Comparable {
    /// The kind's name.
    package let kind: String
    /// The labels; hostile until drawn.
    package let labels: LabelSet

    package init(kind: String, labels: LabelSet) {
      (self.kind, self.labels) = (kind, labels)
    }

    /// What selects its series.
    package var matchers: [LabelMatcher] {
      labels.labels.map { LabelMatcher($0.name, .equal, $0.value) }
    }

    /// The labels' values in the order in which people name them.
    package var name: String {
      let job = labels["job"]
      let others = labels.labels.filter { $0.name != "job" }.map(\.value).filter { !$0.isEmpty }
      let name = others.isEmpty ? [job ?? kind] : others
      return name.joined(separator: " ")
    }

    package static func < (left: Owner, right: Owner) -> Bool {
      (left.kind, left.labels) < (right.kind, right.labels)
    }
  }

  /// The label that an answer's elements carry the vital in.
  private static let label = "vital"

  /// The expression of a column: that of all vitals in it, each marked; `nil` where there are none.
  package static func expression(_ vitals: [Vital], _ context: QueryContext) -> String? {
    let parts = vitals.map { vital in
      "label_replace(\(vital.expression(context)), \"\(label)\", \(PromQLText.quoted(vital.id)), \"\", \"\")"
    }
    return parts.isEmpty ? nil : parts.joined(separator: " or ")
  }

  /// Which row and vital an element of an answer is of; `nil` where it is of none.
  package static func place(of labels: LabelSet) -> (row: Owner, vital: Vital)? {
    guard let vital = labels[label].flatMap({ byID[$0] }) else { return nil }
    let own = labels.labels.filter { $0.name != label }
    let row = Owner(
      kind: vital.kind.name,
      labels: LabelSet(Dictionary(own.map { ($0.name, $0.value) }) { first, _ in first })
    )
    return (row, vital)
  }

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

  private static let kinds = Dictionary(all.map { ($0.kind.name, $0.kind) }) { first, _ in first }
  private static let byKind = Dictionary(grouping: all, by: \.kind.name)

  /// The kind of a name; `nil` where there is none.
  package static func kind(named name: String) -> Kind? { kinds[name] }

  /// The vitals of a kind, in the order of lists.
  package static func all(of kind: String) -> [Vital] { byKind[kind] ?? [] }

  /// Every vital.
  package static let all: [Vital] = ResourceVitals.rows + DependencyVitals.rows

  /// Asks which metrics of vitals the server has: an element a name.
  package static func presence(_ area: Area) -> String {
    let names = Set(all.filter { $0.kind.area == area }.flatMap(\.metrics))
    let matcher = LabelMatcher("__name__", .matches, names.sorted().joined(separator: "|"))
    return "group by (__name__) ({\(matcher.promQL)})"
  }
}

extension Vital.Kind {
  /// A row of a table of vitals.
  ///
  /// - Parameters:
  ///   - title: Its name in a list.
  ///   - unit: The unit of its values.
  ///   - form: What is asked of its metrics.
  ///   - column: The column of the table; `nil` for what the page of a row has alone.
  ///   - threshold: Its bounds; `nil` where it is not judged.
  /// - Returns: The vital.
  func vital(
    _ title: String,
    _ unit: SignalUnit,
    _ form: Vital.Form,
    in column: Vital.Column? = nil,
    judged threshold: (@Sendable (SignalThresholds) -> Threshold?)? = nil
  ) -> Vital {
    var vital = Vital(title, self, unit, form)
    (vital.column, vital.threshold) = (column, threshold)
    return vital
  }
}

extension Threshold {
  /// Of what fills up: in less than a day it is worth a look, in less than four hours a hurry.
  static let fullSoon = Threshold(warning: 86_400, critical: 14_400, direction: .below)
}
