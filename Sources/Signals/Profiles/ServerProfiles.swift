import Telemetry

/// What stands in front of services or behind them.
enum ServerProfiles {
  private static let measured = MetricProfile.measured

  /// Errors of gRPC that are the server's own.
  static let ownFaults = "Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss"
  /// The same as Python writes them.
  static let ownFaultsInCapitals =
    "UNKNOWN|DEADLINE_EXCEEDED|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS"
  /// The other codes of gRPC.
  static let otherCodes =
    "OK|Canceled|InvalidArgument|NotFound|AlreadyExists|PermissionDenied|ResourceExhausted"
    + "|FailedPrecondition|Aborted|OutOfRange|Unauthenticated"
  /// The same as Python writes them.
  static let otherCodesInCapitals =
    "OK|CANCELLED|INVALID_ARGUMENT|NOT_FOUND|ALREADY_EXISTS|PERMISSION_DENIED|RESOURCE_EXHAUSTED"
    + "|FAILED_PRECONDITION|ABORTED|OUT_OF_RANGE|UNAUTHENTICATED"

  /// Calls by gRPC.
  static let callRows: [MetricProfile] = [
    MetricProfile("grpc-prometheus", ProfileOrigin("go-grpc-middleware", "2.1", "its README"))
      .counting("grpc_server_handled_total").status("grpc_code", error: ownFaults)
      .route("grpc_method").lasting("grpc_server_handling_seconds").marked("grpc_code")
      .caveat(.latency, "a stream lasts until it ends"),
    MetricProfile("py-grpc-prometheus", ProfileOrigin("py-grpc-prometheus", "0.8", "its package"))
      .counting("grpc_server_handled_total")
      .status("code", error: ownFaultsInCapitals)
      .route("grpc_method").lasting("grpc_server_handling_seconds").marked("code")
      .caveat(.traffic, "calls that stream their answer are not counted")
      .caveat(.errors, "streams that fail are not counted")
      .caveat(.errors, "missed deadlines count as cancelled"),
  ]

  /// Proxies, each of whose services is one.
  static let proxyRows: [MetricProfile] = [
    MetricProfile("istio", ProfileOrigin("Istio", "1.24", "istio.io standard metrics"))
      .service(by: "destination_service_name")
      .counting("istio_requests_total").status("response_code")
      .lasting("istio_request_duration_milliseconds", .milliseconds)
      .only([LabelMatcher("reporter", .equal, "destination")]),
    MetricProfile("linkerd", ProfileOrigin("Linkerd", "2.16", "linkerd.io proxy metrics"))
      .service(by: "deployment").counting("response_total")
      .status("classification", error: "failure")
      .lasting("response_latency_ms", .milliseconds)
      .only([LabelMatcher("direction", .equal, "inbound")]),
    MetricProfile("envoy", ProfileOrigin("Envoy", "1.32", "envoyproxy.io cluster statistics"))
      .service(by: "envoy_cluster_name").counting("envoy_cluster_upstream_rq_xx")
      .status("envoy_response_code_class", error: "5")
      .lasting("envoy_cluster_upstream_rq_time", .milliseconds),
    MetricProfile("ingress-nginx", ProfileOrigin("ingress-nginx", "1.11", "its documentation"))
      .service(by: "ingress").counting("nginx_ingress_controller_requests", method: "method")
      .status("status").route("path")
      .lasting("nginx_ingress_controller_request_duration_seconds"),
    MetricProfile("traefik", ProfileOrigin("Traefik", "3", "doc.traefik.io"))
      .service(by: "service").counting("traefik_service_requests_total", method: "method")
      .status("code").lasting("traefik_service_request_duration_seconds"),
    MetricProfile("caddy", ProfileOrigin("Caddy", "2.8", "caddyserver.com metrics"))
      .counting(nil, method: "method").status("code").route("handler")
      .lasting("caddy_http_request_duration_seconds")
      .caveat(.traffic, "each handler on the way of a request counts it"),
    MetricProfile("haproxy", ProfileOrigin("HAProxy", "2.6", measured))
      .service(by: "proxy").counting("haproxy_frontend_http_responses_total")
      .status("code", error: "5xx").marked("proxy")
      .caveat(.latency, "HAProxy has means of its last requests alone"),
    MetricProfile("haproxy-exporter", ProfileOrigin("haproxy_exporter", "0.13", measured))
      .service(by: "frontend").counting("haproxy_frontend_http_responses_total")
      .status("code", error: "5xx").marked("frontend")
      .caveat(.latency, "haproxy_exporter has means of its last requests alone"),
    // What HAProxy answers for a server that hangs, dies or refuses is counted at the backend.
    MetricProfile("haproxy-backend", ProfileOrigin("HAProxy", "2.6", measured))
      .service(by: "proxy").counting("haproxy_backend_http_responses_total")
      .status("code", error: "5xx").marked("proxy")
      .caveat(.latency, "HAProxy has means of its last requests alone"),
    MetricProfile(
      "haproxy-exporter-backend",
      ProfileOrigin("haproxy_exporter", "0.13", "its README")
    )
    .service(by: "backend").counting("haproxy_backend_http_responses_total")
    .status("code", error: "5xx").marked("backend")
    .caveat(.latency, "haproxy_exporter has means of its last requests alone"),
    MetricProfile("kong", ProfileOrigin("Kong", "3", "docs.konghq.com"))
      .service(by: "service").counting("kong_http_requests_total").status("code").route("route")
      .lasting("kong_request_latency_ms", .milliseconds),
    MetricProfile("nginx", ProfileOrigin("nginx-prometheus-exporter", "0.11", measured))
      .counting("nginx_http_requests_total")
      .caveat(.errors, "stub_status has no status")
      .caveat(.latency, "stub_status has no durations"),
    MetricProfile("nginx-vts", ProfileOrigin("nginx-module-vts", "0.2", "its source"))
      .service(by: "host").counting("nginx_vts_server_requests_total")
      .status("code", error: "5xx")
      .lasting("nginx_vts_server_request_seconds_total", .seconds, .sum)
      .only([LabelMatcher("host", .notEqual, "*")])
      .lookUps("nginx_vts_server_cache_total", by: "status", hit: "hit", miss: "miss")
      .caveat(.latency, "a mean alone: vhost_traffic_status_histogram_buckets is off"),
    MetricProfile("apache", ProfileOrigin("apache_exporter", "0.11", measured))
      .counting("apache_accesses_total")
      .lasting("apache_duration_ms_total", .milliseconds, .sum)
      .caveat(.errors, "mod_status has no status"),
    MetricProfile("varnish", ProfileOrigin("prometheus_varnish_exporter", "1.6", "its README"))
      .counting("varnish_main_client_req")
      .lookUps(hits: "varnish_main_cache_hit", misses: "varnish_main_cache_miss"),
  ]

