/// Small servers that are well: a Prometheus and an Alertmanager, as replies to any request.
///
/// Four alerts fire, three targets are up, and each query has one series.
package enum FakeFleet {
  /// Names of metrics that the panels need.
  private static let metrics = [
    "http_requests_total", "http_request_duration_seconds_bucket",
    "http_request_duration_seconds_count", "http_request_duration_seconds_sum", "up",
    "process_resident_memory_bytes", "process_cpu_seconds_total",
  ]

  private static let success = #"{"status":"success","data":"#

  /// A Prometheus.
  @Sendable package static func prometheus(_ request: FakeRequest) -> FakeReply {
    switch request.path.split(separator: "/").last {
    case "query_range": .json(range(request))
    case "query": .json(instant(request))
    case "targets": .json(success + #"{"activeTargets":[\#(targets)]}}"#)
    case "alerts": .json(success + #"{"alerts":[\#(alerts)]}}"#)
    case "rules": .json(success + #"{"groups":[{"name":"g","rules":[\#(rules)]}]}}"#)
    default:
      .json(#"{"status":"error","errorType":"not_found","error":"no such path"}"#, status: 404)
    }
  }

  /// An Alertmanager that keeps nothing quiet.
  @Sendable package static func alertmanager(_ request: FakeRequest) -> FakeReply {
    .json(
      "["
        + names.map { name in
          #"{"labels":{"alertname":"\#(name)"},"startsAt":"2026-11-22T10:22:39Z","#
            + #""status":{"state":"active","silencedBy":[],"inhibitedBy":[]}}"#
        }.joined(separator: ",") + "]"
    )
  }

  private static let names = ["HighLatency", "HighErrorRate", "CacheMisses", "Budget"]

  private static let targets = ["a", "b", "c"].map { instance in
    #"{"labels":{"job":"shop","instance":"\#(instance)"},"health":"up","scrapeInterval":"5s"}"#
  }.joined(separator: ",")

  private static let alerts = names.map { name in
    #"{"labels":{"alertname":"\#(name)"},"annotations":{},"state":"firing","#
      + #""activeAt":"2026-11-22T10:22:39Z","value":"1"}"#
  }.joined(separator: ",")

  private static let rules = names.map { name in
    #"{"type":"alerting","name":"\#(name)","query":"up > 0","duration":60,"health":"ok"}"#
  }.joined(separator: ",")

  private static func instant(_ request: FakeRequest) -> String {
    let time = request.parameter("time") ?? "\(wallClockSeconds())"
    let query = request.parameter("query") ?? ""
    let elements: [String]
    if query.contains("__name__") {
      elements = metrics.map { #"{"metric":{"__name__":"\#($0)"},"value":[\#(time),"4"]}"# }
    } else if query.contains("timestamp(") {
      elements = [#"{"metric":{},"value":[\#(time),"\#(time)"]}"#]
    } else {
      elements = ["0.1", "1", "+Inf"].map { bound in
        #"{"metric":{"le":"\#(bound)"},"value":[\#(time),"2"]}"#
      }
    }
    return success + #"{"resultType":"vector","result":["# + elements.joined(separator: ",") + "]}}"
  }

  private static func range(_ request: FakeRequest) -> String {
    matrix(request, movedBy: 0)
  }

  /// The answer to a range query, with all its points moved in time.
  ///
  /// - Parameters:
  ///   - request: The query.
  ///   - shift: Seconds to later, or below zero to earlier.
  /// - Returns: JSON.
  package static func matrix(_ request: FakeRequest, movedBy shift: Double) -> String {
    let numbers = ["start", "end", "step"].compactMap { request.parameter($0).flatMap(Double.init) }
    guard numbers.count == 3, numbers[2] > 0 else { return "{}" }
    let values = stride(from: numbers[0], through: numbers[1], by: numbers[2])
      .map { "[\($0 + shift),\"40\"]" }
    return success + #"{"resultType":"matrix","result":[{"metric":{},"values":["#
      + values.joined(separator: ",") + "]}]}}"
  }
}
