import Telemetry

/// OpenTelemetry's semantic conventions under the names that Prometheus makes of them.
enum OpenTelemetryProfiles {
  private typealias Row = (OpenTelemetryNames) -> MetricProfile

  /// Requests by HTTP, each convention under every translation.
  static let rows = translated([server, oldServer, oldServerWithTarget])

  /// What services have beside them.
  static let parts =
    translated([
      calls, oldCalls, models, databases, pools, oldPools, processes, machines, java, dotNet,
    ]) + suffixed.flatMap { [traceloop($0), sqlAlchemy($0)] }

  /// Where units are parts of names, those that are no conventional ones show.
  private static let suffixed: [OpenTelemetryNames] = [.underscoresWithSuffixes, .dotsWithSuffixes]

  private static func translated(_ rows: [Row]) -> [MetricProfile] {
    rows.flatMap { OpenTelemetryNames.allCases.map($0) }
  }

  /// A handler that raises has no status in some libraries, aiohttp's among them.
  private static let errors = "5..|"

  private static func server(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-http" + form.rawValue,
      ProfileOrigin("OpenTelemetry HTTP", "1.23 and later", MetricProfile.measured)
    )
    .counting(nil, method: form.name("http.request.method"))
    .status(form.name("http.response.status_code"), error: errors)
    .route(form.name("http.route"), none: [""], without: "/metrics")
    .lasting(form.name("http.server.request.duration", "_seconds"))
    .calling(
      form.name("http.client.request.duration", "_seconds"),
      to: form.name("server.address"),
      status: form.name("http.response.status_code")
    )
    .caveat(.calls, refusals)
  }

  private static func oldServer(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-http-old" + form.rawValue,
      ProfileOrigin("OpenTelemetry HTTP", "before 1.23", MetricProfile.measured)
    )
    .counting(nil, method: form.name("http.method")).status(
      form.name("http.status_code"),
      error: errors
    )
    .route(form.name("http.route"), none: [""], without: "/metrics")
    .lasting(form.name("http.server.duration", "_milliseconds"), .milliseconds)
    .marked(form.name("http.route"))
    .calling(
      form.name("http.client.duration", "_milliseconds"),
      .milliseconds,
      to: form.name("net.peer.name"),
      status: form.name("http.status_code")
    )
    .caveat(.calls, refusals)
  }

  private static let refusals = "refused calls may have no sample"

  /// Python's instrumentations put the route into the target.
  private static func oldServerWithTarget(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-http-old-target" + form.rawValue,
      ProfileOrigin("opentelemetry-instrumentation-fastapi", "0.66b1", MetricProfile.measured)
    )
    .counting(nil, method: form.name("http.method"))
    .status(form.name("http.status_code"), error: errors)
    .route(form.name("http.target"), none: [""], without: "/metrics")
    .lasting(form.name("http.server.duration", "_milliseconds"), .milliseconds)
    .caveat(.traffic, "scrapes of a mounted /metrics are counted")
    .calling(
      form.name("http.client.duration", "_milliseconds"),
      .milliseconds,
      to: form.name("net.peer.name"),
      status: form.name("http.status_code")
    )
    .caveat(.errors, "requests without a status count as errors")
    .caveat(.calls, refusals)
  }

  private static func calls(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-rpc" + form.rawValue,
      ProfileOrigin("OpenTelemetry RPC", "1.40", "semantic conventions")
    )
    .counting(nil)
    .status(
      form.name("rpc.response.status_code"),
      error: ServerProfiles.ownFaultsInCapitals
    )
    .route(form.name("rpc.method"))
    .lasting(form.name("rpc.server.call.duration", "_seconds"))
    .calling(
      form.name("rpc.client.call.duration", "_seconds"),
      to: form.name("server.address"),
      status: form.name("rpc.response.status_code"),
      error: ServerProfiles.ownFaultsInCapitals
    )
  }

  private static func oldCalls(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-rpc-old" + form.rawValue,
      ProfileOrigin("OpenTelemetry RPC", "before 1.39", "semantic conventions")
    )
    .counting(nil).status(form.name("rpc.grpc.status_code"), error: "2|4|12|13|14|15")
    .route(form.name("rpc.method"))
    .lasting(form.name("rpc.server.duration", "_milliseconds"), .milliseconds)
    .calling(
      form.name("rpc.client.duration", "_milliseconds"),
      .milliseconds,
      to: form.name("server.address"),
      status: form.name("rpc.grpc.status_code"),
      error: "2|4|12|13|14|15"
    )
  }

  private static func models(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-genai" + form.rawValue,
      ProfileOrigin("OpenTelemetry GenAI", "2.4b0", MetricProfile.measured)
    )
    .tokenHistogram(
      form.name("gen_ai.client.token.usage"),
      by: form.name("gen_ai.token.type"),
      model: form.name("gen_ai.request.model")
    )
    .operations(
      by: form.name("gen_ai.operation.name"),
      firstToken: form.name("gen_ai.client.operation.time_to_first_chunk", "_seconds")
    )
    .modelCalls(
      form.name("gen_ai.client.operation.duration", "_seconds"),
      isHistogram: true,
      failing: [LabelMatcher(form.name("error.type"), .notEqual, "")],
      limited: [LabelMatcher(form.name("error.type"), .matches, "(?i).*rate.?limit.*|429")]
    )
    .caveat(.model, "streamed calls may have no tokens")
  }

  private static func databases(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-db" + form.rawValue,
      ProfileOrigin("OpenTelemetry database clients", "8.1.0 of redis-py", MetricProfile.measured)
    )
    .queries(
      form.name("db.client.operation.duration", "_seconds"),
      by: form.name("db.operation.name"),
      failing: form.name("error.type")
    )
  }

  private static func pools(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-db-pool" + form.rawValue,
      ProfileOrigin("OpenTelemetry database pools", "8.1.0 of redis-py", "its package")
    )
    .connections(
      form.name("db.client.connection.count"),
      where: [LabelMatcher(form.name("db.client.connection.state"), .equal, "used")]
    )
  }

  private static func oldPools(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-db-pool-old" + form.rawValue,
      ProfileOrigin("OpenTelemetry database pools", "before 1.26", "semantic conventions")
    )
    .connections(
      form.name("db.client.connections.usage"),
      where: [LabelMatcher("state", .equal, "used")]
    )
  }

  private static func sqlAlchemy(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-sqlalchemy" + form.rawValue,
      ProfileOrigin(
        "opentelemetry-instrumentation-sqlalchemy",
        "0.66b1",
        MetricProfile.measured
      )
    )
    .connections(
      form.name("db.client.connections.usage", "_connections"),
      where: [LabelMatcher("state", .equal, "used")]
    )
  }

  private static func traceloop(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "traceloop-openai" + form.rawValue,
      ProfileOrigin("Traceloop openai", "0.62.4", MetricProfile.measured)
    )
    .tokenHistogram(
      form.name("gen_ai.client.token.usage", "_token"),
      by: form.name("gen_ai.token.type"),
      model: form.name("gen_ai.response.model")
    )
    .operations(by: nil, firstToken: form.name("gen_ai.server.time_to_first_token", "_seconds"))
    .caveat(.model, "failed calls have no model")
  }

  /// What the collector's host metrics and the languages' own say of the machine.
  private static func machines(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-host" + form.rawValue,
      ProfileOrigin(
        "opentelemetry-instrumentation-system-metrics",
        "0.66b1",
        MetricProfile.measured
      )
    )
    .on(HostMetrics(form))
  }

  private static func processes(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-process" + form.rawValue,
      ProfileOrigin("OpenTelemetry process metrics", "1.38", "semantic conventions")
    )
    .process(
      cpu: form.name("process.cpu.time", "_seconds_total"),
      memory: form.name("process.memory.usage", "_bytes")
    )
  }

  private static func java(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-jvm" + form.rawValue,
      ProfileOrigin("OpenTelemetry JVM metrics", "1.38", "semantic conventions")
    )
    .process(
      cpu: form.name("jvm.cpu.time", "_seconds_total"),
      memory: form.name("jvm.memory.used", "_bytes")
    )
  }

  private static func dotNet(_ form: OpenTelemetryNames) -> MetricProfile {
    MetricProfile(
      "otel-dotnet" + form.rawValue,
      ProfileOrigin("OpenTelemetry .NET metrics", "1.38", "semantic conventions")
    )
    .process(
      cpu: form.name("dotnet.process.cpu.time", "_seconds_total"),
      memory: form.name("dotnet.process.memory.working_set", "_bytes")
    )
  }
}
