import Telemetry

/// What OpenTelemetry measures of machines, processes and runtimes.
///
/// - Source: the semantic conventions 1.38, the collector's `hostmetricsreceiver`, and the expositions of
///   opentelemetry-instrumentation-system-metrics 0.66b1.
enum OpenTelemetryVitals {
  private static let process = Vital.Kind.process

  /// Every row, under the names of each translation.
  static let rows: [Vital] = OpenTelemetryNames.allCases.flatMap {
    hosts($0) + processes($0) + runtimes($0)
  }

  /// A machine under the names of a translation.
  ///
  /// Every process that measures the machine pushes all of this as its own. It is told once for each name of
  /// a host, and once for all that name none.
  private static func hosts(_ form: OpenTelemetryNames) -> [Vital] {
    let kind = Vital.Kind("host", .resources, [hostLabel], ofService: true).adding(hostLabel)
      .variant(form.rawValue)
    return levels(kind, form) + rates(kind, form)
  }

  /// What is used of what there is.
  private static func levels(_ kind: Vital.Kind, _ form: OpenTelemetryNames) -> [Vital] {
    let host = HostMetrics(form)
    let name = form.name("host.name")
    return [
      kind.vital(
        "cpu",
        .ratio,
        .other([host.cpu]) { context, _ in
          context.once(context.hostCPU(host, by: each), "max", hostLabel: name)
        },
        in: .cpu
      ) { $0.cpu },
      kind.vital(
        "memory",
        .ratio,
        .other([host.memory]) { context, _ in
          context.once(context.hostMemory(host, by: each), "max", hostLabel: name)
        },
        in: .memory
      ) { $0.memory },
      kind.vital(
        "fullest file system",
        .ratio,
        .other([host.files]) { context, _ in
          context.once(context.hostFiles(host, by: each), "max", hostLabel: name)
        },
        in: .disk
      ) { $0.memory },
      kind.vital(
        "file system full in",
        .seconds,
        .other([host.files]) { context, _ in
          context.once(context.hostFilesFullIn(host, by: each), "min", hostLabel: name)
        },
        in: .fullIn
      ) { _ in .fullSoon },
    ]
  }

  /// What moves.
  private static func rates(_ kind: Vital.Kind, _ form: OpenTelemetryNames) -> [Vital] {
    func rate(_ metric: String, _ matchers: [LabelMatcher], _ pick: String = "sum") -> Vital.Form {
      .other([metric]) { context, _ in
        let rates = context.aggregated(pick, context.rate(metric, matchers), by: each)
        return context.once(rates, "max", hostLabel: form.name("host.name"))
      }
    }
    let disk = form.name("system.disk.io", "_bytes_total")
    func moved(_ direction: String) -> Vital.Form {
      rate(disk, [disks, LabelMatcher("direction", .equal, direction)])
    }
    let errors = form.name("system.network.errors", "_total")
    return [
      kind.vital(
        "busiest disk",
        .ratio,
        rate(form.name("system.disk.io_time", "_seconds_total"), [disks], "max"),
        in: .busy
      ) { $0.cpu },
      kind.vital(
        "network",
        .bytesPerSecond,
        rate(form.name("system.network.io", "_bytes_total"), [MachineVitals.wires]),
        in: .network
      ),
      kind.vital("read from disks", .bytesPerSecond, moved("read")),
      kind.vital("written to disks", .bytesPerSecond, moved("write")),
      kind.vital("network errors", .perSecond, rate(errors, [MachineVitals.wires])),
    ]
  }

  /// The labels of what measures the machine.
  private static let each = ["job", "instance"]

  /// The label with the name of the host.
  private static let hostLabel = "host_name"

  /// Whole disks: their parts would count twice.
  private static let disks = LabelMatcher(
    "device",
    .matchesNot,
    "loop.*|ram.*|dm-.*|([hsv]|xv)d[a-z]+[0-9]+|(nvme|mmcblk).+p[0-9]+"
  )

  /// Processes under the names of a translation.
  private static func processes(_ form: OpenTelemetryNames) -> [Vital] {
    let kind = process.variant(" of OpenTelemetry\(form.rawValue)")
    return [
      kind.vital("cpu", .cores, .rate(form.name("process.cpu.time", "_seconds_total")), in: .cpu),
      kind.vital("memory", .bytes, .sum(form.name("process.memory.usage", "_bytes")), in: .memory),
      kind.vital("open descriptors", .count, .sum(form.name("process.open_file_descriptor.count"))),
      kind.vital("threads", .count, .sum(form.name("process.thread.count"))),
    ]
  }

