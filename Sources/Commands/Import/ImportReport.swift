import Grafana

/// What is said of an import on standard error.
struct ImportReport {
  private let dashboard: GrafanaImport

  init(_ dashboard: GrafanaImport) { self.dashboard = dashboard }

  /// The lines.
  var lines: [String] {
    let (carried, count, own) = (dashboard.carriedCount, dashboard.count, dashboard.panels.count)
    var summary = "'\(dashboard.title)': \(carried) of \(count) "
    summary += "\(count == 1 ? "panel" : "panels") carried over"
    if own != carried { summary += ", as \(own) own panels" }
    let partial = dashboard.partialCount
    if partial > 0 { summary += "; of \(partial) some queries are left out" }
    var lines = [summary]
    for kind in GrafanaRemark.Kind.allCases {
      var told: [String] = []
      let remarks = dashboard.remarks.filter { $0.kind == kind }
      for remark in remarks where !told.contains(remark.text) {
        // What many panels have in common is said once; each variable has a line.
        let isCommon = kind == .left || kind == .changed
        if isCommon { told.append(remark.text) }
        let subjects = isCommon ? remarks.filter { $0.text == remark.text } : [remark]
        let names = subjects.map(\.subject).joined(separator: ", ")
        lines.append("\(kind.rawValue): \(names): \(remark.text)")
      }
    }
    return lines
  }

  /// Writes them.
  func print() {
    for line in lines { StandardStreams.complain("goldtop: \(line)") }
  }
}
