import HTTPTransport
package import Telemetry

extension SeriesSearch {
  var parameters: [HTTPRequest.Parameter] {
    selectors.map { HTTPRequest.Parameter("match[]", $0) } + [
      .init("start", SecondsText.of(milliseconds: start.milliseconds)),
      .init("end", SecondsText.of(milliseconds: end.milliseconds)),
    ]
  }
}

extension PrometheusClient {
  /// The names of all labels of the series that match.
  ///
  /// - Parameter search: Where to look.
  /// - Returns: Names in ascending order.
  /// - Throws: `SourceError`.
  @concurrent
  package func labelNames(_ search: SeriesSearch) async throws(SourceError) -> Answer<[String]> {
    let path = "/api/v1/labels"
    let response = try await sendQuery(path, search.parameters, deadline: search.deadline)
    return try await payload(of: response, path, search.deadline)
  }

  /// The values that a label has among the series that match.
  ///
  /// - Parameters:
  ///   - name: The label; `__name__` for the names of metrics.
  ///   - search: Where to look.
  /// - Returns: Values in the server's order.
  /// - Throws: `SourceError`.
  @concurrent
  package func labelValues(
    of name: String,
    _ search: SeriesSearch
  ) async throws(SourceError) -> Answer<[String]> {
    let escaped = PercentEncoding.encode(LabelName.escaped(name))
    return try await get(
      "/api/v1/label/\(escaped)/values",
      search.parameters,
      deadline: search.deadline
    )
  }

  /// The label sets of the series that match; at least one selector is needed.
  ///
  /// - Parameter search: Where to look.
  /// - Returns: Label sets in the server's order.
  /// - Throws: `SourceError`; `tooMuch` where there are more than the client's limits allow.
  @concurrent
  package func series(_ search: SeriesSearch) async throws(SourceError) -> Answer<[LabelSet]> {
    let path = "/api/v1/series"
    let response = try await sendQuery(path, search.parameters, deadline: search.deadline)
    let answer: Answer<[[String: String]]> = try await payload(of: response, path, search.deadline)
    guard answer.value.count <= limits.series else {
      throw .tooMuch("\(answer.value.count) series; the limit is \(limits.series)")
    }
    return answer.with(answer.value.map { LabelSet($0) })
  }

  /// Metadata of metrics: type, unit and help.
  ///
  /// OpenMetrics names a counter's family without `_total`, so that one may have to be looked up
  /// under both names.
  ///
  /// - Parameters:
  ///   - metric: One metric, or `nil` for all.
  ///   - deadline: The most that the caller waits.
  /// - Returns: By metric; several entries where targets disagree, none where nothing is known.
  /// - Throws: `SourceError`.
  @concurrent
  package func metadata(
    of metric: String? = nil,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[String: [MetricMetadata]]> {
    let parameters = metric.map { [HTTPRequest.Parameter("metric", $0)] } ?? []
    let answer: Answer<[String: [MetadataPayload]]> = try await get(
      "/api/v1/metadata",
      parameters,
      deadline: deadline
    )
    return answer.with(answer.value.mapValues { $0.map(\.metadata) })
  }
}

struct MetadataPayload: Decodable, Sendable {
  var type: String?
  var help: String?
  var unit: String?

  var metadata: MetricMetadata {
    MetricMetadata(type: type ?? "unknown", help: help ?? "", unit: unit ?? "")
  }
}

/// Label names in paths.
enum LabelName {
  /// The name, escaped where it is not made of letters, digits and underscores alone.
  ///
  /// - Source: <https://prometheus.io/docs/prometheus/latest/querying/api/#querying-label-values>.
  static func escaped(_ name: String) -> String {
    let scalars = Array(name.unicodeScalars)
    let isWhollyPlain = scalars.indices.allSatisfy { isPlain(scalars[$0], at: $0) }
    guard !isWhollyPlain || scalars.isEmpty else { return name }
    var text = "U__"
    for (index, scalar) in scalars.enumerated() {
      if scalar == "_" {
        text += "__"
      } else if Self.isPlain(scalar, at: index) {
        text.unicodeScalars.append(scalar)
      } else {
        text += "_\(String(scalar.value, radix: 16))_"
      }
    }
    return text
  }

  private static func isPlain(_ scalar: Unicode.Scalar, at index: Int) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_": true
    case "0"..."9": index > 0
    default: false
    }
  }
}
