import Telemetry

extension LogEntry {
  /// The value of a name among what Loki has parsed, then in the metadata.
  func besideLine(_ name: FieldName) -> String? {
    guard !parsed.labels.isEmpty || !metadata.labels.isEmpty else { return nil }
    return parsed[name.loki] ?? parsed[name.extracted] ?? metadata[name.plain]
      ?? metadata[name.loki]
  }

  /// The value of a label of the stream under its name or under what Loki makes of it.
  func streamLabel(_ name: FieldName) -> String? {
    stream[name.plain] ?? stream[name.loki]
  }

  /// The correlation ID that the scan has found in the line; `nil` where it has found none.
  package var correlationInLine: String? {
    guard let range = facts.correlation, range.upperBound <= line.count else { return nil }
    return String(decoding: line[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
  }

  /// The correlation ID of the line, else of the metadata or the labels.
  package func correlation(_ table: LogFieldTable = .standard) -> String? {
    correlation(table.roleNames)
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

  /// The first line, and as texts those that follow it.
  var headAndFollowing: (head: [UInt8], following: [String]) {
    let count = Int(facts.headCount)
    guard count > 0, count < line.count else { return (line, []) }
    let following = line[(count + 1)...].split(separator: 10, omittingEmptySubsequences: false)
    return (
      Array(line[..<count]),
      following.map { line in
        let bytes = Array(line).withUnsafeBufferPointer { LineBody.withoutColours($0) }
        return String(decoding: bytes ?? Array(line), as: UTF8.self)
      }
    )
  }
}
