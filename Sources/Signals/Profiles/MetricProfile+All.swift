/// The table of profiles, a row for each library or server; a new one is one row here and its
/// exposition in the table of tests.
///
/// Where two rows describe a service equally well, the earlier one does.
extension MetricProfile {
  /// All profiles that come with goldtop.
  package static let all: [MetricProfile] =
    [
      clientRows, pythonRows, otherLanguageRows, OpenTelemetryProfiles.rows,
      ServerProfiles.callRows, ServerProfiles.proxyRows, ServerProfiles.taskRows,
      ServerProfiles.modelRows,
      (ServerProfiles.monitoringRows + ServerProfiles.storeRows).map(\.infrastructure),
      ServerProfiles.partRows,
    ].flatMap { $0 }

  /// A service instrumented by hand with Python's prometheus-client or Node's prom-client; what settings
  /// change unless they name another base.
  package static let prometheusClient = MetricProfile(
    "prometheus-client",
    ProfileOrigin("prometheus-client", "0.26.0", measured)
  )
  .counting("http_requests_total", method: "method").status("status").route("endpoint")
  .lasting("http_request_duration_seconds").marked("endpoint")
  .queries("db_query_duration_seconds", by: "query_type").connections("db_connections_active")
  .lookUps("cache_operations_total", by: "result", hit: "hit", miss: "miss")
  .tokens("llm_tokens_used_total", by: "token_type", model: "model")
  .cost("llm_cost_dollars_total", model: "model").operations(by: "operation")
  .calling(nil, to: "target")

  /// The source of names that were seen in the exposition of a running library or server.
  static let measured = "measured"

  /// Metrics that services register themselves, under the names that most take.
  private static let clientRows: [MetricProfile] = [
    prometheusClient,
    MetricProfile(
      "prometheus-client-route",
      ProfileOrigin("prometheus-client", "0.26.0", measured)
    )
    .counting("http_requests_total", method: "method").status("status")
    .route("route", without: "/metrics")
    .lasting("http_request_duration_seconds").marked("route", "status"),
    MetricProfile("prom-client", ProfileOrigin("prom-client", "by hand", "npm prom-client README"))
      .counting("http_requests_total", method: "method").status("status_code").route("route")
      .lasting("http_request_duration_seconds").marked("status_code"),
    MetricProfile("promhttp", ProfileOrigin("client_golang promhttp", "", "promhttp examples"))
      .counting("http_requests_total", method: "method").status("code")
      .route("handler", without: "/?metrics|prometheus")
      .lasting("http_request_duration_seconds").marked("code"),
    MetricProfile(
      "promhttp-summary",
      ProfileOrigin("client_golang InstrumentHandler", "0.8", "its source")
    )
    .counting("http_requests_total", method: "method").status("code")
    .route("handler", without: "/?metrics|prometheus")
    .lasting("http_request_duration_microseconds", .microseconds, .summary).marked(
      "code",
      "handler"
    ),
    MetricProfile(
      "express-prom-bundle",
      ProfileOrigin("express-prom-bundle", "8", "npm express-prom-bundle README")
    )
    .counting(nil, method: "method").status("status_code").route("path", without: "/metrics")
    .lasting("http_request_duration_seconds").marked("status_code", "path")
    .caveat(.traffic, "paths are raw where includePath has no normalizePath"),
    MetricProfile("fastify-metrics", ProfileOrigin("fastify-metrics", "12", "its README"))
      .counting(nil, method: "method").status("status_code").route("route", without: "/metrics")
      .lasting("http_request_duration_seconds").marked("status_code", "route"),
  ]

