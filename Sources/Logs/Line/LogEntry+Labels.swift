import Telemetry

extension LogEntry {
  /// The value of a name among what Loki has parsed, then in the metadata.
  ///
  /// Loki writes `_` for what is no letter and no digit, and appends `_extracted` to a parsed name
  /// that a label has already.
  ///
  /// - Source: <https://grafana.com/docs/loki/latest/query/log_queries/#parser-expression>.
  func besideLine(_ name: String) -> String? {
    guard !parsed.labels.isEmpty || !metadata.labels.isEmpty else { return nil }
    let lokiName = LogQLText.name(name)
    return parsed[lokiName] ?? parsed["\(lokiName)_extracted"] ?? metadata[name]
      ?? metadata[lokiName]
  }

  /// The value of a label of the stream under its name or under what Loki makes of it.
  func streamLabel(_ name: String) -> String? {
    stream[name] ?? stream[LogQLText.name(name)]
  }

  /// The correlation ID that the scan has found in the line; `nil` where it has found none.
  package var correlationInLine: String? {
    guard let range = facts.correlation, range.upperBound <= line.count else { return nil }
    return String(decoding: line[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
  }

  /// The correlation ID of the line, else of the metadata or the labels.
  package func correlation(_ table: LogFieldTable = .standard) -> String? {
    correlation(RoleNames(table))
  }

  func correlation(_ names: RoleNames) -> String? {
    if let found = correlationInLine { return found }
    for labels in [parsed, metadata, stream] where !labels.labels.isEmpty {
      var best: (rank: Int, id: String)?
      for label in labels.labels {
        guard let (role, rank) = names.role(of: label.name), role == .correlation,
          rank < best?.rank ?? .max, let id = CorrelationID(label.value)
        else { continue }
        best = (rank, id.text)
      }
      if let best { return best.id }
    }
    return nil
  }
}
