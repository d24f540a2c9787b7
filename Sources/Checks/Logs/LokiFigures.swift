import Telemetry
import YAML

/// Judges a Loki by what it counts about itself.
package enum LokiFigures {
  /// The names of all checks.
  package static let names = ["logs-discarded", "server-memory", "server-files"]

  /// The name of the check of cached results.
  package static let cache = QueryCache.name

  private static let discards = "loki_discarded_samples_total"

  /// The counters that have counted what they should not.
  package static func counters(in figures: ServerFigures) -> [String] {
    figures.counted(among: [discards])
  }

  /// Judges what a Loki exposes about itself.
  ///
  /// - Parameters:
  ///   - figures: Its own `/metrics`.
  ///   - place: The server.
  /// - Returns: Findings, what is in order, and what it does not tell.
  package static func outcome(of figures: ServerFigures, at place: String) -> CheckOutcome {
    var outcome = ProcessFigures.outcome(of: figures, at: place)
    let discarded = figures.all(discards).filter { $0.value > 0 }
    for (reason, samples) in Dictionary(grouping: discarded, by: { $0.labels["reason"] ?? "" })
      .sorted(by: { $0.key < $1.key })
    {
      let count = samples.reduce(0) { $0 + $1.value }
      outcome.findings.append(
        Finding(
          names[0],
          .critical,
          at: "\(place): \(reason)",
          "\(FigureText.count(count)) lines were refused \(figures.since(discards))",
          why: "they are lost: whoever ships them gives up after some attempts",
          remedy: remedies[reason]
        )
      )
    }
    if discarded.isEmpty {
      // The counter has no series before the first refusal.
      outcome.inOrder.append(Checked(names[0], at: place, "no lines were refused"))
    }
    return outcome
  }

  /// Judges whether results of queries are cached.
  ///
  /// - Parameters:
  ///   - configuration: YAML of `/config`.
  ///   - figures: Its own `/metrics`, in which caches of results have names that begin with `frontend`.
  ///   - place: The server.
  /// - Returns: A finding, that it is in order, or that the server does not tell.
  package static func cache(
    of configuration: String,
    _ figures: ServerFigures,
    at place: String
  ) -> CheckOutcome {
    func sum(_ metric: String) -> Double? {
      let samples = figures.all(metric).filter { $0.labels["name"]?.hasPrefix("frontend") == true }
      return samples.isEmpty ? nil : samples.reduce(0) { $0 + $1.value }
    }
    let setting = (try? YAMLNode.parse(configuration))?["query_range"]?["cache_results"]?.text
    return QueryCache.outcome(
      isOff: setting.map { $0 == "false" },
      lookups: sum("loki_cache_fetched_keys"),
      hits: sum("loki_cache_hits"),
      remedy: "query_range:\n  cache_results: true",
      at: place
    )
  }

  /// What to change, by the reason that Loki gives.
  ///
  /// - Source: <https://grafana.com/docs/loki/latest/operations/request-validation-rate-limits/>.
  private static let remedies = [
    "rate_limited": "limits_config:\n  ingestion_rate_mb: 16\n  ingestion_burst_size_mb: 32",
    "per_stream_rate_limit": "limits_config:\n  per_stream_rate_limit: 5MB",
    "stream_limit": "limits_config:\n  max_global_streams_per_user: 20000  # or fewer labels",
    "line_too_long": "limits_config:\n  max_line_size_truncate: true",
    "greater_than_max_sample_age": "limits_config:\n  reject_old_samples_max_age: 168h",
    "too_far_behind": "timedatectl set-ntp true  # on the host that ships the lines",
    "too_far_in_future": "timedatectl set-ntp true  # on the host that ships the lines",
  ]
}
