package import Telemetry

/// How full the fullest instance of a service is, and of what.
package struct ServiceSaturation: Hashable, Sendable {
  /// What is full: `cpu`, `fds`, `heap`.
  package let resource: String
  /// The share in use.
  package let share: Double
}

extension ServiceSaturation {
  /// The label that an answer's elements carry the resource in, with its number.
  private static let resourceLabel = "resource"
  /// The label of the distance of samples that the window of a rate suits.
  private static let spacingLabel = "spacing"

  /// One resource as a share of what there is, an element for each instance.
  private struct Resource: Sendable {
    let name: String
    let metrics: [String]
    /// Whether it is a rate, which needs a window.
    var isRate = false
    let share: @Sendable (QueryContext) -> String
  }

  /// The machine as a process measures it, with all else that runs there.
  package static let host = "host"

  /// Whether it is fuller, or of the service where the other is of its machine.
  private func tellsMore(than other: ServiceSaturation) -> Bool {
    if (resource == Self.host) != (other.resource == Self.host) { return resource != Self.host }
    return share > other.share
  }

  /// The metrics that may say how full an instance is.
  static let metrics = Set(resources.flatMap(\.metrics))

  /// Asks for the resources of all services that `job` names; one query, `nil` where the server has no
  /// metric that tells.
  ///
  /// - Parameters:
  ///   - roster: The services.
  ///   - context: The context for samples of a distance.
  /// - Returns: PromQL.
  package static func expression(
    _ roster: ServiceRoster,
    _ context: (Duration) -> QueryContext
  ) -> String? {
    guard let first = roster.spacings.first else { return nil }
    let known = resources.enumerated().filter { $0.element.metrics.allSatisfy(context(first).has) }
    let parts = known.flatMap { number, resource -> [String] in
      let spacings = resource.isRate ? roster.spacings : [first]
      return spacings.map { spacing in
        let worst =
          "\(RequestFigure.grouped("max", "job", roster.places)) (\(resource.share(context(spacing))))"
        // Of two that are named alike, one would hide the other.
        let named = label(worst, resourceLabel, "\(resource.name) \(number)")
        return resource.isRate ? label(named, spacingLabel, spacing.prometheusText) : named
      }
    }
    return parts.isEmpty ? nil : parts.joined(separator: " or ")
  }

  private static func label(_ vector: String, _ name: String, _ value: String) -> String {
    "label_replace(\(vector), \"\(name)\", \"\(value)\", \"\", \"\")"
  }

  /// The fullest resource by service.
  package static func values(
    _ vector: [VectorSample],
    _ roster: ServiceRoster
  ) -> [ServiceID: ServiceSaturation] {
    var worst: [ServiceID: ServiceSaturation] = [:]
    for sample in vector where sample.value.isFinite {
      let added = [resourceLabel, spacingLabel]
      guard
        let id = roster.id(of: sample.labels, without: added, spacing: sample.labels[spacingLabel])
      else { continue }
      let resource = (sample.labels[resourceLabel] ?? "").prefix { $0 != " " }
      let found = ServiceSaturation(resource: String(resource), share: sample.value)
      if let known = worst[id], !found.tellsMore(than: known) { continue }
      worst[id] = found
    }
    return worst
  }

  private static let resources: [Resource] =
    processes + runtimes + containers + machines
    + OpenTelemetryNames.allCases.flatMap(openTelemetry)

  /// What OpenTelemetry has of runtimes, processes and machines.
  private static func openTelemetry(_ form: OpenTelemetryNames) -> [Resource] {
    let (java, process) = (
      form.name("jvm.cpu.recent_utilization", "_ratio"),
      form.name("process.cpu.utilization", "_ratio")
    )
    let loop = form.name("nodejs.eventloop.utilization", "_ratio")
    let host = HostMetrics(form)
    let labels = ["job", "instance"] + ServicePlace.labels
    return [
      Resource(name: "cpu", metrics: [java]) { $0.gauge(java) },
      Resource(name: "loop", metrics: [loop]) { $0.gauge(loop) },
      heap(
        form.name("jvm.memory.used", "_bytes"),
        form.name("jvm.memory.limit", "_bytes"),
        form.name("jvm.memory.type")
      ),
      // The collector tells user and system apart.
      Resource(name: "cpu", metrics: [process]) { $0.sum($0.gauge(process), by: labels) },
      Resource(name: Self.host, metrics: [host.cpu], isRate: true) {
        $0.hostCPU(host, by: labels)
      },
      Resource(name: Self.host, metrics: [host.memory]) { $0.hostMemory(host, by: labels) },
    ]
  }

  private static let processes: [Resource] = [
    Resource(name: "fds", metrics: ["process_open_fds", "process_max_fds"]) {
      "\($0.gauge("process_open_fds")) / \($0.gauge("process_max_fds"))"
    },
    Resource(name: "fds", metrics: ["process_files_open_files", "process_files_max_files"]) {
      "\($0.gauge("process_files_open_files")) / \($0.gauge("process_files_max_files"))"
    },
    Resource(name: "cpu", metrics: ["process_cpu_usage"]) { $0.gauge("process_cpu_usage") },
    cpu(of: "go_sched_gomaxprocs_threads") { "\($0) / \($1)" },
    // One core is all that these use at a time.
    cpu(of: "python_info") { "\($0) and on (job, instance) \($1)" },
    cpu(of: "nodejs_version_info") { "\($0) and on (job, instance) \($1)" },
  ]