  /// Runtimes under the names of a translation.
  private static func runtimes(_ form: OpenTelemetryNames) -> [Vital] {
    let kind = process.variant(" of OpenTelemetry\(form.rawValue)")
    return java(kind, form) + javaScript(kind, form) + dotNet(kind, form) + [
      kind.vital("goroutines", .count, .sum(form.name("go.goroutine.count"))),
      kind.vital("heap in use", .bytes, .sum(form.name("go.memory.used", "_bytes"))),
      kind.vital(
        "goroutines' wait p99",
        .seconds,
        .quantile(0.99, form.name("go.schedule.duration", "_seconds")),
        in: .lag
      ) { _ in .delay },
      kind.vital(
        "garbage collections",
        .perSecond,
        .rate(form.name("cpython.gc.collections", "_total"))
      ),
      kind.vital(
        "objects that GC could not free",
        .perSecond,
        .rate(form.name("cpython.gc.uncollectable_objects", "_total"))
      ),
    ]
  }

  private static func java(_ kind: Vital.Kind, _ form: OpenTelemetryNames) -> [Vital] {
    let heap = LabelMatcher(form.name("jvm.memory.type"), .equal, "heap")
    let (used, limit) = (
      form.name("jvm.memory.used", "_bytes"), form.name("jvm.memory.limit", "_bytes")
    )
    return [
      kind.vital(
        "JVM's cpu",
        .cores,
        .rate(form.name("jvm.cpu.time", "_seconds_total")),
        in: .cpu
      ),
      kind.vital(
        "JVM GC pause p99",
        .seconds,
        .quantile(0.99, form.name("jvm.gc.duration", "_seconds")),
        in: .lag
      ) { _ in .longDelay },
      kind.vital(
        "JVM heap used",
        .ratio,
        .other([used, limit]) { context, labels in
          let part = context.sum(context.gauge(used, [heap]), by: labels)
          return "\(part) / \(context.sum("\(context.gauge(limit, [heap])) > 0", by: labels))"
        }
      ) { $0.memory },
      kind.vital("JVM threads", .count, .sum(form.name("jvm.thread.count"))),
    ]
  }

  private static func javaScript(_ kind: Vital.Kind, _ form: OpenTelemetryNames) -> [Vital] {
    [
      kind.vital(
        "event loop lag p99",
        .seconds,
        .most(form.name("nodejs.eventloop.delay.p99", "_seconds")),
        in: .lag
      ) { _ in .delay },
      kind.vital(
        "event loop busy",
        .ratio,
        .most(form.name("nodejs.eventloop.utilization", "_ratio")),
        in: .threads
      ) { $0.cpu },
      kind.vital(
        "heap used",
        .ratio,
        .ratio(
          form.name("v8js.memory.heap.used", "_bytes"),
          of: form.name("v8js.memory.heap.limit", "_bytes")
        )
      ) { $0.memory },
      kind.vital(
        "GC pause p99",
        .seconds,
        .quantile(0.99, form.name("v8js.gc.duration", "_seconds")),
        in: .lag
      ) { _ in .delay },
    ]
  }

  private static func dotNet(_ kind: Vital.Kind, _ form: OpenTelemetryNames) -> [Vital] {
    [
      kind.vital(
        ".NET's cpu",
        .cores,
        .rate(form.name("dotnet.process.cpu.time", "_seconds_total")),
        in: .cpu
      ),
      kind.vital(
        ".NET's memory",
        .bytes,
        .sum(form.name("dotnet.process.memory.working_set", "_bytes")),
        in: .memory
      ),
      kind.vital(
        "time in GC pauses",
        .ratio,
        .rate(form.name("dotnet.gc.pause.time", "_seconds_total"))
      ) { _ in .stall },
      kind.vital(
        ".NET heap",
        .bytes,
        .sum(form.name("dotnet.gc.last_collection.heap.size", "_bytes"))
      ),
      kind.vital(
        "threads of the pool",
        .count,
        .sum(form.name("dotnet.thread_pool.thread.count"))
      ),
      kind.vital(
        "queue of the pool",
        .count,
        .sum(form.name("dotnet.thread_pool.queue.length"))
      ) { _ in .waiting },
    ]
  }
}

extension QueryContext {
  /// One element for each name of a host, and one for all processes that name none.
  ///
  /// - Parameters:
  ///   - vector: What each process says, by `job` and `instance`.
  ///   - pick: What is taken of several that measure the same: `max` or `min`.
  ///   - hostLabel: The label of `target_info` with the name.
  /// - Returns: PromQL whose elements have the name as `host_name`.
  fileprivate func once(_ vector: String, _ pick: String, hostLabel: String) -> String {
    let processes = aggregated(
      "group",
      gauge("target_info"),
      by: ["job", "instance", hostLabel]
    )
    let all =
      "\(processes) * on (job, instance) group_left () (\(vector))"
      + " or ((\(vector)) unless on (job, instance) \(processes))"
    guard hostLabel != "host_name" else { return aggregated(pick, all, by: ["host_name"]) }
    let from = PromQLText.quoted(hostLabel)
    let named = "label_replace(\(all), \"host_name\", \"$1\", \(from), \"(.*)\")"
    return aggregated(pick, named, by: ["host_name"])
  }
}