  /// Python's frameworks.
  private static let pythonRows: [MetricProfile] = [
    MetricProfile(
      "fastapi-instrumentator",
      ProfileOrigin("prometheus-fastapi-instrumentator", "8.1.0", measured)
    )
    .counting("http_requests_total", method: "method").status("status", error: "5xx|5..")
    .route("handler", none: ["none"], without: "/metrics")
    .lasting("http_request_duration_seconds").marked("handler", "status")
    .caveat(.latency, "buckets end at 1 s"),
    MetricProfile("starlette-exporter", ProfileOrigin("starlette-exporter", "0.24.0", measured))
      .counting("starlette_requests_total", method: "method").status("status_code")
      .route("path", without: "/metrics").lasting("starlette_request_duration_seconds")
      .marked("app_name")
      .caveat(.traffic, "404 and 405 without a route are not counted"),
    MetricProfile(
      "starlette-prometheus",
      ProfileOrigin("starlette-prometheus", "0.10.0", measured)
    )
    .counting("starlette_responses_total", method: "method").status("status_code")
    .route("path_template", without: "/metrics/?")
    .lasting("starlette_requests_processing_time_seconds")
    .caveat(.latency, "requests that raise have no latency"),
    MetricProfile("django-prometheus", ProfileOrigin("django-prometheus", "2.5.0", measured))
      .counting(
        "django_http_responses_total_by_status_view_method_total",
        method: "method"
      )
      .status("status")
      .route("view", none: ["<unnamed view>"], without: "prometheus-django-metrics")
      .lasting("django_http_requests_latency_seconds_by_view_method")
      .queries(
        "django_db_query_duration_seconds",
        by: "alias",
        errors: "django_db_errors_total"
      )
      .lookUps(hits: "django_cache_get_hits_total", misses: "django_cache_get_misses_total")
      .caveat(.latency, "counted twice when a view raises"),
    MetricProfile("flask-exporter", ProfileOrigin("prometheus-flask-exporter", "0.23.2", measured))
      .counting(nil, method: "method").status("status").route("path", none: ["None"])
      .lasting("flask_http_request_duration_seconds").marked("path")
      .caveat(.traffic, "paths are raw: group_by='url_rule' gives routes"),
    MetricProfile(
      "flask-exporter-rules",
      ProfileOrigin("prometheus-flask-exporter", "0.23.2", measured)
    )
    .counting(nil, method: "method").status("status").route("url_rule", none: ["None"])
    .lasting("flask_http_request_duration_seconds").marked("url_rule"),
    MetricProfile("aioprometheus", ProfileOrigin("aioprometheus", "23.12.0", measured))
      .counting("status_codes_counter", method: "method").status("status_code").route("path")
      .caveat(.errors, "websockets count only where they fail")
      .caveat(.latency, "aioprometheus has no request durations"),
    MetricProfile("litestar", ProfileOrigin("litestar", "2.25.0", measured))
      .counting("litestar_requests_total", method: "method").status("status_code")
      .route("path", without: "/metrics").lasting("litestar_request_duration_seconds")
      .caveat(.traffic, "404 and 405 without a route are not counted")
      .caveat(.traffic, "paths are raw: group_path=True gives routes"),
    MetricProfile("sanic", ProfileOrigin("prometheus-sanic", "3.0.0", measured))
      .counting("sanic_request_count_total", method: "method").status("http_status")
      .route("endpoint").lasting("sanic_request_latency_sec")
      .caveat(.traffic, "endpoints are the first part of the path"),
    MetricProfile("blacksheep", ProfileOrigin("blacksheep-prometheus", "0.1.8", measured))
      .counting("blacksheep_responses_total", method: "method").status("status_code")
      .route("path", without: "/metrics/?").lasting("blacksheep_request_time_seconds")
      .caveat(.traffic, "paths are raw")
      .caveat(.errors, "404s that are raised count as 500")
      .caveat(.latency, "requests that raise have no latency"),
    MetricProfile("bentoml", ProfileOrigin("bentoml", "1.4.40", "bentoml package"))
      .service(by: "service_name").counting("bentoml_service_request_total")
      .status("http_response_code").route("endpoint")
      .lasting("bentoml_service_request_duration_seconds")
      .caveat(.traffic, "paths are raw"),
    MetricProfile("ray-serve", ProfileOrigin("ray", "2.60.0", "ray package"))
      .service(by: "application").counting(nil, method: "method").status("status_code")
      .route("route").lasting("ray_serve_http_request_latency_ms", .milliseconds),
  ]

  /// The JVM, .NET and Ruby.
  private static let otherLanguageRows: [MetricProfile] = [
    MetricProfile("micrometer", ProfileOrigin("Micrometer", "1.13", "Spring Boot and Quarkus"))
      .counting("http_server_requests_seconds_count", method: "method").status("status")
      .route("uri", none: ["UNKNOWN", "NOT_FOUND"], without: "/actuator.*|/q/(metrics|health).*")
      .lasting("http_server_requests_seconds")
      .connections("hikaricp_connections_active")
      .lookUps("cache_gets_total", by: "result", hit: "hit", miss: "miss"),
    MetricProfile("micrometer-mean", ProfileOrigin("Micrometer", "1.13", "Spring Boot, Quarkus"))
      .counting("http_server_requests_seconds_count", method: "method").status("status")
      .route("uri", none: ["UNKNOWN", "NOT_FOUND"], without: "/actuator.*|/q/(metrics|health).*")
      .lasting("http_server_requests_seconds_sum", .seconds, .sum)
      .connections("hikaricp_connections_active")
      .lookUps("cache_gets_total", by: "result", hit: "hit", miss: "miss")
      .caveat(.latency, "a mean alone: percentiles-histogram is off"),
    MetricProfile("prometheus-net", ProfileOrigin("prometheus-net", "8", "its README"))
      .counting("http_requests_received_total", method: "method").status("code")
      .route("endpoint", without: "/metrics").lasting("http_request_duration_seconds")
      .marked("code"),
    MetricProfile("yabeda-rails", ProfileOrigin("yabeda-rails", "0.9", "its README"))
      .counting("rails_requests_total", method: "method").status("status").route("action")
      .lasting("rails_request_duration_seconds"),
    MetricProfile("ruby-exporter", ProfileOrigin("prometheus_exporter", "2", "its README"))
      .counting("ruby_http_requests_total").status("status").route("action")
      .lasting("ruby_http_request_duration_seconds", .seconds, .summary),
  ]
}