  /// The CPU of a process beside what its runtime says of itself.
  private static func cpu(
    of runtime: String,
    _ share: @escaping @Sendable (String, String) -> String
  ) -> Resource {
    Resource(name: "cpu", metrics: ["process_cpu_seconds_total", runtime], isRate: true) {
      share($0.rate("process_cpu_seconds_total"), $0.gauge(runtime))
    }
  }

  private static let runtimes: [Resource] = [
    heap("jvm_memory_used_bytes", "jvm_memory_max_bytes", "area"),
    Resource(name: "pool", metrics: ["hikaricp_connections_active", "hikaricp_connections_max"]) {
      "\($0.gauge("hikaricp_connections_active")) / \($0.gauge("hikaricp_connections_max"))"
    },
    Resource(
      name: "threads",
      metrics: ["tomcat_threads_busy_threads", "tomcat_threads_config_max_threads"]
    ) {
      "\($0.gauge("tomcat_threads_busy_threads"))"
        + " / \($0.gauge("tomcat_threads_config_max_threads"))"
    },
  ]

  private static func heap(_ used: String, _ limit: String, _ label: String) -> Resource {
    Resource(name: "heap", metrics: [used, limit]) { context in
      let heap = [LabelMatcher(label, .equal, "heap")]
      func sum(_ vector: String) -> String {
        context.sum(vector, by: ["job", "instance"] + ServicePlace.labels)
      }
      // Pools without a limit of their own say -1.
      return "\(sum(context.gauge(used, heap))) / \(sum(context.gauge(limit, heap) + " > 0"))"
    }
  }

  /// A container counts for the services that are scraped in its pod, and for the service of its name.
  private static let containers: [Resource] = [cpuOfContainers, memoryOfContainers].flatMap { own in
    [
      Resource(name: own.name, metrics: own.metrics + ["up"], isRate: own.isRate) {
        inPods($0, own.share($0))
      },
      Resource(name: own.name, metrics: own.metrics, isRate: own.isRate) {
        "label_replace(\(own.share($0)), \"job\", \"$1\", \"container\", \"(.+)\")"
      },
    ]
  }

  private static let cpuOfContainers = Resource(
    name: "cpu",
    metrics: [
      "container_cpu_usage_seconds_total", "container_spec_cpu_quota", "container_spec_cpu_period",
    ],
    isRate: true
  ) {
    let named = [LabelMatcher("container", .notEqual, "")]
    let used = ofContainers($0, $0.exporterRate("container_cpu_usage_seconds_total", named))
    let quota = ofContainers($0, $0.exporterGauge("container_spec_cpu_quota", named) + " > 0")
    let period = ofContainers($0, $0.exporterGauge("container_spec_cpu_period", named))
    return "\(used) / (\(quota) / \(period))"
  }

  private static let memoryOfContainers = Resource(
    name: "mem",
    metrics: ["container_memory_working_set_bytes", "container_spec_memory_limit_bytes"]
  ) {
    let named = [LabelMatcher("container", .notEqual, "")]
    let used = ofContainers($0, $0.exporterGauge("container_memory_working_set_bytes", named))
    let limit = $0.exporterGauge("container_spec_memory_limit_bytes", named) + " > 0"
    return "\(used) / \(ofContainers($0, limit))"
  }

  private static func ofContainers(_ context: QueryContext, _ vector: String) -> String {
    context.sum(vector, by: ["pod", "container"] + ServicePlace.labels)
  }

  /// The fullest container of each pod, for every job that is scraped in it.
  private static func inPods(_ context: QueryContext, _ share: String) -> String {
    let pod = ["pod"] + ServicePlace.labels
    let scraped = context.gauge("up", [LabelMatcher("pod", .notEqual, "")])
    let jobs = context.aggregated("max", scraped, by: ["job"] + pod)
    return "\(jobs) * 0 + on (\(pod.joined(separator: ", "))) group_left () "
      + context.aggregated("max", share, by: pod)
  }

  private static let machines: [Resource] = [
    Resource(name: "cpu", metrics: ["node_cpu_seconds_total"], isRate: true) {
      let idle = [LabelMatcher("mode", .equal, "idle")]
      let labels = ["job", "instance"] + ServicePlace.labels
      let rate = $0.exporterRate("node_cpu_seconds_total", idle)
      return "1 - \($0.aggregated("avg", rate, by: labels))"
    },
    Resource(
      name: "mem",
      metrics: ["node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes"]
    ) {
      "1 - \($0.exporterGauge("node_memory_MemAvailable_bytes"))"
        + " / \($0.exporterGauge("node_memory_MemTotal_bytes"))"
    },
    Resource(name: "mem", metrics: ["redis_memory_used_bytes", "redis_memory_max_bytes"]) {
      "\($0.exporterGauge("redis_memory_used_bytes"))"
        + " / (\($0.exporterGauge("redis_memory_max_bytes")) > 0)"
    },
    Resource(
      name: "conns",
      metrics: ["pg_stat_activity_count", "pg_settings_max_connections"]
    ) {
      let labels = ["job", "instance"] + ServicePlace.labels
      let used = $0.sum($0.exporterGauge("pg_stat_activity_count"), by: labels)
      return "\(used) / \($0.sum($0.exporterGauge("pg_settings_max_connections"), by: labels))"
    },
  ]
}
