import Telemetry

/// Containers and their volumes, as cAdvisor and the kubelet tell of them.
enum ContainerVitals {
  private static let container = Vital.Kind(
    "container",
    .resources,
    ["instance", "namespace", "pod", "container", "name"]
  )
  private static let volume = Vital.Kind(
    "volume",
    .resources,
    ["namespace", "persistentvolumeclaim"]
  )

  /// Every row.
  static let rows: [Vital] =
    [
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
          context.sum(
            context.exporterGauge("container_memory_working_set_bytes", parts),
            by: labels
          )
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
        .perRate(
          "container_cpu_cfs_throttled_periods_total",
          of: "container_cpu_cfs_periods_total"
        ),
        in: .lag
      ) { _ in .delay },
      container.vital(
        "pressure of cpu",
        .ratio,
        .rate("container_pressure_cpu_waiting_seconds_total")
      ) {
        _ in .stall
      },
      container.vital("killed for memory", .perSecond, .rate("container_oom_events_total")),
    ] + volumes

  /// Claims of volumes in Kubernetes.
  private static let volumes: [Vital] = [
    volume.vital(
      "used",
      .ratio,
      .other(
        ["kubelet_volume_stats_available_bytes", "kubelet_volume_stats_capacity_bytes"]
      ) { context, labels in
        let free = context.exporterGauge("kubelet_volume_stats_available_bytes")
        let all = context.exporterGauge("kubelet_volume_stats_capacity_bytes")
        return context.aggregated("max", "1 - \(free) / (\(all) > 0)", by: labels)
      },
      in: .disk
    ) { $0.memory },
    volume.vital(
      "full in",
      .seconds,
      .other(["kubelet_volume_stats_available_bytes"]) { context, labels in
        let free = context.exporterGauge("kubelet_volume_stats_available_bytes")
        return context.aggregated("min", "\(free) / (-deriv(\(free)[1h]) > 0)", by: labels)
      },
      in: .fullIn
    ) { _ in .fullSoon },
    volume.vital(
      "inodes used",
      .ratio,
      .ratio("kubelet_volume_stats_inodes_used", of: "kubelet_volume_stats_inodes")
    ) { $0.memory },
  ]

  /// Containers themselves, without their pause containers and the sums over all.
  private static let parts = [
    LabelMatcher("container", .notEqual, "POD"), LabelMatcher("id", .notEqual, "/"),
  ]
}
