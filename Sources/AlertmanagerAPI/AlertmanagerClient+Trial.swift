import HTTPTransport
package import Telemetry

extension AlertmanagerClient {
  /// Tells the server of an alert, as Prometheus does.
  ///
  /// - Parameters:
  ///   - labels: All labels, with `alertname`.
  ///   - annotations: Annotations.
  ///   - start: Since when it fires.
  ///   - end: When it ends by itself; one that has passed resolves it.
  ///   - deadline: The most that the caller waits.
  /// - Throws: `SourceError`; whether a lost answer left the alert there is not known.
  @concurrent
  package func push(
    _ labels: LabelSet,
    annotations: LabelSet,
    from start: Timestamp,
    until end: Timestamp,
    deadline: Duration
  ) async throws(SourceError) {
    var request = HTTPRequest(.post, "/api/v2/alerts", deadline: deadline)
    let alert: JSONValue = [
      "labels": .labels(labels),
      "annotations": .labels(annotations),
      "startsAt": .text(CivilTime(start).rfc3339),
      "endsAt": .text(CivilTime(end).rfc3339),
    ]
    request.json = JSONText(.list([alert])).text
    _ = try await send(request)
  }
}
