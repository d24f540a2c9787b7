import Telemetry

/// What the clients of Prometheus and Micrometer say of processes and their runtimes.
enum RuntimeVitals {
  private static let process = Vital.Kind.process

  /// Every row.
  static let rows: [Vital] = processes + runtimes

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
      _ in .delay
    },
    process.vital(
      "heap used",
      .ratio,
      .ratio("nodejs_heap_size_used_bytes", of: "nodejs_heap_size_total_bytes")
    ),
    process.vital("longest GC pause", .seconds, .most("go_gc_duration_seconds"), in: .lag) {
      _ in .delay
    },
    process.vital("goroutines", .count, .sum("go_goroutines")),
    process.vital("heap in use", .bytes, .sum("go_memstats_heap_inuse_bytes")),
    process.vital("allocated", .bytesPerSecond, .rate("go_memstats_alloc_bytes_total")),
    process.vital("longest JVM GC pause", .seconds, .most("jvm_gc_pause_seconds_max"), in: .lag) {
      _ in .longDelay
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
    process.vital("GC pause p99", .seconds, .quantile(0.99, "nodejs_gc_duration_seconds"), in: .lag)
    {
      _ in .delay
    },
    process.vital("active handles", .count, .sum("nodejs_active_handles_total")),
    process.vital(
      "goroutines' wait p99",
      .seconds,
      .quantile(0.99, "go_sched_latencies_seconds"),
      in: .lag
    ) { _ in .delay },
    process.vital("threads", .count, .sum("go_threads")),
    spring.vital("cpu", .ratio, .most("process_cpu_usage"), in: .cpu) { $0.cpu },
    spring.vital(
      "file descriptors",
      .ratio,
      .ratio("process_files_open_files", of: "process_files_max_files"),
      in: .descriptors
    ) { $0.memory },
    spring.vital(
      "descriptors full in",
      .seconds,
      .reaches("process_files_open_files", limit: "process_files_max_files"),
      in: .fullIn
    ) { _ in .fullSoon },
    spring.vital(
      "Tomcat's threads busy",
      .ratio,
      .ratio("tomcat_threads_busy_threads", of: "tomcat_threads_config_max_threads"),
      in: .threads
    ) { $0.memory },
    spring.vital(
      "Jetty's threads busy",
      .ratio,
      .ratio("jetty_threads_busy", of: "jetty_threads_config_max"),
      in: .threads
    ) { $0.memory },
    spring.vital(
      "executors' threads busy",
      .ratio,
      .ratio("executor_active_threads", of: "executor_pool_max_threads")
    ) { $0.memory },
    spring.vital("executors' queued tasks", .count, .sum("executor_queued_tasks")),
  ]

  private static let spring = process.variant(" of Micrometer")
}
