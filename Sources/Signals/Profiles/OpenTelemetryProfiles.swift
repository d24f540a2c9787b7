/// OpenTelemetry's semantic conventions under the names that Prometheus makes of them.
enum OpenTelemetryProfiles {
  /// How a name of OpenTelemetry becomes one of Prometheus.
  ///
  /// - Source: `translation_strategy` in <https://prometheus.io/docs/prometheus/latest/configuration/configuration/>.
  private enum Translation: String, CaseIterable {
    case underscoresWithSuffixes = ""
    case dotsWithSuffixes = "-utf8"
    case none = "-untranslated"
    case underscores = "-unsuffixed"

    /// A metric or label name.
    func name(_ name: String, _ suffix: String = "") -> String {
      switch self {
      case .underscoresWithSuffixes: underscored(name) + suffix
      case .dotsWithSuffixes: name + suffix
      case .none: name
      case .underscores: underscored(name)
      }
    }

    private func underscored(_ name: String) -> String {
      String(name.map { $0 == "." ? "_" : $0 })
    }
  }

  /// Every convention under every translation.
  static let rows: [MetricProfile] =
    Translation.allCases.map(server) + Translation.allCases.map(oldServer)
    + [oldServerWithTarget]

  /// Calls by gRPC and of language models.
  static let parts: [MetricProfile] =
    Translation.allCases.map(calls) + Translation.allCases.map(models)
    + Translation.allCases.map(databases) + Translation.allCases.map(processes)
    + [java, dotNet]

  /// A handler that raises has no status in some libraries, aiohttp's among them.
  private static let errors = "5..|"

  private static func server(_ form: Translation) -> MetricProfile {
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
      to: form.name("server.address")
    )
    .caveat(.calls, refusals)
  }

  private static func oldServer(_ form: Translation) -> MetricProfile {
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
      to: form.name("net.peer.name")
    )
    .caveat(.calls, refusals)
  }

  private static let refusals = "refused calls may have no sample"

  /// Python's instrumentations put the route into the target.
  private static let oldServerWithTarget = MetricProfile(
    "otel-http-old-target",
    ProfileOrigin("opentelemetry-instrumentation-fastapi", "0.66b1", MetricProfile.measured)
  )
  .counting(nil, method: "http_method").status("http_status_code", error: errors)
  .route("http_target", none: [""], without: "/metrics")
  .lasting("http_server_duration_milliseconds", .milliseconds)
  .caveat(.traffic, "scrapes of a mounted /metrics are counted")
  .calling("http_client_duration_milliseconds", .milliseconds, to: "net_peer_name")
  .caveat(.errors, "requests without a status count as errors")
  .caveat(.calls, refusals)

  private static func calls(_ form: Translation) -> MetricProfile {
    MetricProfile(
      "otel-rpc" + form.rawValue,
      ProfileOrigin("OpenTelemetry RPC", "", "semantic conventions")
    )
    .counting(nil).status(form.name("rpc.grpc.status_code"), error: "2|4|12|13|14|15")
    .route(form.name("rpc.method"))
    .lasting(form.name("rpc.server.duration", "_milliseconds"), .milliseconds)
  }

  private static func models(_ form: Translation) -> MetricProfile {
    MetricProfile(
      "otel-genai" + form.rawValue,
      ProfileOrigin("OpenTelemetry GenAI", "2.4b0", MetricProfile.measured)
    )
    .tokenHistogram(
      form.name("gen_ai.client.token.usage"),
      by: form.name("gen_ai.token.type"),
      model: form.name("gen_ai.request.model")
    )
    .caveat(.model, "streamed calls may have no tokens")
  }

  private static func databases(_ form: Translation) -> MetricProfile {
    MetricProfile(
      "otel-db" + form.rawValue,
      ProfileOrigin("OpenTelemetry database clients", "8.1.0 of redis-py", MetricProfile.measured)
    )
    .queries(
      form.name("db.client.operation.duration", "_seconds"),
      by: form.name("db.operation.name")
    )
  }

  private static func processes(_ form: Translation) -> MetricProfile {
    MetricProfile(
      "otel-process" + form.rawValue,
      ProfileOrigin("OpenTelemetry process metrics", "1.38", "semantic conventions")
    )
    .process(
      cpu: form.name("process.cpu.time", "_seconds_total"),
      memory: form.name("process.memory.usage", "_bytes")
    )
  }

  private static let java = MetricProfile(
    "otel-jvm",
    ProfileOrigin("OpenTelemetry JVM metrics", "1.38", "semantic conventions")
  )
  .process(cpu: "jvm_cpu_time_seconds_total", memory: "jvm_memory_used_bytes")

  private static let dotNet = MetricProfile(
    "otel-dotnet",
    ProfileOrigin("OpenTelemetry .NET metrics", "1.38", "semantic conventions")
  )
  .process(
    cpu: "dotnet_process_cpu_time_seconds_total",
    memory: "dotnet_process_memory_working_set_bytes"
  )
}
