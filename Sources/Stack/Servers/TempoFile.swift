/// Tempo's configuration.
struct TempoFile {
  let plan: StackPlan

  var file: StackFile {
    plan.file(
      "tempo/tempo.yml",
      """
      server:
        http_listen_port: 3200
      distributor:
        receivers:
          otlp:
            protocols:
              grpc:
                endpoint: 0.0.0.0:4317
              http:
                endpoint: 0.0.0.0:4318
      storage:
        trace:
          backend: local
          wal:
            path: /var/tempo/wal
          local:
            path: /var/tempo/traces
      compactor:
        compaction:
          block_retention: 168h
      usage_report:
        reporting_enabled: false

      """
    )
  }
}
