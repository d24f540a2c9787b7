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
    logs.fields = LogFieldTable(replacing: settings.logs.fields)
    logs.heldLines = settings.logs.heldLines
    logs.heldBytes = settings.logs.heldBytes
    grafana = settings.grafana
    author = settings.author ?? ""
    profile = settings.profile
    profileTable = settings.profileTable
    selector = settings.selector
    exporterSelector = settings.exporterSelector
    thresholds = settings.thresholds
    modelPrices = settings.modelPrices
    refresh = settings.refresh
    rateWindow = settings.rateWindow
    range = settings.range
    timeDisplay = settings.timeDisplay
    zone = TimeZones.local()
    hiddenPanels = Set(settings.hiddenPanels)
    panelOrder = settings.panelOrder
    ownPanels = settings.ownPanels
    isPointing = settings.mouse
    keys = settings.keys
  }

  /// The service's name according to the selector.
  private static func service(of selector: [LabelMatcher]) -> String {
    for name in ["service", "app", "job"] {
      if let matcher = selector.first(where: { $0.name == name && $0.comparison == .equal }) {
        return matcher.value
      }
    }
    return ""
  }
}
