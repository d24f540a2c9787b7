import Dashboard
import Logs
import Telemetry

/// Log lines of the simulated shop: three services, several libraries, one request in trouble.
enum ShopLines {
  /// The ID of the request in trouble; it carries the moment 14:02:11.037 in its first digits.
  static let troubled = "01a20390-7edd-7c3a-9d41-5b0c7e21f6aa"

  /// So many lines, one every 400 ms, the newest half a second before `now`.
  static func entries(_ count: Int = 60, until now: Timestamp = SimulatedShop.now) -> [LogEntry] {
    (0..<count).map { index in
      let age = Duration.milliseconds(500 + 400 * (count - 1 - index))
      return entry(index, at: now - age)
    }
  }

  /// One line; every seventh belongs to the request in trouble.
  static func entry(_ index: Int, at moment: Timestamp) -> LogEntry {
    if index % 7 == 3 { return troubledEntry(index, at: moment) }
    let id =
      "01a2038f-\(hex(index * 7919, 4))-7\(hex(index * 31, 3))-8000-\(hex(index * 65_537, 12))"
    switch index % 5 {
    case 0:
      return entry(
        "backend",
        #"{"event":"request finished","level":"info","correlation_id":"\#(id)","method":"GET","#
          + #""path":"/products/\#(index)","status":200,"duration_ms":\#(12 + index % 30)}"#,
        moment
      )
    case 1:
      return entry(
        "backend",
        #"{"event":"cache miss","level":"debug","correlation_id":"\#(id)","key":"p:\#(index)"}"#,
        moment
      )
    case 2:
      return entry(
        "payments",
        #"{"level":30,"msg":"card charged","trace_id":"\#(id)","amount":"\#(index).99"}"#,
        moment
      )
    case 3:
      return entry("worker", "level=info msg=\"mail sent\" request_id=\(id) to=\(index)", moment)
    default:
      return entry("worker", "queue depth is \(index % 9), nothing to do", moment)
    }
  }

  private static func troubledEntry(_ index: Int, at moment: Timestamp) -> LogEntry {
    switch index / 7 % 3 {
    case 0:
      return entry(
        "payments",
        #"{"level":40,"msg":"card provider is slow","trace_id":"\#(troubled)","ms":5003}"#,
        moment
      )
    case 1:
      return entry(
        "payments",
        #"{"level":50,"msg":"card provider timed out","trace_id":"\#(troubled)","attempt":2}"#,
        moment
      )
    default:
      return entry(
        "backend",
        #"{"event":"request failed","level":"error","correlation_id":"\#(troubled)","#
          + #""method":"POST","path":"/checkout","status":500,"duration_ms":15009}"#,
        moment
      )
    }
  }

  /// All lines of the request in trouble, fifteen seconds of it spent waiting for the provider.
  static func story(from start: Timestamp = SimulatedShop.now - .seconds(20)) -> [LogEntry] {
    let id = #""correlation_id":"\#(troubled)""#
    let checkout = #""method":"POST","path":"/checkout""#
    let steps: [(milliseconds: Int, service: String, line: String)] = [
      (0, "backend", #"{"event":"request started","level":"info",\#(id),\#(checkout)}"#),
      (4, "backend", #"{"event":"cart loaded","level":"debug",\#(id),"items":3}"#),
      (11, "payments", #"{"msg":"charging card","level":30,\#(id)}"#),
      (5014, "payments", #"{"msg":"card provider timed out","level":40,\#(id),"attempt":1}"#),
      (10_020, "payments", #"{"msg":"card provider timed out","level":40,\#(id),"attempt":2}"#),
      (15_003, "payments", #"{"msg":"giving up","level":50,\#(id)}"#),
      (15_007, "worker", "level=info msg=\"refund planned\" correlation_id=\(troubled)"),
      (
        15_009, "backend",
        #"{"event":"request failed","level":"error",\#(id),\#(checkout),"status":500,"#
          + #""duration_ms":15009}"#
      ),
    ]
    return steps.map { step in
      entry(step.service, step.line, start + .milliseconds(step.milliseconds))
    }
  }

  /// A line of a service, scanned as sources do.
  static func entry(_ service: String, _ line: String, _ moment: Timestamp) -> LogEntry {
    let bytes = Array(line.utf8)
    return LogEntry(
      timestamp: moment,
      stream: LabelSet(["job": service, "env": "prod"]),
      line: bytes,
      facts: LineScanner().facts(of: bytes)
    )
  }

  private static func hex(_ value: Int, _ digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text.suffix(digits)
  }
}
