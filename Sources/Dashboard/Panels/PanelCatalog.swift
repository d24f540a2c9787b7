/// The one list of panels; a new one is a file in `Panels` and a line here.
package enum PanelCatalog {
  /// The panels that come with goldtop, in the order of the overview.
  package static let all: [Panel] = [
    .latency, .traffic, .errors, .saturation, .cache, .modelCost, .dependencies,
  ]

  /// The panels of a dashboard, with the user's own, in the order that the settings ask for.
  package static func panels(for settings: DashboardSettings) -> [Panel] {
    let shown = (all + settings.ownPanels.map(Panel.own))
      .filter { !settings.hiddenPanels.contains($0.id) }
    let named = settings.panelOrder.compactMap { id in shown.first { $0.id == id } }
    return named + shown.filter { panel in !named.contains { $0.id == panel.id } }
  }
}
