import Dashboard
import DashboardConfig
import Glibc
import Logs
import Signals
import Telemetry

extension DashboardSettings {
  /// The configuration in the dashboard's own terms.
  init(_ settings: Settings) {
    self.init()
    service = Self.service(of: settings.selector)
    environment = settings.environment ?? ""
    servers = [.prometheus] + (settings.alertmanager == nil ? [] : [.alertmanager])
    logs.source = settings.loki == nil ? "" : "loki"
    logs.selector = settings.logs.selector
    logs.correlationSelector = settings.logs.correlationSelector
    logs.columns = settings.logs.columns
    logs.fields = LogFieldTable(settings.logs)
    logs.heldLines = settings.logs.heldLines
    logs.heldBytes = settings.logs.heldBytes
    profile = settings.profile
    selector = settings.selector
    exporterSelector = settings.exporterSelector
    thresholds = settings.thresholds
    refresh = settings.refresh
    range = TimeRange.allCases.first { $0.length == settings.range } ?? .quarterHour
    timeDisplay = TimeDisplay(rawValue: settings.timeZone.rawValue) ?? .local
    zone = Self.localZone()
    hiddenPanels = Set(settings.hiddenPanels)
    panelOrder = settings.panelOrder
    ownPanels = settings.ownPanels.map { panel in
      OwnPanel(
        id: panel.name,
        title: panel.title,
        unit: panel.unit,
        threshold: panel.threshold,
        lines: panel.queries.map {
          OwnPanel.Line(expression: $0.expression, legend: $0.legend ?? "")
        }
      )
    }
    keys = settings.keys
  }

  /// What the selector calls the service.
  private static func service(of selector: [LabelMatcher]) -> String {
    for name in ["service", "app", "job"] {
      if let matcher = selector.first(where: { $0.name == name && $0.comparison == .equal }) {
        return matcher.value
      }
    }
    return ""
  }

  /// The zone of this machine, with the changes of its clocks in two years around now.
  private static func localZone() -> ZoneOffsets {
    let now = Timestamp(seconds: Double(time(nil)))
    let year = Duration.seconds(366 * 86_400)
    return ZoneOffsets(from: now - year, to: now + year) { moment in
      var second = time_t(moment.seconds)
      var parts = tm()
      return localtime_r(&second, &parts) == nil ? 0 : parts.tm_gmtoff
    }
  }
}
