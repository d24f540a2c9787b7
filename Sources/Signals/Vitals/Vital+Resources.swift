import Telemetry

extension Vital {
  private static let node = Kind("node", .resources)
  private static let process = Kind("process", .resources, ofService: true)
  private static let container = Kind(
    "container",
    .resources,
    ["instance", "namespace", "pod", "container", "name"]
  )

  /// What services run on.
  static let resources: [Vital] = machines + processes + runtimes + containers

  private static let real = LabelMatcher("fstype", .matchesNot, QueryContext.unrealFileSystems)
  private static let wires = LabelMatcher("device", .matchesNot, "lo|veth.*|docker.*|br-.*|cni.*")

  private static let machines: [Vital] = [
    Vital(
      "cpu",
      node,
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
    Vital(
      "memory",
      node,
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
    Vital(
      "fullest file system",
      node,
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
    Vital(
      "busiest disk",
      node,
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
    Vital(
      "network",
      node,
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
    Vital(
      "file descriptors",
      node,
      .ratio,
      .ratio("node_filefd_allocated", of: "node_filefd_maximum"),
      in: .descriptors
    ) { $0.memory },
    Vital(
      "pressure",
      node,
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
    Vital(
      "file system full in",
      node,
      .seconds,
      .other(
        ["node_filesystem_avail_bytes", "node_filesystem_size_bytes"]
      ) { context, labels in
        let free = context.exporterGauge("node_filesystem_avail_bytes", [real])
        let pace = "-deriv(\(free)[1h])"
        return context.aggregated("min", "\(free) / (\(pace) > 0)", by: labels)
      },
      in: .fullIn
    ) { _ in fullSoon },
    Vital("load of 1 min", node, .none, .most("node_load1")),
    Vital(
      "swap used",
      node,
      .ratio,
      .other(
        ["node_memory_SwapFree_bytes", "node_memory_SwapTotal_bytes"]
      ) { context, labels in
        let free = context.sum(context.exporterGauge("node_memory_SwapFree_bytes"), by: labels)
        let all = context.sum(context.exporterGauge("node_memory_SwapTotal_bytes"), by: labels)
        return "1 - \(free) / (\(all) > 0)"
      }
    ) { $0.memory },
    Vital(
      "inodes used",
      node,
      .ratio,
      .other(
        ["node_filesystem_files_free", "node_filesystem_files"]
      ) { context, labels in
        let free = context.exporterGauge("node_filesystem_files_free", [real])
        let all = context.exporterGauge("node_filesystem_files", [real])
        return context.aggregated("max", "1 - \(free) / (\(all) > 0)", by: labels)
      }
    ) { $0.memory },
    Vital(
      "waiting for disks",
      node,
      .ratio,
      .other(["node_cpu_seconds_total"]) { context, labels in
        let wait = context.exporterRate(
          "node_cpu_seconds_total",
          [LabelMatcher("mode", .equal, "iowait")]
        )
        return context.aggregated("avg", wait, by: labels)
      }
    ),
    Vital("read from disks", node, .bytesPerSecond, .rate("node_disk_read_bytes_total")),
    Vital("written to disks", node, .bytesPerSecond, .rate("node_disk_written_bytes_total")),
    Vital("received", node, .bytesPerSecond, .rate("node_network_receive_bytes_total")),
    Vital("sent", node, .bytesPerSecond, .rate("node_network_transmit_bytes_total")),
    Vital("network errors", node, .perSecond, .rate("node_network_receive_errs_total")),
    Vital("processes killed for memory", node, .perSecond, .rate("node_vmstat_oom_kill")),
    Vital("context switches", node, .perSecond, .rate("node_context_switches_total")),
  ]

  /// Less than a day is worth a look, less than four hours a hurry.
  static let fullSoon = Threshold(warning: 86_400, critical: 14_400, direction: .below)

  private static let processes: [Vital] = [
    Vital("cpu", process, .cores, .rate("process_cpu_seconds_total"), in: .cpu),
    Vital("memory", process, .bytes, .sum("process_resident_memory_bytes"), in: .memory),
    Vital(
      "file descriptors",
      process,
      .ratio,
      .ratio("process_open_fds", of: "process_max_fds"),
      in: .descriptors
    ) { $0.memory },
    Vital(
      "descriptors full in",
      process,
      .seconds,
      .reaches("process_open_fds", limit: "process_max_fds"),
      in: .fullIn
    ) { _ in fullSoon },
    Vital(
      "runs for",
      process,
      .seconds,
      .other(["process_start_time_seconds"]) { context, labels in
        context.aggregated(
          "min",
          "time() - \(context.gauge("process_start_time_seconds"))",
          by: labels
        )
      }
    ),
    Vital("received", process, .bytesPerSecond, .rate("process_network_receive_bytes_total")),
    Vital("sent", process, .bytesPerSecond, .rate("process_network_transmit_bytes_total")),
  ]

  private static let runtimes: [Vital] = [
    Vital(
      "event loop lag p99",
      process,
      .seconds,
      .most("nodejs_eventloop_lag_p99_seconds"),
      in: .lag
    ) {
      _ in Threshold(warning: 0.1, critical: 0.5)
    },
    Vital(
      "heap used",
      process,
      .ratio,
      .ratio("nodejs_heap_size_used_bytes", of: "nodejs_heap_size_total_bytes")
    ),
    Vital("longest GC pause", process, .seconds, .most("go_gc_duration_seconds"), in: .lag) {
      _ in Threshold(warning: 0.1, critical: 0.5)
    },
    Vital("goroutines", process, .count, .sum("go_goroutines")),
    Vital("heap in use", process, .bytes, .sum("go_memstats_heap_inuse_bytes")),
    Vital("allocated", process, .bytesPerSecond, .rate("go_memstats_alloc_bytes_total")),
    Vital("longest JVM GC pause", process, .seconds, .most("jvm_gc_pause_seconds_max"), in: .lag) {
      _ in Threshold(warning: 0.5, critical: 2)
    },
    Vital(
      "JVM heap used",
      process,
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
    Vital("JVM threads", process, .count, .sum("jvm_threads_live_threads")),
    Vital("garbage collections", process, .perSecond, .rate("python_gc_collections_total")),
    Vital(
      "objects that GC could not free",
      process,
      .perSecond,
      .rate("python_gc_objects_uncollectable_total")
    ),
    Vital(".NET heap", process, .bytes, .sum("dotnet_total_memory_bytes")),
    Vital("threads of the pool", process, .count, .sum("dotnet_threadpool_num_threads")),
  ]

  private static let containers: [Vital] = [
    Vital(
      "cpu",
      container,
      .cores,
      .other(["container_cpu_usage_seconds_total"]) { context, labels in
        context.sum(context.exporterRate("container_cpu_usage_seconds_total", parts), by: labels)
      },
      in: .cpu
    ),
    Vital(
      "memory",
      container,
      .bytes,
      .other(["container_memory_working_set_bytes"]) {
        context,
        labels in
        context.sum(context.exporterGauge("container_memory_working_set_bytes", parts), by: labels)
      },
      in: .memory
    ),
    Vital(
      "memory of its limit",
      container,
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
    Vital(
      "throttled",
      container,
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
