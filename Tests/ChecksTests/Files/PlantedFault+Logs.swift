import Checks

extension PlantedFault {
  private static let logs = "loki/loki.yml"

  private static func loki(
    _ check: String,
    _ severity: Finding.Severity,
    _ from: String,
    _ to: String,
    at line: String
  ) -> PlantedFault {
    PlantedFault(check, severity, logs, (from, to), at: line)
  }

  /// A block more at the end of a block that is there.
  private static func removed(
    _ block: String,
    _ field: String,
    at line: String,
    severity: Finding.Severity = .critical
  ) -> PlantedFault {
    loki("loki-removed-field", severity, "\(block):\n", "\(block):\n  \(field)\n", at: line)
  }

  static let loki = [
    removed("compactor", "shared_store: filesystem", at: "shared_store"),
    removed("compactor", "deletion_mode: filter-and-delete", at: "deletion_mode"),
    removed("limits_config", "enforce_metric_name: false", at: "enforce_metric_name"),
    removed("limits_config", "unordered_writes: true", at: "unordered_writes"),
    removed(
      "limits_config",
      "per_tenant_override_config: /etc/overrides.yml",
      at: "per_tenant",
      severity: .warning
    ),
    removed("storage_config", "boltdb_shipper: {cache_ttl: 24h}", at: "boltdb_shipper"),
    removed("storage_config", "tsdb_shipper: {shared_store: s3}", at: "tsdb_shipper"),
    loki(
      "loki-removed-field",
      .critical,
      "analytics:\n",
      "chunk_store_config: {max_look_back_period: 0s}\nanalytics:\n",
      at: "chunk_store_config"
    ),
    loki(
      "loki-removed-field",
      .critical,
      "analytics:\n",
      "table_manager: {retention_deletes_enabled: true, retention_period: 168h}\nanalytics:\n",
      at: "table_manager"
    ),
    loki(
      "loki-removed-field",
      .critical,
      "analytics:\n",
      "ingester: {max_transfer_retries: 0}\nanalytics:\n",
      at: "ingester: {max"
    ),
    loki("loki-structured-metadata", .critical, "schema: v13", "schema: v11", at: "schema: v11"),
    loki("loki-structured-metadata", .critical, "schema: v13", "schema: v12", at: "schema: v12"),
    loki("loki-structured-metadata", .note, "_metadata: true", "_metadata: false", at: "allow_str"),
    loki(
      "loki-schema-store",
      .critical,
      "configs:\n",
      "configs:\n    - {from: 2020-10-24, store: boltdb-shipper, object_store: filesystem, schema: v11, "
        + "index: {prefix: index_, period: 24h}}\n",
      at: "- {from: 2020"
    ),
    loki(
      "loki-schema-invalid",
      .critical,
      "period: 24h\n",
      "period: 168h\n",
      at: "period: 168h\nst"
    ),
    loki(
      "loki-schema-invalid",
      .critical,
      "storage_config:\n",
      "    - {from: 2022-01-01, store: tsdb, object_store: filesystem, schema: v13, "
        + "index: {prefix: index_, period: 24h}}\nstorage_config:\n",
      at: "- {from: 2022"
    ),
    loki(
      "loki-retention",
      .critical,
      "enabled: true\n  delete",
      "enabled: false\n  delete",
      at: "retention_period: 168h"
    ),
    loki(
      "loki-retention",
      .critical,
      "compactor:\n  working_directory: /loki/compactor\n  retention_enabled: true\n"
        + "  delete_request_store: filesystem\n",
      "",
      at: "retention_period: 168h"
    ),
    loki("loki-retention", .note, "  retention_period: 168h\n", "", at: "retention_enabled"),
    loki(
      "loki-delete-request-store",
      .critical,
      "  delete_request_store: filesystem\n",
      "",
      at: "retention_enabled"
    ),
    loki("retention-short", .warning, "_period: 168h", "_period: 24h", at: "retention_period"),
    loki("loki-replication", .critical, "_factor: 1", "_factor: 3", at: "replication_factor"),
    loki("loki-replication", .critical, "  replication_factor: 1\n", "", at: "store: inmemory"),
    loki("loki-tenant", .critical, "auth_enabled: false", "auth_enabled: true", at: "auth_enabled"),
    loki(
      "loki-wal-off",
      .warning,
      "analytics:\n",
      "ingester: {wal: {enabled: false}}\nanalytics:\n",
      at: "ingester"
    ),
    loki(
      "loki-alertmanager-v1",
      .critical,
      "analytics:\n",
      "ruler: {enable_alertmanager_v2: false}\nanalytics:\n",
      at: "ruler"
    ),
    loki(
      "loki-object-store",
      .note,
      "  use_thanos_objstore: true\n  object_store:\n    filesystem:\n      dir: /loki/chunks\n",
      "  filesystem: {directory: /loki/chunks}\n",
      at: "filesystem: {directory"
    ),
  ]

  private static let promtail = "promtail/promtail.yml"

  static let shipping = [
    PlantedFault(
      "log-label-unbounded",
      .critical,
      "alloy/config.alloy",
      ("    values = { level = \"\" }\n", "    values = {\n      trace_id = \"\",\n    }\n"),
      at: "trace_id = \"\",\n"
    ),
    PlantedFault(
      "log-label-unbounded",
      .critical,
      promtail,
      ("- labels:\n", "- labels:\n          user_id:\n"),
      at: "user_id"
    ).inPromtail,
    PlantedFault(
      "log-push-path-deprecated",
      .warning,
      promtail,
      ("/loki/api/v1/push", "/api/prom/push"),
      at: "- url"
    ).inPromtail,
    PlantedFault(
      "promtail-positions",
      .note,
      promtail,
      ("/var/lib/promtail/", "/tmp/"),
      at: "filename"
    )
    .inPromtail,
    PlantedFault(
      "promtail-no-path",
      .critical,
      promtail,
      (
        "    docker_sd_configs:\n",
        "    static_configs:\n      - labels: {job: web}\n    docker_sd_configs:\n"
      ),
      at: "- labels: {job"
    ).inPromtail,
    PlantedFault(
      "promtail-invalid",
      .critical,
      promtail,
      ("    docker_sd_configs:\n", "    entry_parser: docker\n    docker_sd_configs:\n"),
      at: "entry_parser"
    ).inPromtail,
    PlantedFault(
      "promtail-invalid",
      .critical,
      promtail,
      (
        "    docker_sd_configs:\n",
        "    static_configs:\n      - labels: {__path__: /var/log/a.log}\n        pipeline_stages: []\n"
          + "    docker_sd_configs:\n"
      ),
      at: "pipeline_stages: []"
    ).inPromtail,
  ]
}
