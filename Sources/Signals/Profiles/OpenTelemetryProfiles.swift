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
    + Translation.allCases.map(databases)

  private static func server(_ form: Translation) -> MetricProfile {
    MetricProfile(
      "otel-http" + form.rawValue,
      ProfileOrigin("OpenTelemetry HTTP", "1.23 and later", MetricProfile.measured)
    )
    .counting(nil, method: form.name("http.request.method"))
    .status(form.name("http.response.status_code"))
    .route(form.name("http.route"), none: [""], without: "/metrics")
    .lasting(form.name("http.server.request.duration", "_seconds"))
    .calling(
      form.name("http.client.request.duration", "_seconds"),
      to: form.name("server.address")
    )
  }

  private static func oldServer(_ form: Translation) -> MetricProfile {
    MetricProfile(
      "otel-http-old" + form.rawValue,
      ProfileOrigin("OpenTelemetry HTTP", "before 1.23", MetricProfile.measured)
    )
    .counting(nil, method: form.name("http.method")).status(form.name("http.status_code"))
    .route(form.name("http.route"), none: [""], without: "/metrics")
    .lasting(form.name("http.server.duration", "_milliseconds"), .milliseconds)
    .marked(form.name("http.route"))
  }

  /// Python's instrumentations put the route into the target.
  private static let oldServerWithTarget = MetricProfile(
    "otel-http-old-target",
    ProfileOrigin("opentelemetry-instrumentation-fastapi", "0.66b1", MetricProfile.measured)
  )
  .counting(nil, method: "http_method").status("http_status_code")
  .route("http_target", none: [""], without: "/metrics")
  .lasting("http_server_duration_milliseconds", .milliseconds)
  .caveat(.traffic, "scrapes of a mounted /metrics are counted")

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
}
