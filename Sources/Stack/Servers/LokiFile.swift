/// Loki's configuration.
struct LokiFile {
  let plan: StackPlan

  /// What starts as an unprivileged user and really flushes, on 3.4 and later.
  var file: StackFile {
    plan.file(
      "loki/loki.yml",
      """
      auth_enabled: false
      server:
        http_listen_port: 3100
      common:
        path_prefix: /loki
        replication_factor: 1
        ring:
          kvstore:
            store: inmemory
      schema_config:
        configs:
          - from: 2024-01-01
            store: tsdb
            object_store: filesystem
            schema: v13
            index:
              prefix: index_
              period: 24h
      storage_config:
        use_thanos_objstore: true
        object_store:
          filesystem:
            dir: /loki/chunks
      limits_config:
        # Attributes of OTLP, correlation and trace IDs.
        allow_structured_metadata: true
        retention_period: 168h
      # It deletes; retention_period alone deletes and hides nothing.
      compactor:
        working_directory: /loki/compactor
        retention_enabled: true
        delete_request_store: filesystem
      analytics:
        reporting_enabled: false

      """
    )
  }
}
