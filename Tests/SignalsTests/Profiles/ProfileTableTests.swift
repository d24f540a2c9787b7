import Signals
import Telemetry
import Testing

/// Each profile on the exposition of its library: what is found, and that the figures are those of the
/// requests that were sent.
///
/// To add a profile, add its exposition to `Expositions` and a line here. The first ones are measured on
/// services that were sent 20 requests to one route, 10 to another, 3 that raised, and 2 that no route
/// meets; the others have the shape that the origin of their row documents.
@Suite struct ProfileTableTests {
  struct Row: Sendable, CustomTestStringConvertible {
    /// Of the exposition, and of the profile that is to be found unless another is named.
    let name: String
    /// Requests that are counted.
    let requests: Double
    /// Requests that failed; `nil` where nothing tells them.
    let errors: Double?
    /// The range that the 95th percentile lies in, seconds; `nil` where there is none.
    var p95: ClosedRange<Double>?
    /// The mean, where there is no more.
    var mean: Double?
    /// What the service goes by, where that is not its name here.
    var service: String?
    /// The profile.
    var profile: String?
    var testDescription: String { name }
  }

  static let rows = [
    Row(name: "prometheus-client", requests: 33, errors: 3, p95: 0...0.005),
    // Its durations have no status.
    Row(name: "prometheus-client-route", requests: 33, errors: 3, p95: 0...0.005),
    Row(name: "fastapi-instrumentator", requests: 35, errors: 3, p95: 0...0.1),
    // What no route meets is not counted.
    Row(name: "starlette-exporter", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "starlette-prometheus", requests: 35, errors: 3, p95: 0...0.1),
    Row(name: "django-prometheus", requests: 35, errors: 3, p95: 0...0.1),
    Row(name: "flask-exporter", requests: 35, errors: 3, p95: 0...0.1),
    Row(name: "flask-exporter-rules", requests: 35, errors: 3, p95: 0...0.1),
    Row(name: "aioprometheus", requests: 35, errors: 3),
    Row(name: "litestar", requests: 33, errors: 3, p95: 0...0.1),
    // Its 404s are told as 500.
    Row(name: "blacksheep", requests: 35, errors: 5, p95: 0...0.1),
    // One request is the redirect of /metrics.
    Row(name: "otel-http", requests: 36, errors: 3, p95: 0...0.1),
    // What answers /metrics as a mounted application has no target there either.
    Row(name: "otel-http-old-target", requests: 37, errors: 3, p95: 0...0.1),
    // Its handlers that raise have no status.
    Row(name: "otel-aiohttp", requests: 33, errors: 3, p95: 0...0.1, profile: "otel-http"),
    Row(
      name: "otel-aiohttp-old",
      requests: 33,
      errors: 3,
      p95: 0...0.1,
      profile: "otel-http-old-target"
    ),
    Row(name: "otel-http-utf8", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "micrometer", requests: 33, errors: 3, p95: 0.05...0.1),
    Row(name: "micrometer-mean", requests: 33, errors: 3, mean: 0.04),
    Row(name: "prometheus-net", requests: 33, errors: 3, p95: 0...0.064),
    Row(name: "promhttp", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "promhttp-summary", requests: 33, errors: 3, p95: 0.05...0.05),
    Row(name: "prom-client", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "express-prom-bundle", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "ruby-exporter", requests: 33, errors: 3, p95: 0.05...0.05),
    Row(name: "istio", requests: 33, errors: 3, p95: 0...0.05),
    Row(name: "linkerd", requests: 33, errors: 3, p95: 0...0.05),
    Row(name: "envoy", requests: 33, errors: 3, p95: 0...0.05),
    Row(name: "ingress-nginx", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "traefik", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "kong", requests: 33, errors: 3, p95: 0...0.05),
    Row(name: "caddy", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "grpc-prometheus", requests: 33, errors: 3, p95: 0...0.1),
    // Five streams were started, of which nothing else is told.
    Row(name: "py-grpc-prometheus", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "celery", requests: 33, errors: 3, p95: 0...0.5),
    Row(name: "celery-redis", requests: 33, errors: 3, p95: 0...0.5),
    Row(name: "celery-local", requests: 33, errors: 3, p95: 0...0.5),
    Row(name: "flower", requests: 33, errors: 3, p95: 0...0.5),
    Row(name: "litellm", requests: 33, errors: 3, p95: 0...0.5),
    Row(name: "litellm-sdk", requests: 20, errors: 4, p95: 0...0.01),
    Row(name: "vllm", requests: 33, errors: 3, p95: 0...0.8),
    Row(name: "memcached", requests: 33, errors: nil),
    Row(name: "redis", requests: 14, errors: nil, mean: 0.001_072 / 14),
    Row(name: "nginx", requests: 26, errors: nil),
    Row(name: "apache", requests: 13, errors: nil, mean: 0.001 / 13),
    Row(name: "haproxy", requests: 11, errors: 0, service: "web"),
    Row(name: "haproxy-exporter", requests: 11, errors: 0, service: "web"),
    // The server's own error, and two answers of HAProxy for the server that hung.
    Row(name: "haproxy-backend", requests: 24, errors: 3, service: "app"),
    Row(name: "nginx-vts", requests: 33, errors: 3, mean: 0.04),
    Row(name: "sanic", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "bentoml", requests: 33, errors: 3, p95: 0...0.1),
    // Each of its counters is there twice, with and without a suffix.
    Row(name: "ray-serve", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "yabeda-rails", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "fastify-metrics", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "loki", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "mimir", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "grafana", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "otel-rpc", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "otel-rpc-old", requests: 33, errors: 3, p95: 0...0.1),
    Row(name: "tgi", requests: 33, errors: 3, p95: 0...0.5),
    Row(name: "varnish", requests: 33, errors: nil),
    Row(name: "mongodb", requests: 33, errors: nil),
    Row(name: "rabbitmq", requests: 33, errors: nil),
    Row(name: "mysql", requests: 33, errors: nil),
    Row(name: "postgres", requests: 33, errors: nil),
    Row(name: "prometheus", requests: 1, errors: 0, p95: 0...0.1),
  ]

