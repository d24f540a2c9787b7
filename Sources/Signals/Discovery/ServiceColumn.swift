package import Telemetry

/// A figure of every service at once: one query, whatever profiles the services have.
package enum ServiceColumn: String, Hashable, Sendable, CaseIterable {
  /// Requests a second.
  case rate
  /// Failed requests of all.
  case errors
  /// The median of durations.
  case p50
  /// The 95th percentile of durations.
  case p95
  /// The 99th percentile of durations.
  case p99
  /// The mean of durations, where there is no more.
  case mean

  /// The label that an answer's elements carry the name of their profile in.
  package static let profileLabel = "profile"

  /// The expression; `nil` where no profile has the figure.
  ///
  /// - Parameters:
  ///   - rows: The profiles that services have.
  ///   - context: Windows and matchers; its profile does not count.
  /// - Returns: PromQL whose elements have the label of the service and `profileLabel`.
  package func expression(_ rows: [MetricProfile], _ context: QueryContext) -> String? {
    let parts = rows.filter(isKnown).map { row in
      var own = context
      own.profile = row
      own.isOfAllServices = true
      let name = PromQLText.quoted(row.name)
      return "label_replace(\(figure(own)), \"\(Self.profileLabel)\", \(name), \"\", \"\")"
    }
    return parts.isEmpty ? nil : parts.joined(separator: " or ")
  }

  private func isKnown(_ row: MetricProfile) -> Bool {
    let requests = row.requests
    guard requests.counted != nil else { return false }
    switch self {
    case .rate: return true
    case .errors: return requests.tellsErrors
    case .p50, .p95, .p99: return requests.duration != nil && requests.durationForm != .sum
    case .mean: return requests.duration != nil && requests.durationForm == .sum
    }
  }

  private func figure(_ context: QueryContext) -> String {
    let labels = [context.profile.serviceLabel]
    switch self {
    case .rate: return context.requestRate(by: labels)
    case .errors:
      return "(\(context.errorRate(by: labels))) / \(context.requestRate(by: labels))"
    case .p50: return context.requestDuration(0.5, by: labels)
    case .p95: return context.requestDuration(0.95, by: labels)
    case .p99: return context.requestDuration(0.99, by: labels)
    case .mean: return context.meanRequestDuration(by: labels)
    }
  }

  /// The values of an answer by service; those of services that another profile describes better are
  /// left out.
  package static func values(
    _ vector: [VectorSample],
    of services: [FoundService]
  ) -> [ServiceID: Double] {
    let rows = rowNames(of: services)
    var values: [ServiceID: Double] = [:]
    for sample in vector {
      guard let id = id(of: sample.labels), rows[id] == sample.labels[profileLabel] else {
        continue
      }
      values[id] = sample.value
    }
    return values
  }

  /// The service that an element or a series of an answer is of.
  package static func id(of labels: LabelSet) -> ServiceID? {
    labels.labels.first { $0.name != profileLabel }.map { ServiceID($0.name, $0.value) }
  }
}

extension ServiceColumn {
  /// The profiles that services have, each once, in the order of their names.
  package static func rows(of services: [FoundService]) -> [MetricProfile] {
    var rows: [String: MetricProfile] = [:]
    for case let row? in services.map(\.row) { rows[row.name] = row }
    return rows.values.sorted { $0.name < $1.name }
  }
}

extension ServiceColumn {
  /// The points of an answer by service, as `values` has them.
  package static func histories(
    _ matrix: [TimeSeries],
    of services: [FoundService]
  ) -> [ServiceID: [Sample]] {
    let rows = rowNames(of: services)
    var histories: [ServiceID: [Sample]] = [:]
    for series in matrix {
      guard let id = id(of: series.labels), rows[id] == series.labels[profileLabel] else {
        continue
      }
      histories[id] = series.samples
    }
    return histories
  }

  private static func rowNames(of services: [FoundService]) -> [ServiceID: String] {
    Dictionary(services.compactMap { service in service.row.map { (service.id, $0.name) } }) {
      first,
      _ in first
    }
  }
}
