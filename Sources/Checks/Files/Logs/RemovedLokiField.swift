/// A field of Loki's configuration that is gone, and what stands in its place.
struct RemovedLokiField {
  /// The names of fields that lead to it; a list's items all count.
  let path: String
  /// The first release that refuses it.
  let since: String
  /// What to write.
  let instead: String

  private init(_ path: String, _ since: String, _ instead: String) {
    self.path = path
    self.since = since
    self.instead = instead
  }

  /// Whether a release that refuses it is out.
  var isGone: Bool { since != "4.0" }

  /// All of them.
  ///
  /// - Source: <https://grafana.com/docs/loki/latest/setup/upgrade/>, Loki's CHANGELOG for 3.8.0, and
  ///   `tools/deprecated-config-checker/deleted-config.yaml` of Loki; 4.0 is what they call unreleased.
  static let all: [RemovedLokiField] = since3 + since38 + since4

  private static let since3 = [
    RemovedLokiField("ingester.max_transfer_retries", "3.0", "ingester: {wal: {enabled: true}}"),
    RemovedLokiField("querier.engine.timeout", "3.0", "limits_config: {query_timeout: 1m}"),
    RemovedLokiField("querier.query_timeout", "3.0", "limits_config: {query_timeout: 1m}"),
    RemovedLokiField(
      "query_range.split_queries_by_interval",
      "3.0",
      "limits_config: {split_queries_by_interval: 1h}"
    ),
    RemovedLokiField("query_range.forward_headers_list", "3.0", "nothing: leave it out"),
    RemovedLokiField("frontend_worker.parallelism", "3.0", "querier: {max_concurrent: 4}"),
    RemovedLokiField("frontend_worker.match_max_concurrent", "3.0", "querier: {max_concurrent: 4}"),
    RemovedLokiField("common.storage.s3.sse_encryption", "3.0", "sse: {type: SSE-S3}"),
    RemovedLokiField("ruler.storage.s3.sse_encryption", "3.0", "sse: {type: SSE-S3}"),
    RemovedLokiField("storage_config.aws.sse_encryption", "3.0", "sse: {type: SSE-S3}"),
    RemovedLokiField("storage_config.boltdb_shipper.shared_store", "3.0", sharedStore),
    RemovedLokiField("storage_config.tsdb_shipper.shared_store", "3.0", sharedStore),
    RemovedLokiField("storage_config.boltdb_shipper.shared_store_key_prefix", "3.0", prefix),
    RemovedLokiField("storage_config.tsdb_shipper.shared_store_key_prefix", "3.0", prefix),
    RemovedLokiField(
      "storage_config.tsdb_shipper.use_boltdb_shipper_as_backup",
      "3.0",
      "nothing: leave it out"
    ),
    RemovedLokiField(
      "compactor.shared_store",
      "3.0",
      "compactor: {delete_request_store: filesystem}"
    ),
    RemovedLokiField(
      "compactor.shared_store_key_prefix",
      "3.0",
      "compactor: {delete_request_store_key_prefix: index/}"
    ),
    RemovedLokiField(
      "compactor.deletion_mode",
      "3.0",
      "limits_config: {deletion_mode: filter-and-delete}"
    ),
    RemovedLokiField(
      "chunk_store_config.max_look_back_period",
      "3.0",
      "limits_config: {max_query_lookback: 168h}"
    ),
    RemovedLokiField("limits_config.enforce_metric_name", "3.0", "nothing: leave it out"),
    RemovedLokiField(
      "limits_config.ruler_evaluation_delay_duration",
      "3.0",
      "nothing: leave it out"
    ),
    RemovedLokiField(
      "common.storage.filesystem.admin_api_directory",
      "3.5",
      "nothing: leave it out"
    ),
  ]

  private static let since38 = [
    RemovedLokiField("table_manager", "3.8", retention),
    RemovedLokiField("storage_config.boltdb_shipper", "3.8", tsdb),
    RemovedLokiField("storage_config.boltdb", "3.8", tsdb),
    RemovedLokiField("storage_config.bigtable", "3.8", tsdb),
    RemovedLokiField("storage_config.cassandra", "3.8", tsdb),
    RemovedLokiField("storage_config.grpc_store", "3.8", tsdb),
    RemovedLokiField("storage_config.aws.dynamodb", "3.8", tsdb),
    RemovedLokiField("storage_config.index_queries_cache_config", "3.8", "nothing: leave it out"),
    RemovedLokiField("storage_config.index_cache_validity", "3.8", "nothing: leave it out"),
    RemovedLokiField(
      "chunk_store_config.write_dedupe_cache_config",
      "3.8",
      "nothing: leave it out"
    ),
    RemovedLokiField("limits_config.unordered_writes", "3.8", "nothing: it always allows them"),
    RemovedLokiField(
      "limits_config.allow_deletes",
      "3.8",
      "limits_config: {deletion_mode: filter-and-delete}"
    ),
  ]

  private static let since4 = [
    RemovedLokiField("storage_config.disable_broad_index_queries", "4.0", "nothing: leave it out"),
    RemovedLokiField("chunk_store_config.cache_lookups_older_than", "4.0", "nothing: leave it out"),
    RemovedLokiField("schema_config.configs.chunks", "4.0", "nothing: leave it out"),
    RemovedLokiField("schema_config.configs.index.tags", "4.0", "nothing: leave it out"),
    RemovedLokiField("schema_config.configs.row_shards", "4.0", "nothing: leave it out"),
    RemovedLokiField(
      "limits_config.per_tenant_override_config",
      "4.0",
      "runtime_config: {file: …}"
    ),
    RemovedLokiField(
      "limits_config.per_tenant_override_period",
      "4.0",
      "runtime_config: {period: …}"
    ),
    RemovedLokiField("limits_config.ruler_enable_wal_replay", "4.0", "nothing: leave it out"),
    RemovedLokiField(
      "ruler.remote_write.client",
      "4.0",
      "ruler: {remote_write: {clients: {main: …}}}"
    ),
  ]

  private static let sharedStore =
    "nothing: object_store of schema_config says where the index is kept"
  private static let prefix = "schema_config: {configs: [{index: {path_prefix: index/}}]}"
  private static let tsdb = "storage_config: {tsdb_shipper: {…}}, with store: tsdb in schema_config"
  private static let retention = """
    limits_config:
      retention_period: 168h
    compactor:
      working_directory: /loki/compactor
      retention_enabled: true
      delete_request_store: filesystem
    """
}
