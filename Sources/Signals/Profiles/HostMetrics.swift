import Telemetry

/// What is measured of the machine that a service runs on, each by a label with the state.
package struct HostMetrics: Hashable, Sendable {
  /// Counter of seconds of each CPU.
  package let cpu: String
  /// Gauge of bytes of memory.
  package let memory: String
  /// Gauge of bytes of file systems.
  package let files: String

  /// Those of OpenTelemetry.
  ///
  /// - Source: `hostmetricsreceiver` of the OpenTelemetry collector.
  init(_ form: OpenTelemetryNames) {
    cpu = form.name("system.cpu.time", "_seconds_total")
    memory = form.name("system.memory.usage", "_bytes")
    files = form.name("system.filesystem.usage", "_bytes")
  }

  static let idle = state("idle")
  static let used = state("used")
  static let free = state("free")
  /// What makes up all of the memory; the slabs of the kernel are among the other states too.
  static let memoryStates = LabelMatcher("state", .matches, "used|free|buffered|cached")
  /// What makes up all of a file system that users can fill.
  static let fileStates = LabelMatcher("state", .matches, "used|free")

  private static func state(_ state: String) -> LabelMatcher {
    LabelMatcher("state", .equal, state)
  }
}

/// The machine through the profile.
extension QueryContext {
  /// The share of its CPUs that is busy, by labels where there are any.
  func hostCPU(_ host: HostMetrics, by labels: [String] = []) -> String {
    "1 - \(aggregated("avg", rate(host.cpu, [HostMetrics.idle]), by: labels))"
  }

  /// The share of its memory that is used.
  func hostMemory(_ host: HostMetrics, by labels: [String] = []) -> String {
    let all = sum(gauge(host.memory, [HostMetrics.memoryStates]), by: labels)
    return "\(sum(gauge(host.memory, [HostMetrics.used]), by: labels)) / \(all)"
  }

  /// The share of its fullest file system that is used, by labels where there are any.
  func hostFiles(_ host: HostMetrics, by labels: [String] = []) -> String {
    let all = hostFiles(host, HostMetrics.fileStates)
    return aggregated("max", "\(hostFiles(host, HostMetrics.used)) / \(all)", by: labels)
  }

  /// The seconds until the first of its file systems is full at the pace of the last hour.
  func hostFilesFullIn(_ host: HostMetrics, by labels: [String]) -> String {
    let free = hostFiles(host, HostMetrics.free)
    return aggregated("min", "\(free) / (-deriv(\(free)[1h:1m]) > 0)", by: labels)
  }

  /// Bytes by file system in some states.
  private func hostFiles(_ host: HostMetrics, _ states: LabelMatcher) -> String {
    let real = LabelMatcher("type", .matchesNot, Self.unrealFileSystems)
    return sum(
      gauge(host.files, [states, real]),
      by: ["job", "instance", "device", "mountpoint"]
    )
  }

  /// File systems that are in memory, parts of others, or full by nature, a regular expression.
  static let unrealFileSystems = "tmpfs|ramfs|overlay|squashfs|iso9660"
}
