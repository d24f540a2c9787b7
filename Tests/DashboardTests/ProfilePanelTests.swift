import Dashboard
import Signals
import Telemetry
import Testing

/// Panels take their figures through the profile, and say where it misleads or has nothing.
@Suite struct ProfilePanelTests {
  private func desk(_ name: String) throws -> Desk {
    let row = try #require(MetricProfile.all.first { $0.name == name })
    var (shop, settings) = (SimulatedShop(), Desk.settings)
    (shop.profile, settings.profile) = (row, row)
    return Desk.settled(shop, settings)
  }

  private func facts(_ desk: Desk, _ panel: String) -> [String] {
    desk.content(panel)?.facts.map(\.text) ?? []
  }

  @Test(arguments: [
    ("fastapi-instrumentator", "latency", "buckets end at 1 s"),
    ("starlette-exporter", "traffic", "404 and 405 without a route are not counted"),
    ("starlette-prometheus", "latency", "requests that raise have no latency"),
    ("flask-exporter", "traffic", "paths are raw: group_by='url_rule' gives routes"),
    ("litestar", "traffic", "404 and 405 without a route are not counted"),
    ("litestar", "traffic", "paths are raw: group_path=True gives routes"),
    ("sanic", "traffic", "endpoints are the first part of the path"),
    ("blacksheep", "errors", "404s that are raised count as 500"),
    ("blacksheep", "latency", "requests that raise have no latency"),
    ("blacksheep", "traffic", "paths are raw"),
    ("bentoml", "traffic", "paths are raw"),
    ("otel-http-old-target", "errors", "requests without a status count as errors"),
    ("otel-http", "dependencies", "refused calls may have no sample"),
    ("otel-genai", "llm", "streamed calls may have no tokens"),
    ("traceloop-openai", "llm", "failed calls have no model"),
    ("celery", "latency", "tasks that fail have no runtime"),
    ("flower", "latency", "tasks that fail have no runtime"),
    ("py-grpc-prometheus", "traffic", "calls that stream their answer are not counted"),
    ("py-grpc-prometheus", "errors", "streams that fail are not counted"),
    ("grpc-prometheus", "latency", "a stream lasts until it ends"),
    ("django-prometheus", "latency", "counted twice when a view raises"),
    ("litellm", "cache", "misses may not be counted"),
    ("litellm", "llm", "models without a price cost 0"),
  ])
  func whereALibraryMisleadsThePanelSaysSo(name: String, panel: String, caveat: String) throws {
    let desk = try desk(name)
    #expect(facts(desk, panel).contains(caveat), "\(facts(desk, panel))")
  }

  @Test(arguments: [
    ("nginx", "errors", "nginx-prometheus-exporter has no error metrics"),
    ("nginx", "latency", "nginx-prometheus-exporter has no duration metrics"),
    ("aioprometheus", "latency", "aioprometheus has no duration metrics"),
    ("otel-genai", "traffic", "OpenTelemetry GenAI has no request counter"),
    ("nginx", "cache", "nginx-prometheus-exporter has no cache metrics"),
    ("nginx", "llm", "nginx-prometheus-exporter has no cost metrics"),
  ])
  func whatALibraryDoesNotHaveIsNamedAndNotAsked(
    name: String,
    panel: String,
    what: String
  ) throws {
    let desk = try desk(name)
    #expect(desk.state(panel) == .missing(what))
    #expect(desk.content(panel)?.advice == "")
  }

  @Test func tokensAreShownWhereThereAreNoCosts() throws {
    var desk = try desk("vllm")
    let tokens = [("input", 900.0), ("output", 300.0)].map { kind, count in
      VectorSample(labels: LabelSet(["token_type": kind]), timestamp: desk.now, value: count)
    }
    desk.answer("llm_tokens_24h", .vector(tokens))
    #expect(desk.state("llm") == .fresh)
    #expect(desk.content("llm")?.rows.map(\.figure.name) == ["input", "output"])
    #expect(facts(desk, "llm").first == "vllm has no cost metrics")
  }

  @Test func quantilesOfASummaryAreThoseOfTheWorstInstance() throws {
    let desk = try desk("ruby-exporter")
    let p95 = try #require(desk.instant("latency_p95")?.expression)
    #expect(
      p95 == #"max(ruby_http_request_duration_seconds{job="backend",quantile="0.95"})"#
    )
    #expect(facts(desk, "latency").contains("worst instance"))
    #expect(desk.instant("latency_buckets") == nil)
  }

  @Test func aMeanIsCalledOneAndIsNotJudgedAsAPercentile() throws {
    var desk = try desk("micrometer-mean")
    desk.answer("latency_mean", .vector([VectorSample(timestamp: desk.now, value: 9)]))
    let headline = try #require(desk.content("latency")?.headline.first)
    #expect(headline.name == "mean" && headline.severity == nil)
    #expect(desk.instant("latency_p95") == nil)
    #expect(desk.content("latency")?.facts.first?.text.contains("percentiles-histogram") == true)
  }

  @Test func durationsInMillisecondsAreShownInSeconds() throws {
    var desk = try desk("otel-http-old-target")
    let buckets = [("50", 90.0), ("100", 100.0), ("+Inf", 100.0)].map { bound, count in
      VectorSample(labels: LabelSet(["le": bound]), timestamp: desk.now, value: count)
    }
    desk.answer("latency_buckets", .vector(buckets))
    let figures = try #require(desk.content("latency")?.headline)
    #expect(figures.map(\.name) == ["p50", "p95", "p99"])
    let p95Value = try #require(figures[1].value)
    #expect(p95Value > 0.05 && p95Value <= 0.1)
    #expect(facts(desk, "latency").contains("buckets end at 100 ms, below the threshold"))
    let p95 = try #require(desk.window("latency_p95.range")?.expression)
    #expect(p95.hasSuffix("/ 1e3"))
  }
}
