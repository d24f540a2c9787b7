package import Telemetry

/// Which program answers.
///
/// - Source: `/api/v1/status/buildinfo`.
package struct BuildInformation: Hashable, Sendable {
  /// The version, such as `2.42.0`; empty if unknown.
  package var version: String
  /// The revision that it was built from; empty if unknown.
  package var revision: String
  /// The program's name, which Mimir and its kin tell; empty for Prometheus.
  package var application: String
}

/// How a server runs.
///
/// - Source: `/api/v1/status/runtimeinfo`.
package struct RuntimeInformation: Hashable, Sendable {
  /// Since when it runs.
  package var startedAt: Timestamp?
  /// How long data is kept, in the server's words: `15d`, `30d or 10GiB`.
  package var retention: String?
  /// Whether the last reload of the configuration succeeded.
  package var isConfigurationGood: Bool?
  /// When the configuration was last loaded with success.
  package var configuredAt: Timestamp?
}

/// Statistics of a server's storage.
///
/// - Source: `/api/v1/status/tsdb`.
package struct StorageStatistics: Hashable, Sendable {
  /// A name and how many series, values or bytes it stands for.
  package struct Row: Hashable, Sendable {
    /// A metric, a label, or `label=value`.
    package var name: String
    /// The count.
    package var count: Int
  }

  /// Series in memory; `nil` if unknown.
  package var series: Int?
  /// Metrics with the most series.
  package var seriesByMetric: [Row]
  /// Labels with the most values.
  package var valuesByLabel: [Row]
  /// Pairs of label and value with the most series.
  package var seriesByPair: [Row]
}

struct BuildPayload: Decodable, Sendable {
  var version: String?
  var revision: String?
  var application: String?

  var information: BuildInformation {
    BuildInformation(
      version: version ?? "",
      revision: revision ?? "",
      application: application ?? ""
    )
  }
}

struct RuntimePayload: Decodable, Sendable {
  var startTime: String?
  var storageRetention: String?
  var reloadConfigSuccess: Bool?
  var lastConfigTime: String?

  var information: RuntimeInformation {
    RuntimeInformation(
      startedAt: startTime.flatMap(Timestamp.init(rfc3339:)),
      retention: storageRetention?.nonEmpty,
      isConfigurationGood: reloadConfigSuccess,
      configuredAt: lastConfigTime.flatMap(Timestamp.init(rfc3339:))
    )
  }
}

struct StoragePayload: Decodable, Sendable {
  struct Head: Decodable, Sendable {
    var numSeries: Int?
  }

  struct Row: Decodable, Sendable {
    var name: String
    var value: Int

    var row: StorageStatistics.Row { StorageStatistics.Row(name: name, count: value) }
  }

  var headStats: Head?
  /// VictoriaMetrics' name for the number of series.
  var totalSeries: Int?
  var seriesCountByMetricName: [Row]?
  var labelValueCountByLabelName: [Row]?
  var seriesCountByLabelValuePair: [Row]?

  var statistics: StorageStatistics {
    StorageStatistics(
      series: headStats?.numSeries ?? totalSeries,
      seriesByMetric: (seriesCountByMetricName ?? []).map(\.row),
      valuesByLabel: (labelValueCountByLabelName ?? []).map(\.row),
      seriesByPair: (seriesCountByLabelValuePair ?? []).map(\.row)
    )
  }
}
