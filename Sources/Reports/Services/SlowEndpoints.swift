package import Signals
package import Telemetry

/// The endpoints whose slowest requests take longest.
package struct SlowEndpoints: Hashable, Sendable {
  /// One endpoint.
  package struct Row: Hashable, Sendable {
    /// Its service; hostile until written.
    package var service: String
    /// Its route, with the method where that is told.
    package var endpoint: Endpoint
    /// The 95th percentile in seconds of the window and of those before it, ascending.
    package var percentiles: [Sample]
    /// Requests of the window.
    package var requests: Double

    package init(service: String, endpoint: Endpoint, percentiles: [Sample], requests: Double) {
      self.service = service
      self.endpoint = endpoint
      self.percentiles = percentiles
      self.requests = requests
    }

    /// The value of the window that ends at a moment.
    func value(at moment: Timestamp) -> Double? {
      percentiles.first { $0.timestamp == moment && $0.value.isFinite }?.value
    }
  }

  /// All endpoints.
  private let rows: [Row]
  private let window: Stretch
  private let thresholds: SignalThresholds

  /// The fewest requests whose 95th percentile says anything.
  package static let fewest = 20.0
  /// The most that are shown.
  package static let limit = 10

  package init(_ rows: [Row], over window: Stretch, _ thresholds: SignalThresholds) {
    self.rows = rows
    self.window = window
    self.thresholds = thresholds
  }

  /// The section.
  package func section() -> ReportSection {
    var section = ReportSection("slow_endpoints", "Ten slowest endpoints", over: window)
    let (now, before) = (window.end, window.start)
    let shown = rows.filter { $0.requests >= Self.fewest }
      .compactMap { row in row.value(at: now).map { (row, $0) } }
      .sorted { ($1.1, $0.0.endpoint) < ($0.1, $1.0.endpoint) }
      .prefix(Self.limit)
    let table = table(shown, before: before)
    let fewest = UnitNumber.compact(Self.fewest)
    let isUnknown = rows.allSatisfy { $0.value(at: now) == nil }
    section.blocks = [
      !table.rows.isEmpty
        ? .table(table)
        : .text(
          isUnknown ? "no durations by endpoint are known" : "no endpoint had \(fewest) requests"
        )
    ]
    if !table.rows.isEmpty {
      section.remarks = ["endpoints with fewer than \(fewest) requests are left out"]
    }
    section.headlines = headlines(shown, before: before)
    return section
  }

  private typealias Shown = ArraySlice<(Row, Double)>

  private func table(_ shown: Shown, before: Timestamp) -> ReportTable {
    let length = window.daysTitle
    var table = ReportTable(
      "endpoints",
      "",
      [
        "service": "SERVICE", "endpoint": "ENDPOINT", "requests": "REQUESTS", "p95": "P95",
        "p95_before": "\(length) BEFORE", "change": "CHANGE", "history": "WEEKS",
      ]
    )
    table.rows = shown.map { row, value in
      let severity = thresholds.latencyP95.judge(value) ?? .ok
      return [
        .text(row.service), .text(row.endpoint.name), .number(row.requests, .count),
        .number(value, .seconds, severity), .number(row.value(at: before), .seconds),
        .change(from: row.value(at: before), to: value),
        ReportCell(.history(row.percentiles.map(\.value))),
      ]
    }
    return table
  }

  private func headlines(_ shown: Shown, before: Timestamp) -> [ReportHeadline] {
    let slower = shown.compactMap { row, value -> (Row, Double, Double)? in
      guard let old = row.value(at: before), value > old * 1.25, value - old > 0.05 else {
        return nil
      }
      return (row, value, old)
    }
    guard let (row, value, old) = slower.max(by: { $0.1 / $0.2 < $1.1 / $1.2 }) else { return [] }
    let texts = [old, value].map { Unit.seconds.format($0).text }
    return [
      ReportHeadline(
        .warning,
        "\(row.service): \(row.endpoint.name) has become slower: p95 \(texts[1]) after \(texts[0])"
      )
    ]
  }
}
