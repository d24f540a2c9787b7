import Grafana

/// What is said of an import on standard error.
struct ImportReport {
  private let dashboard: GrafanaImport

  init(_ dashboard: GrafanaImport) { self.dashboard = dashboard }

  /// The lines.
  var lines: [String] {
    let left = Set(dashboard.remarks.filter { $0.kind == .left }.map(\.subject)).count
    let count = dashboard.panels.count
    var lines = [
      "'\(dashboard.title)': \(count) own \(count == 1 ? "panel" : "panels") of \(dashboard.count); "
        + (left == 0 ? "all carried over" : "all or part of \(left) not carried over")
    ]
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
