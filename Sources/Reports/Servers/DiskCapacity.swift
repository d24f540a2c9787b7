package import Telemetry

/// When disks are full, as their space has gone.
package struct DiskCapacity: Hashable, Sendable {
  /// One file system.
  package struct Disk: Hashable, Sendable {
    /// Where it is: the machine and the place; hostile until written.
    package var instance: String
    /// Where it is mounted.
    package var mountpoint: String
    /// Bytes that are free, ascending.
    package var free: [Sample]
    /// Bytes that there are; `nil` where that is not known.
    package var size: Double?

    package init(instance: String, mountpoint: String, free: [Sample], size: Double?) {
      self.instance = instance
      self.mountpoint = mountpoint
      self.free = free
      self.size = size
    }

    /// How long until it is full at the pace of the window; `nil` where it does not fill up.
    package var timeUntilFull: Duration? {
      guard let trend = TrendLine(free), trend.slope < 0 else { return nil }
      // The line says how fast, and the last sample from where.
      guard let last = free.last?.value, last > 0 else { return .zero }
      let seconds = -last / trend.slope
      return seconds < 9e9 ? .seconds(Int64(saturating: seconds)) : nil
    }
  }

  private let disks: [Disk]
  private let window: Stretch
  /// How long before the end a disk was measured last that is taken for gone: two points of a month.
  private static let silence = Duration.seconds(12 * 3600)

  package init(_ disks: [Disk], over window: Stretch) {
    self.disks = disks
    self.window = window
  }

  /// The section, the first to be full first.
  package func section() -> ReportSection {
    var section = ReportSection("capacity", "Days until full", over: window)
    let ordered = disks.map { ($0, isGone($0) ? nil : $0.timeUntilFull) }.sorted { left, right in
      (left.1 ?? .seconds(Int64.max / 2), left.0.instance, left.0.mountpoint)
        < (right.1 ?? .seconds(Int64.max / 2), right.0.instance, right.0.mountpoint)
    }
    let table = table(ordered)
    section.blocks = [table.rows.isEmpty ? .text("no file systems are measured") : .table(table)]
    section.headlines = ordered.compactMap { disk, time in
      guard let time, time < .seconds(30 * 86_400) else { return nil }
      let days = UnitNumber.fixed(time.inSeconds / 86_400, decimals: 0)
      return ReportHeadline(
        time < .seconds(7 * 86_400) ? .critical : .warning,
        "\(disk.instance) \(disk.mountpoint) is full in \(days) days"
      )
    }.limited { "\($0) more disks are full within 30 days" }
    return section
  }

  /// Whether it is not measured any more, so that nothing fills up.
  private func isGone(_ disk: Disk) -> Bool {
    disk.free.last.map { window.end - $0.timestamp > Self.silence } ?? true
  }

  private func thinned(_ disk: Disk) -> [Double] {
    ReportChart("", "", .bytes, over: window, step: .seconds(3600))
      .columns(of: ReportChart.Line("", disk.free), count: 20)
  }

  private func table(_ ordered: [(Disk, Duration?)]) -> ReportTable {
    var table = ReportTable(
      "disks",
      "",
      [
        "instance": "INSTANCE", "mountpoint": "MOUNT", "free": "FREE", "used": "USED",
        "per_day": "A DAY", "days": "FULL IN", "history": "FREE SPACE",
      ]
    )
    table.rows = ordered.map { disk, time in
      let perDay = TrendLine(disk.free).map { $0.slope * 86_400 }
      let free = disk.free.last?.value
      let used = free.flatMap { free in disk.size.map { $0 > 0 ? 1 - free / $0 : .nan } }
      let severity: Severity =
        time.map {
          $0 < .seconds(7 * 86_400) ? .critical : $0 < .seconds(30 * 86_400) ? .warning : .ok
        }
        ?? .ok
      return [
        .text(disk.instance, severity), .text(disk.mountpoint), .number(free, .bytes),
        .number(used, .ratio), .number(perDay, .bytes),
        time.map { ReportCell(.span($0)) } ?? .text(isGone(disk) ? "gone" : "does not fill up"),
        ReportCell(.history(thinned(disk))),
      ]
    }
    table.limit(to: 20)
    return table
  }
}