  /// What watches.
  static let monitoringRows: [MetricProfile] = [
    MetricProfile("prometheus", ProfileOrigin("Prometheus", "2.42", measured))
      .counting("prometheus_http_requests_total").status("code")
      .route("handler", without: "/metrics|/-/(ready|healthy)")
      .lasting("prometheus_http_request_duration_seconds"),
    MetricProfile("alertmanager", ProfileOrigin("Alertmanager", "0.25", measured))
      .counting(nil, method: "method").route("handler", without: "/metrics|/-/(ready|healthy)")
      .lasting("alertmanager_http_request_duration_seconds")
      .caveat(.errors, "durations have no status before 0.28"),
    MetricProfile("loki", ProfileOrigin("Loki", "3", "its exposition"))
      .counting(nil, method: "method").status("status_code")
      .route("route", without: "metrics|ready|/grpc.health.*")
      .lasting("loki_request_duration_seconds"),
    MetricProfile("mimir", ProfileOrigin("Mimir and Cortex", "2", "its exposition"))
      .counting(nil, method: "method").status("status_code")
      .route("route", without: "metrics|ready|/grpc.health.*")
      .lasting("cortex_request_duration_seconds"),
    MetricProfile("grafana", ProfileOrigin("Grafana", "10", "its exposition"))
      .counting(nil, method: "method").status("status_code").route("handler", without: "/metrics")
      .lasting("grafana_http_request_duration_seconds"),
  ]

  /// What keeps data.
  static let storeRows: [MetricProfile] = [
    MetricProfile("redis", ProfileOrigin("redis_exporter", "1.45.0", measured))
      .counting("redis_commands_processed_total")
      .lasting("redis_commands_duration_seconds_total", .seconds, .sum)
      .lookUps(hits: "redis_keyspace_hits_total", misses: "redis_keyspace_misses_total"),
    MetricProfile("memcached", ProfileOrigin("memcached_exporter", "0.15", "its exposition"))
      .counting("memcached_commands_total").route("command")
      .lookUps(
        "memcached_commands_total",
        by: "status",
        hit: "hit",
        miss: "miss",
        only: [LabelMatcher("command", .equal, "get")]
      ),
    MetricProfile("postgres", ProfileOrigin("postgres_exporter", "0.11", measured))
      .counting("pg_stat_database_xact_commit")
      .caveat(.traffic, "commits alone, and late where no table is read"),
    MetricProfile("mysql", ProfileOrigin("mysqld_exporter", "0.14", measured))
      .counting("mysql_global_status_queries"),
    MetricProfile("mongodb", ProfileOrigin("mongodb_exporter", "0.40", "its README"))
      .counting("mongodb_ss_opcounters").route("legacy_op_type"),
    MetricProfile("rabbitmq", ProfileOrigin("RabbitMQ", "3.13", "rabbitmq.com prometheus plugin"))
      .counting("rabbitmq_global_messages_received_total"),
  ]

