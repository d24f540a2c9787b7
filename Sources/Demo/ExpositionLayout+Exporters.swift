extension ExpositionLayout {
  /// The machine, as node-exporter shows it.
  mutating func appendNode(_ start: Int) {
    family("node_cpu_seconds_total", "counter", "Seconds the CPUs spent in each mode.")
    for processor in 0..<ShopCells.nodeProcessors {
      for mode in ShopCells.NodeMode.allCases {
        line(
          "node_cpu_seconds_total",
          ["cpu": "\(processor)", "mode": "\(mode)"],
          .millionths(ShopCells.node(processor, mode))
        )
      }
    }
    single(
      "node_memory_MemTotal_bytes",
      "gauge",
      "Memory information field MemTotal_bytes.",
      .fixed(16_777_216_000)
    )
    single(
      "node_memory_MemAvailable_bytes",
      "gauge",
      "Memory information field MemAvailable_bytes.",
      .gauge(.memoryAvailable)
    )
    let disk: KeyValuePairs = ["device": "/dev/vda1", "fstype": "ext4", "mountpoint": "/"]
    family("node_filesystem_size_bytes", "gauge", "Filesystem size in bytes.")
    line("node_filesystem_size_bytes", disk, .fixed(107_374_182_400))
    family("node_filesystem_avail_bytes", "gauge", "Filesystem space available.")
    line("node_filesystem_avail_bytes", disk, .gauge(.diskAvailable))
    appendFlows()
    single("node_boot_time_seconds", "gauge", "When the node booted.", .fixed(Int64(start)))
  }

  private mutating func appendFlows() {
    let flows: [(String, KeyValuePairs<String, String>, ShopCells.Other)] = [
      ("node_disk_read_bytes_total", ["device": "vda"], .diskRead),
      ("node_disk_written_bytes_total", ["device": "vda"], .diskWritten),
      ("node_network_receive_bytes_total", ["device": "eth0"], .received),
      ("node_network_transmit_bytes_total", ["device": "eth0"], .sent),
    ]
    for (name, labels, cell) in flows {
      family(name, "counter", "Bytes of a device.")
      line(name, labels, .count(ShopCells.other(cell)))
    }
  }

  /// Redis, as redis_exporter shows it.
  mutating func appendRedis(_ start: Int) {
    let counters: [(String, String, Number)] = [
      (
        "redis_commands_processed_total", "Commands.", .count(ShopCells.other(.redisCommands))
      ),
      (
        "redis_commands_duration_seconds_total", "Total duration of commands.",
        .millionths(ShopCells.other(.redisMicroseconds))
      ),
      (
        "redis_evicted_keys_total", "Evicted keys.", .count(ShopCells.other(.redisEvictions))
      ),
    ]
    single("redis_up", "gauge", "Whether Redis answers.", .fixed(1))
    for (name, help, number) in counters { single(name, "counter", help, number) }
    single("redis_memory_used_bytes", "gauge", "Memory in use.", .gauge(.redisMemory))
    single("redis_memory_max_bytes", "gauge", "Memory limit.", .fixed(1_100_000_000))
    single("redis_connected_clients", "gauge", "Clients.", .gauge(.redisClients))
    family("redis_db_keys", "gauge", "Keys of a database.")
    line("redis_db_keys", ["db": "db0"], .gauge(.redisKeys))
    single("redis_start_time_seconds", "gauge", "Start time.", .fixed(Int64(start)))
  }

  /// PostgreSQL, as postgres_exporter shows it.
  mutating func appendPostgres() {
    single("pg_up", "gauge", "Whether PostgreSQL answers.", .fixed(1))
    family("pg_stat_activity_count", "gauge", "Connections by state.")
    line("pg_stat_activity_count", ["datname": "shop", "state": "active"], .gauge(.postgresActive))
    line("pg_stat_activity_count", ["datname": "shop", "state": "idle"], .gauge(.postgresIdle))
    single("pg_settings_max_connections", "gauge", "Maximum connections.", .fixed(100))
    family("pg_stat_database_xact_commit", "counter", "Committed transactions.")
    line(
      "pg_stat_database_xact_commit",
      ["datname": "shop"],
      .count(ShopCells.other(.commits))
    )
    family("pg_stat_database_xact_rollback", "counter", "Rolled back transactions.")
    line(
      "pg_stat_database_xact_rollback",
      ["datname": "shop"],
      .count(ShopCells.other(.rollbacks))
    )
  }
}
