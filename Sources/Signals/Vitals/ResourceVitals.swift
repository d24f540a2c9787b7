import Telemetry

/// What services run on.
enum ResourceVitals {
  private typealias Kind = Vital.Kind

  private static let node = Kind("node", .resources)
  private static let process = Kind("process", .resources, ofService: true)
  private static let container = Kind(
    "container",
    .resources,
    ["instance", "namespace", "pod", "container", "name"]
  )

  /// What services run on.
  static let rows: [Vital] = machines + processes + runtimes + containers

  private static let real = LabelMatcher("fstype", .matchesNot, QueryContext.unrealFileSystems)
  private static let wires = LabelMatcher("device", .matchesNot, "lo|veth.*|docker.*|br-.*|cni.*")

  private static let machines: [Vital] = [
    node.vital(
      "cpu",
      .ratio,
      .other(["node_cpu_seconds_total"]) { context, labels in
        let idle = context.exporterRate(
          "node_cpu_seconds_total",
          [LabelMatcher("mode", .equal, "idle")]
        )
        return "1 - \(context.aggregated("avg", idle, by: labels))"
      },
      in: .cpu
    ) { $0.cpu },
    node.vital(
      "memory",
      .ratio,
      .other(
        ["node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes"]
      ) { context, labels in
        let free = context.sum(context.exporterGauge("node_memory_MemAvailable_bytes"), by: labels)
        let all = context.sum(context.exporterGauge("node_memory_MemTotal_bytes"), by: labels)
        return "1 - \(free) / \(all)"
      },
      in: .memory
    ) { $0.memory },
    node.vital(
      "fullest file system",
      .ratio,
      .other(
        ["node_filesystem_avail_bytes", "node_filesystem_size_bytes"]
      ) { context, labels in
        let free = context.exporterGauge("node_filesystem_avail_bytes", [real])
        let all = context.exporterGauge("node_filesystem_size_bytes", [real])
        return context.aggregated("max", "1 - \(free) / \(all)", by: labels)
      },
      in: .disk
    ) { $0.memory },
    node.vital(
      "busiest disk",
      .ratio,
      .other(["node_disk_io_time_seconds_total"]) { context, labels in
        context.aggregated(
          "max",
          context.exporterRate("node_disk_io_time_seconds_total"),
          by: labels
        )
      },
      in: .busy
    ) { $0.cpu },
    node.vital(
      "network",
      .bytesPerSecond,
      .other(
        ["node_network_receive_bytes_total", "node_network_transmit_bytes_total"]
      ) { context, labels in
        let received = context.exporterRate("node_network_receive_bytes_total", [wires])
        let sent = context.exporterRate("node_network_transmit_bytes_total", [wires])
        return "\(context.sum(received, by: labels)) + \(context.sum(sent, by: labels))"
      },
      in: .network
    ),
    node.vital(
      "file descriptors",
      .ratio,
      .ratio("node_filefd_allocated", of: "node_filefd_maximum"),
      in: .descriptors
    ) { $0.memory },
    node.vital(
      "pressure",
      .ratio,
      .other(
        [
          "node_pressure_cpu_waiting_seconds_total", "node_pressure_memory_stalled_seconds_total",
          "node_pressure_io_stalled_seconds_total",
        ]
      ) { context, labels in
        // What waits longest, of the processor, memory and disks.
        let parts = [("cpu", "waiting"), ("memory", "stalled"), ("io", "stalled")].map {
          part,
          how in
          let rate = context.exporterRate("node_pressure_\(part)_\(how)_seconds_total")
          return "label_replace(\(rate), \"part\", \"\(part)\", \"\", \"\")"
        }
        return context.aggregated("max", parts.joined(separator: " or "), by: labels)
      },
      in: .pressure
    ) { _ in Threshold(warning: 0.1, critical: 0.4) },
    node.vital(
      "file system full in",
      .seconds,
      .other(
        ["node_filesystem_avail_bytes", "node_filesystem_size_bytes"]
      ) { context, labels in
        let free = context.exporterGauge("node_filesystem_avail_bytes", [real])
        let pace = "-deriv(\(free)[1h])"
        return context.aggregated("min", "\(free) / (\(pace) > 0)", by: labels)
      },
      in: .fullIn
    ) { _ in .fullSoon },
    node.vital("load of 1 min", .none, .most("node_load1")),
    node.vital(
      "swap used",
      .ratio,
      .other(
        ["node_memory_SwapFree_bytes", "node_memory_SwapTotal_bytes"]
      ) { context, labels in
        let free = context.sum(context.exporterGauge("node_memory_SwapFree_bytes"), by: labels)
        let all = context.sum(context.exporterGauge("node_memory_SwapTotal_bytes"), by: labels)
        return "1 - \(free) / (\(all) > 0)"
      }
    ) { $0.memory },
    node.vital(
      "inodes used",
      .ratio,
      .other(
        ["node_filesystem_files_free", "node_filesystem_files"]
      ) { context, labels in
        let free = context.exporterGauge("node_filesystem_files_free", [real])
        let all = context.exporterGauge("node_filesystem_files", [real])
        return context.aggregated("max", "1 - \(free) / (\(all) > 0)", by: labels)
      }
    ) { $0.memory },
    node.vital(
      "waiting for disks",
      .ratio,
      .other(["node_cpu_seconds_total"]) { context, labels in
        let wait = context.exporterRate(
          "node_cpu_seconds_total",
          [LabelMatcher("mode", .equal, "iowait")]
        )
        return context.aggregated("avg", wait, by: labels)
      }
    ),
    node.vital("read from disks", .bytesPerSecond, .rate("node_disk_read_bytes_total")),
    node.vital("written to disks", .bytesPerSecond, .rate("node_disk_written_bytes_total")),
    node.vital("received", .bytesPerSecond, .rate("node_network_receive_bytes_total")),
    node.vital("sent", .bytesPerSecond, .rate("node_network_transmit_bytes_total")),
    node.vital("network errors", .perSecond, .rate("node_network_receive_errs_total")),
    node.vital("processes killed for memory", .perSecond, .rate("node_vmstat_oom_kill")),
    node.vital("context switches", .perSecond, .rate("node_context_switches_total")),
  ]

