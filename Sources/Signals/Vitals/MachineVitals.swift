import Telemetry

/// Machines, as node_exporter tells of them.
enum MachineVitals {
  private static let node = Vital.Kind("node", .resources)

  /// Every row.
  static let rows: [Vital] =
    machine
    + pressures.map { part, metric in
      node.vital("pressure of \(part)", .ratio, .rate(metric)) { _ in .stall }
    }

  private static let real = LabelMatcher("fstype", .matchesNot, QueryContext.unrealFileSystems)
  /// Interfaces that carry what leaves the machine or comes to it.
  static let wires = LabelMatcher("device", .matchesNot, "lo|veth.*|docker.*|br-.*|cni.*")

  /// What of the pressure is asked for, by resource.
  private static let pressures: [(part: String, metric: String)] = [
    ("cpu", "node_pressure_cpu_waiting_seconds_total"),
    ("memory", "node_pressure_memory_stalled_seconds_total"),
    ("io", "node_pressure_io_stalled_seconds_total"),
  ]

  private static let machine: [Vital] = [
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
        pressures.map(\.metric)
      ) { context, labels in
        // What waits longest, of the processor, memory and disks.
        let parts = pressures.map { part, metric in
          "label_replace(\(context.exporterRate(metric)), \"part\", \"\(part)\", \"\", \"\")"
        }
        return context.aggregated("max", parts.joined(separator: " or "), by: labels)
      },
      in: .pressure
    ) { _ in .stall },
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
    node.vital(
      "descriptors full in",
      .seconds,
      .reaches("node_filefd_allocated", limit: "node_filefd_maximum")
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
}
