package import Telemetry

/// A figure of requests, for many services or endpoints at once: one query a figure.
package enum RequestFigure: String, Hashable, Sendable, CaseIterable {
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
  ///   - groups: The profiles that services have, with the distances of samples.
  ///   - places: The labels of places by which services are told apart too.
  ///   - context: Windows and matchers for samples of a distance; its profile does not count.
  /// - Returns: PromQL whose elements have the label of the service, those of its place, and
  ///   `profileLabel` with the name of the group.
  package func expression(
    _ groups: [ServiceGroup],
    by places: [String] = [],
    _ context: (Duration) -> QueryContext
  ) -> String? {
    let parts = groups.filter { isKnown($0.row) }.map { group in
      var own = context(group.spacing)
      own.profile = group.row
      own.isOfAllServices = true
      return Self.marked(figure(own, by: [group.row.serviceLabel] + places), group.name)
    }
    return parts.isEmpty ? nil : parts.joined(separator: " or ")
  }

  /// The expression for one profile by labels of its own; `nil` where it has nothing of the kind.
  package func expression(by labels: [String], _ context: QueryContext) -> String? {
    isKnown(context.profile) ? figure(context, by: labels) : nil
  }

  /// A vector whose elements carry the name of what they were asked for.
  static func marked(_ vector: String, _ name: String) -> String {
    "label_replace(\(vector), \"\(profileLabel)\", \(PromQLText.quoted(name)), \"\", \"\")"
  }

  /// An aggregation by service and place.
  static func grouped(_ aggregation: String, _ label: String, _ places: [String]) -> String {
    let labels = [label] + places
    return "\(aggregation) by (\(labels.map(PromQLText.name).joined(separator: ", ")))"
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

  private func figure(_ context: QueryContext, by labels: [String]) -> String {
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
    _ roster: ServiceRoster
  ) -> [ServiceID: Double] {
    var values: [ServiceID: Double] = [:]
    for sample in vector {
      guard let id = roster.id(of: sample.labels) else { continue }
      values[id] = sample.value
    }
    return values
  }

  /// The points of an answer by service, as `values` has them.
  package static func histories(
    _ matrix: [TimeSeries],
    _ roster: ServiceRoster
  ) -> [ServiceID: [Sample]] {
    var histories: [ServiceID: [Sample]] = [:]
    for series in matrix {
      guard let id = roster.id(of: series.labels) else { continue }
      histories[id] = series.samples
    }
    return histories
  }
}