  private static let processes: [Vital] = [
    process.vital("cpu", .cores, .rate("process_cpu_seconds_total"), in: .cpu),
    process.vital("memory", .bytes, .sum("process_resident_memory_bytes"), in: .memory),
    process.vital(
      "file descriptors",
      .ratio,
      .ratio("process_open_fds", of: "process_max_fds"),
      in: .descriptors
    ) { $0.memory },
    process.vital(
      "descriptors full in",
      .seconds,
      .reaches("process_open_fds", limit: "process_max_fds"),
      in: .fullIn
    ) { _ in .fullSoon },
    process.vital(
      "runs for",
      .seconds,
      .other(["process_start_time_seconds"]) { context, labels in
        context.aggregated(
          "min",
          "time() - \(context.gauge("process_start_time_seconds"))",
          by: labels
        )
      }
    ),
    process.vital("received", .bytesPerSecond, .rate("process_network_receive_bytes_total")),
    process.vital("sent", .bytesPerSecond, .rate("process_network_transmit_bytes_total")),
  ]

  private static let runtimes: [Vital] = [
    process.vital(
      "event loop lag p99",
      .seconds,
      .most("nodejs_eventloop_lag_p99_seconds"),
      in: .lag
    ) {
      _ in Threshold(warning: 0.1, critical: 0.5)
    },
    process.vital(
      "heap used",
      .ratio,
      .ratio("nodejs_heap_size_used_bytes", of: "nodejs_heap_size_total_bytes")
    ),
    process.vital("longest GC pause", .seconds, .most("go_gc_duration_seconds"), in: .lag) {
      _ in Threshold(warning: 0.1, critical: 0.5)
    },
    process.vital("goroutines", .count, .sum("go_goroutines")),
    process.vital("heap in use", .bytes, .sum("go_memstats_heap_inuse_bytes")),
    process.vital("allocated", .bytesPerSecond, .rate("go_memstats_alloc_bytes_total")),
    process.vital("longest JVM GC pause", .seconds, .most("jvm_gc_pause_seconds_max"), in: .lag) {
      _ in Threshold(warning: 0.5, critical: 2)
    },
    process.vital(
      "JVM heap used",
      .ratio,
      .other(
        ["jvm_memory_used_bytes", "jvm_memory_max_bytes"]
      ) { context, labels in
        let heap = [LabelMatcher("area", .equal, "heap")]
        let used = context.sum(context.gauge("jvm_memory_used_bytes", heap), by: labels)
        let all = context.sum("\(context.gauge("jvm_memory_max_bytes", heap)) > 0", by: labels)
        return "\(used) / \(all)"
      }
    ) { $0.memory },
    process.vital("JVM threads", .count, .sum("jvm_threads_live_threads")),
    process.vital("garbage collections", .perSecond, .rate("python_gc_collections_total")),
    process.vital(
      "objects that GC could not free",
      .perSecond,
      .rate("python_gc_objects_uncollectable_total")
    ),
    process.vital(".NET heap", .bytes, .sum("dotnet_total_memory_bytes")),
    process.vital("threads of the pool", .count, .sum("dotnet_threadpool_num_threads")),
  ]

  private static let containers: [Vital] = [
    container.vital(
      "cpu",
      .cores,
      .other(["container_cpu_usage_seconds_total"]) { context, labels in
        context.sum(context.exporterRate("container_cpu_usage_seconds_total", parts), by: labels)
      },
      in: .cpu
    ),
    container.vital(
      "memory",
      .bytes,
      .other(["container_memory_working_set_bytes"]) {
        context,
        labels in
        context.sum(context.exporterGauge("container_memory_working_set_bytes", parts), by: labels)
      },
      in: .memory
    ),
    container.vital(
      "memory of its limit",
      .ratio,
      .other(
        ["container_memory_working_set_bytes", "container_spec_memory_limit_bytes"]
      ) { context, labels in
        let used = context.sum(
          context.exporterGauge("container_memory_working_set_bytes", parts),
          by: labels
        )
        let limit = context.exporterGauge("container_spec_memory_limit_bytes", parts)
        return "\(used) / (\(context.sum(limit, by: labels)) > 0)"
      },
      in: .pressure
    ) { $0.memory },
    container.vital(
      "throttled",
      .ratio,
      .perRate("container_cpu_cfs_throttled_periods_total", of: "container_cpu_cfs_periods_total"),
      in: .lag
    ) { _ in Threshold(warning: 0.1, critical: 0.5) },
  ]

  /// Containers themselves, without their pause containers and the sums over all.
  private static let parts = [
    LabelMatcher("container", .notEqual, "POD"), LabelMatcher("id", .notEqual, "/"),
  ]
}
