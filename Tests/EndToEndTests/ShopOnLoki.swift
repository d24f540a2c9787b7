import TestSupport

/// Lines of a small shop in a fake Loki, written at the wall clock's time.
enum ShopOnLoki {
  /// The ID of a checkout that fails, in lines of two streams.
  static let troubled = "7f1c2a90-5b3e-4c7d-9a10-6e2f4b8d0c11"

  /// Now, as nanoseconds since 1970.
  static var now: Int64 { Int64(wallClockSeconds() * 1e9) }

  /// A line of a service.
  static func line(
    _ service: String,
    _ level: String,
    _ event: String,
    _ more: String = "",
    at nanoseconds: Int64 = now
  ) -> FakeLokiLine {
    FakeLokiLine(
      ["job": service],
      at: nanoseconds,
      #"{"event":"\#(event)","level":"\#(level)"\#(more)}"#
    )
  }

  /// Quiet lines, a tenth of a second apart until ten seconds ago, and the checkout that fails.
  static func past() -> [FakeLokiLine] {
    let start = now - 10_000_000_000
    let id = #","correlation_id":"\#(troubled)""#
    let quiet = (0..<10).map { number in
      line("worker", "info", "tidied \(number)", at: start - Int64(number) * 100_000_000)
    }
    return quiet + [
      line("backend", "info", "checkout begins", id, at: start + 1_000_000_000),
      line("payments", "info", "charging a card", id, at: start + 1_200_000_000),
      line("payments", "error", "card declined", id, at: start + 3_200_000_000),
      line("backend", "error", "checkout failed", id, at: start + 3_300_000_000),
    ]
  }

  /// Numbered lines, as a service writes them.
  static func numbered(_ numbers: Range<Int>) -> [FakeLokiLine] {
    let start = now
    return numbers.map { number in
      FakeLokiLine(
        ["job": "writer"],
        at: start + Int64(number - numbers.lowerBound) * 1000,
        "line \(number) of many"
      )
    }
  }

  /// Writes numbered lines at 500 a second.
  static func write(_ numbers: Range<Int>, to loki: FakeLoki) async throws {
    let start = wallClockSeconds()
    var next = numbers.lowerBound
    _ = try await eventually("end of writing") {
      let due = numbers.lowerBound + Int((wallClockSeconds() - start) * 500)
      let end = min(numbers.upperBound, max(next, due))
      loki.push(numbered(next..<end))
      next = end
      return next == numbers.upperBound ? true : nil
    }
  }

  /// Runs a body with a metrics server that has no series.
  static func withMetrics(_ body: (_ url: String) async throws -> Void) async throws {
    let empty = #"{"status":"success","data":{"resultType":"vector","result":[]}}"#
    try await FakeServer.run(handler: { request in
      switch request.path {
      case "/api/v1/query": .json(empty)
      case "/api/v1/query_range":
        .json(#"{"status":"success","data":{"resultType":"matrix","result":[]}}"#)
      default: .text("404 page not found\n", status: 404)
      }
    }) { server in try await body(server.url) }
  }
}