  /// Tasks from queues.
  static let taskRows: [MetricProfile] = [
    MetricProfile("celery", ProfileOrigin("prometheus-exporter-celery", "0.11.2", measured))
      .counting("celery_task_received_total").failing("celery_task_failed_total").route("name")
      .lasting("celery_task_runtime")
      .caveat(.latency, "tasks that fail have no runtime"),
    MetricProfile("flower", ProfileOrigin("flower", "2.2.0", measured))
      .counting("flower_events_total").status("type", error: "task-failed").route("task")
      .lasting("flower_task_runtime_seconds")
      .only([
        LabelMatcher("type", .matchesNot, "task-(sent|received|started|retried|revoked|rejected)")
      ])
      .caveat(.latency, "tasks that fail have no runtime"),
    MetricProfile(
      "celery-redis",
      ProfileOrigin("celery-redis-prometheus", "2.0.0", "its package")
    )
    .counting("celery_tasks_total").status("state", error: "failed|retries-exceeded")
    .route("queue").lasting("celery_task_runtime_seconds")
    .only([LabelMatcher("state", .matchesNot, "started|retried")])
    .caveat(.latency, "tries that are repeated count too"),
    MetricProfile(
      "celery-local",
      ProfileOrigin("celery-local-exporter", "1.0", "its package")
    )
    .counting("celery_task_postrun_count_total").status("state", error: "FAILURE")
    .route("task").lasting("celery_task_execution_time")
    .only([LabelMatcher("state", .notEqual, "RETRY")])
    .caveat(.latency, "tries that are repeated count too"),
  ]

  private static func litellm(_ name: String) -> MetricProfile {
    MetricProfile(name, ProfileOrigin("litellm", "1.110.2", measured))
      .lasting("litellm_request_total_latency_metric")
      .tokens(
        in: "litellm_input_tokens_metric_total",
        out: "litellm_output_tokens_metric_total",
        model: "model"
      )
      .unpaid("litellm_cached_tokens_metric_total")
      .cost("litellm_spend_metric_total", model: "model")
      .operations(by: nil, firstToken: "litellm_llm_api_time_to_first_token_metric")
      .modelCalls(
        good: "litellm_requests_metric_total",
        bad: "litellm_llm_api_failed_requests_metric_total"
      )
      // Called directly, it knows the model that failed by the name that was asked for; behind its Router
      // that is the name of the group.
      .refused(
        "litellm_deployment_failure_responses_total",
        [LabelMatcher("exception_status", .equal, "429")],
        model: "litellm_model_name",
        or: "requested_model"
      )
      .lookUps(hits: "litellm_cache_hits_metric_total", misses: "litellm_cache_misses_metric_total")
      .caveat(.cache, "misses may not be counted")
      .caveat(.model, "models without a price cost 0")
  }

  /// What answers with a language model.
  static let modelRows: [MetricProfile] = [
    litellm("litellm").counting("litellm_proxy_total_requests_metric_total")
      .failing("litellm_proxy_failed_requests_metric_total")
      .marked([LabelMatcher("route", .notEqual, "None")]),
    // Without its proxy the proxy's counters have only what went well.
    litellm("litellm-sdk").counting("litellm_deployment_total_requests_total")
      .failing("litellm_deployment_failure_responses_total")
      .caveat(.latency, "calls that fail have no latency"),
    MetricProfile("vllm", ProfileOrigin("vllm", "0.33.0", "vllm package"))
      .counting("vllm:request_success_total").status("finished_reason", error: "abort|error")
      .lasting("vllm:e2e_request_latency_seconds")
      .tokens(
        in: "vllm:prompt_tokens_total",
        out: "vllm:generation_tokens_total",
        model: "model_name"
      )
      .operations(by: nil, firstToken: "vllm:time_to_first_token_seconds")
      .modelCalls(
        "vllm:request_success_total",
        failing: [LabelMatcher("finished_reason", .matches, "abort|error")]
      ),
    MetricProfile("tgi", ProfileOrigin("text-generation-inference", "3", "its documentation"))
      .counting("tgi_request_count").failing("tgi_request_failure").lasting("tgi_request_duration"),
  ]

  /// The metric that every client of Prometheus exposes, whatever it serves.
  static let anyClient = "process_start_time_seconds"

  /// Parts that services have beside their requests.
  static let partRows =
    OpenTelemetryProfiles.parts + [
      MetricProfile("node-exporter", ProfileOrigin("node_exporter", "1.5", measured))
        .recognised(by: "node_boot_time_seconds").infrastructure,
      MetricProfile("cadvisor", ProfileOrigin("cAdvisor", "0.49", "its exposition"))
        .recognised(by: "container_last_seen").infrastructure,
      MetricProfile("kube-state-metrics", ProfileOrigin("kube-state-metrics", "2", "its docs"))
        .recognised(by: "kube_pod_info").infrastructure,
      MetricProfile("kafka-exporter", ProfileOrigin("kafka_exporter", "1.8", "its README"))
        .recognised(by: "kafka_consumergroup_lag").infrastructure,
      MetricProfile("process", ProfileOrigin("a Prometheus client", "", measured))
        .recognised(by: anyClient),
    ]
}
