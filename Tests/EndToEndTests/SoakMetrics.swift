import FoundationEssentials
import Glibc
import TestSupport

/// A metrics server for a soak: its faults change, its answers' clock jumps, and it restarts on its
/// port.
///
/// It has one counter of requests, whose rate is a wave around a request per second.
final class SoakMetrics: Sendable {
  /// How it is.
  private struct State {
    var fault: FakeMisbehaviour?
    /// What its clock is ahead by, in seconds.
    var ahead = 0.0
    var isDown = false
    var server: FakeServer?
    var port = 0
  }

  private let state = ScriptedState(State())

  /// The base URL.
  var url: String { "http://127.0.0.1:\(state.value.port)" }

  /// Starts one.
  static func start() async throws -> SoakMetrics {
    let metrics = SoakMetrics()
    try await metrics.listen()
    return metrics
  }

  /// Makes it answer with a fault, or well.
  func suffer(_ fault: FakeMisbehaviour?) {
    state.change { $0.fault = fault }
  }

  /// Makes its clock run ahead by so many seconds, or behind where they are negative.
  func setClock(ahead seconds: Double) {
    state.change { $0.ahead = seconds }
  }

  /// Stops it; connections that are open are reset with the next request.
  func stop() async {
    let server = state.change { state in
      state.isDown = true
      defer { state.server = nil }
      return state.server
    }
    await server?.stop()
  }

  /// Starts it again, on the port of before.
  func listen() async throws {
    let server = try await FakeServer.start(port: state.value.port) { [state] request in
      Self.reply(to: request, state.value)
    }
    state.change { state in
      (state.server, state.port, state.isDown) = (server, server.port, false)
    }
  }

  private static func reply(to request: FakeRequest, _ state: State) -> FakeReply {
    if state.isDown { return .reset }
    if let fault = state.fault { return fault.reply }
    let now = wallClockSeconds() + state.ahead
    switch request.path {
    case "/api/v1/query":
      let query = request.parameter("query") ?? ""
      let isInventory = query.contains("__name__")
      let value = query.contains("timestamp(") ? now : wave(now)
      let labels = isInventory ? #""__name__":"http_requests_total""# : ""
      return answer(
        #"{"resultType":"vector","result":[{"metric":{\#(labels)},"value":[\#(now),"\#(value)"]}]}"#,
        now
      )
    case "/api/v1/query_range":
      let points = points(of: request).map { "[\($0 + state.ahead),\"\(wave($0))\"]" }
      return answer(
        #"{"resultType":"matrix","result":[{"metric":{},"values":[\#(points.joined(separator: ","))]}]}"#,
        now
      )
    case "/api/v1/targets":
      return answer(
        #"{"activeTargets":[{"labels":{"job":"soak"},"health":"up","scrapeInterval":"5s"}]}"#,
        now
      )
    case "/api/v1/alerts": return answer(#"{"alerts":[]}"#, now)
    case "/api/v1/rules": return answer(#"{"groups":[]}"#, now)
    default: return .text("404 page not found\n", status: 404)
    }
  }

  private static func points(of request: FakeRequest) -> [Double] {
    guard let start = request.parameter("start").flatMap(Double.init),
      let end = request.parameter("end").flatMap(Double.init),
      let step = request.parameter("step").flatMap(Double.init), step > 0, end >= start
    else { return [] }
    return (0...min(11_000, Int((end - start) / step))).map { start + Double($0) * step }
  }

  private static func wave(_ moment: Double) -> Double {
    1 + sin(moment / 60) / 2
  }

  private static func answer(_ data: String, _ now: Double) -> FakeReply {
    .answer(
      headers: [("Content-Type", "application/json"), ("Date", date(now))],
      body: Array(#"{"status":"success","data":\#(data)}"#.utf8)
    )
  }

  /// A moment as headers have it.
  private static func date(_ seconds: Double) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
