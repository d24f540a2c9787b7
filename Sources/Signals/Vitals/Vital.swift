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
    /// How much of what serves requests is busy.
    case threads
    /// How long the oldest of what waits has waited.
    case age
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
    /// A quantile of a histogram by its bare name.
    case quantile(Double, String)
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
  /// Its place in ``all``, which is also its place in lists.
  package fileprivate(set) var place = 0
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
    id = "\(kind.name) \(title)\(kind.variant)"
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
    case .quantile(_, let name): [name + "_bucket"]
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
    return ["", "_bucket", "_count"].contains { context.has(metric + $0) }
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
    case .quantile(let share, let name): return context.quantile(share, name, by: labels)
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
    /// What tells the IDs of its vitals from those of the same kind under other names of metrics.
    private(set) var variant = ""
    /// Labels of rows that its expressions add, so that no series can be selected by them.
    private(set) var added: Set<String> = []

    init(
      _ name: String,
      _ area: Area,
      _ labels: [String] = ["job", "instance"],
      ofService: Bool = false
    ) {
      (self.name, self.area, self.labels) = (name, area, labels)
      isOfService = ofService
    }

    /// The same kind under other names of metrics.
    func variant(_ variant: String) -> Kind {
      var kind = self
      kind.variant = variant
      return kind
    }

    /// The same with labels that its expressions add.
    func adding(_ labels: String...) -> Kind {
      var kind = self
      kind.added.formUnion(labels)
      return kind
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

    /// Whether it is a statement of a database.
    package var isStatement: Bool { kind == "statement" }

    /// What selects its series; empty where they are asked for as a whole.
    package var matchers: [LabelMatcher] {
      let added = Vital.kind(named: kind)?.added ?? []
      return labels.labels.filter { !added.contains($0.name) }
        .map { LabelMatcher($0.name, .equal, $0.value) }
    }

    /// The labels' values in the order in which people name them; of a statement its text first.
    package var name: String {
      let job = labels["job"]
      if let text = labels[Vital.statementLabel] {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return [words, labels["datname"] ?? ""].filter { !$0.isEmpty }.joined(separator: " in ")
      }
      let others = labels.labels.filter { $0.name != "job" }.map(\.value).filter { !$0.isEmpty }
      guard let job, !others.isEmpty else {
        // A host is known by its name, or by none.
        let none = kind == "host" ? "(no host.name)" : kind
        return others.isEmpty ? job ?? none : others.joined(separator: " ")
      }
      // What the others or the kind say already is not said twice.
      let isNew = job != kind && !others.contains { $0.contains(job) }
      return ((isNew ? [job] : []) + others).joined(separator: " ")
    }

    package static func < (left: Owner, right: Owner) -> Bool {
      (left.kind, left.labels) < (right.kind, right.labels)
    }
  }

  /// The label with the text of a statement.
  static let statementLabel = "query"

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

  /// Every vital; of those that ask the same of the same metrics, as several ways to write names make
  /// them, the first.
  package static let all: [Vital] = {
    var known: Set<[String]> = []
    var all =
      (MachineVitals.rows + RuntimeVitals.rows + ContainerVitals.rows + OpenTelemetryVitals.rows
      + DependencyVitals.rows).filter { vital in
        let metrics = vital.metrics
        return metrics.isEmpty || known.insert([vital.kind.name, vital.title] + metrics).inserted
      }
    for place in all.indices { all[place].place = place }
    return all
  }()

  /// Asks which metrics of vitals the server has: an element a name.
  package static func presence(_ area: Area) -> String {
    let names = Set(all.filter { $0.kind.area == area }.flatMap(\.metrics))
    let matcher = LabelMatcher("__name__", .matches, names.sorted().joined(separator: "|"))
    return "group by (__name__) ({\(matcher.promQL)})"
  }
}

extension Vital.Kind {
  /// A process and its runtime.
  static let process = Vital.Kind("process", .resources, ofService: true)

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
  /// What is lost or refused should not be.
  static let unwanted = Threshold(warning: 0.000_1, critical: 1)
  /// Who waits for a connection or a thread should not have to.
  static let waiting = Threshold(warning: 1, critical: 10)
  /// A copy of a database may be behind by seconds.
  static let behind = Threshold(warning: 10, critical: 60)
  /// What waits in a queue is there for being done soon.
  static let old = Threshold(warning: 300, critical: 3600)
  /// What makes each request wait that long.
  static let delay = Threshold(warning: 0.1, critical: 0.5)
  /// What the JVM's larger heaps make requests wait.
  static let longDelay = Threshold(warning: 0.5, critical: 2)
  /// Threads that wait for a resource for so much of the time.
  static let stall = Threshold(warning: 0.1, critical: 0.4)
}