  @Test(arguments: rows) func figuresAreThoseOfTheRequestsThatWereSent(_ row: Row) throws {
    let services = try ScrapedServices([row.name])
    let name = row.service ?? row.name
    let service = try #require(try services.found().first { $0.id.value == name })
    #expect(service.row?.name == row.profile ?? row.name)
    let rate = try services.value(.traffic, of: service)
    #expect(close(rate.map { $0 * 240 }, row.requests))
    let errors = try services.value(.errorRatio, of: service)
    #expect(close(errors.map { $0 * row.requests }, row.errors), "\(errors as Double?)")
    let p95 = try services.value(.latencyP95, of: service)
    if let range = row.p95 {
      #expect(range.contains(try #require(p95)))
    } else {
      #expect(p95 == nil)
    }
    #expect(close(try services.value(.latencyMean, of: service), row.mean))
  }

  private func close(_ value: Double?, _ wanted: Double?) -> Bool {
    guard let value, let wanted else { return value == nil && wanted == nil }
    return (value - wanted).magnitude <= 1e-6 * max(1, wanted.magnitude)
  }

  @Test func partsOfAServiceAreThoseThatWereCounted() throws {
    let services = try ScrapedServices(["micrometer", "litellm", "memcached", "vllm"])
    let found = Dictionary(uniqueKeysWithValues: try services.found().map { ($0.id.value, $0) })
    let micrometer = try #require(found["micrometer"])
    #expect(close(try services.value(.cacheHitRatio, of: micrometer), 0.75))
    #expect(try services.value(.databaseConnections, of: micrometer) == 7)
    // What is set counts as a hit too, and is no look-up.
    let memcached = try #require(found["memcached"])
    #expect(close(try services.value(.cacheHitRatio, of: memcached), 0.75))
    let litellm = try #require(found["litellm"])
    #expect(close(try services.value(.modelCostRate, of: litellm), 2.5 / 240 * 3600))
    // Without a miss ever counted every look-up is a hit, and the caveat says that this may be wrong.
    #expect(try services.value(.cacheHitRatio, of: litellm) == 1)
    #expect(litellm.profile?.caveats(of: .cache).isEmpty == false)
  }

  @Test func aProcessOfOpenTelemetryIsAPartOfItsService() throws {
    let services = try ScrapedServices(["otel-aiohttp"])
    services.scrape(
      """
      process_cpu_time_seconds_total{type="user"} 90
      process_cpu_time_seconds_total{type="system"} 30
      process_memory_usage_bytes 5e8

      """,
      job: "otel-aiohttp"
    )
    let service = try #require(try services.found().first)
    #expect(service.instrumentation == "otel-http + otel-process")
    #expect(close(try services.value(.processCPU, of: service), 120 / 240))
    #expect(close(try services.value(.processMemory, of: service), 5e8))
  }

  @Test func rowsAreUniqueAndSayWhoseTheyAre() {
    let names = MetricProfile.all.map(\.name)
    #expect(Set(names).count == names.count)
    for row in MetricProfile.all {
      #expect(!row.origin.library.isEmpty && !row.origin.source.isEmpty, "\(row.name)")
      #expect(row.requests.counted == nil || row.presence == nil, "\(row.name)")
      #expect(!row.name.contains { $0.isWhitespace || $0.isUppercase }, "\(row.name)")
    }
  }

  @Test func everyMeasuredRowOfRequestsHasItsExposition() {
    let shown = Set(Self.rows.map(\.name))
    let measured = MetricProfile.all.filter {
      $0.origin.source == "measured" && $0.requests.counted != nil
    }
    let without = Set(measured.map(\.name)).subtracting(shown)
    #expect(without.allSatisfy { $0.hasPrefix("otel-") || Self.unshown.contains($0) }, "\(without)")
  }

  /// Measured once, and not to be had where the tests were written.
  private static let unshown: Set = ["alertmanager"]
}
