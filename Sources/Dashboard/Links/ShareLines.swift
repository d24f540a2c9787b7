import Logs
import Screen
import Signals
import Telemetry

/// What opens the same view elsewhere: a command, and addresses as comments of a shell.
struct ShareLines {
  let scene: Scene

  /// The command, then the addresses.
  var lines: [String] { [command] + addresses.map { "# \($0)" } }

  /// The command with view, scope, time and filter.
  private var command: String {
    var words = scene.settings.commandWords
    func add(_ flag: String, _ value: String?) {
      if let value, !value.isEmpty { words += [flag, ShellWord(value).text] }
    }
    let place = scene.place
    let selector = scene.settings.givenSelector + place.scope.matchers
    if scene.settings.takesSelector {
      add("--selector", selector.isEmpty ? nil : selector.map(\.promQL).joined(separator: ","))
    }
    var request: String?
    if case .request(let id)? = place.subject { request = id.text }
    request = request ?? scene.logList.search.correlation?.id.text
    let list = list(of: place.subject)
    let isNamed = place.view != .endpoint && place.view != .story && place.view != .logEntry
    add("--view", list?.view.name ?? (isNamed ? scene.viewName : nil))
    add("--endpoint", place.scope.endpoint?.name)
    add("--id", request)
    let rows = list?.row ?? place[RowFilter.self].text
    let isOfLines = place.view.isOfLines && request == nil
    add("--filter", isOfLines ? scene.logList.search.filter.text : rows)
    let window = scene.logList.search.stretch.flatMap { isOfLines ? $0 : nil } ?? scene.window
    add("--from", Self.text(window.start))
    add("--to", Self.text(window.end))
    return words.joined(separator: " ")
  }

  /// The list that what fills the screen is a row of, and the filter that leaves it; `nil` where a view is
  /// opened by its name.
  private func list(of subject: Subject?) -> (view: ViewID, row: String)? {
    switch subject {
    case .alert(let labels)?: return (.alerts, labels["alertname"] ?? "")
    case .vitals(let owner)?:
      let isResource = Vital.kind(named: owner.kind)?.area == .resources
      return (isResource ? .resources : .dependencies, owner.name)
    case .rule?, .target?, .silence?: return (.alerts, "")
    case .panel?, .line?, .request?, nil: return nil
    }
  }

  /// Those of what is on screen: of lines their query in Grafana, else that of the first panel.
  private var addresses: [String] {
    if scene.place.view.isOfLines {
      guard let grafana = scene.settings.grafana, scene.settings.logs.readsLogQL,
        let plan = scene.world.logs.plan
      else { return [] }
      let stretch = scene.logWindow ?? scene.window
      return [grafana.exploring(logQL: LogQLQuery(plan.query).text, stretch)]
    }
    let asked = scene.askedPanels.flatMap { scene.content(of: $0).queries.map(\.expression) }
    guard let expression = asked.first ?? charted else { return [] }
    let grafana = scene.settings.grafana?.exploring(promQL: expression, scene.window)
    return [graph(of: expression), grafana].compactMap(\.self)
  }

  /// What is asked over time where no panel is shown; `nil` for nothing.
  private var charted: String? {
    for poll in scene.world.plan.polls {
      if case .range(let window) = poll.question { return window.expression }
    }
    return nil
  }

  /// The page of a server's own that draws an expression; `nil` where it has none.
  private func graph(of expression: String) -> String? {
    guard let base = scene.settings.prometheusAddress else { return nil }
    let window = scene.window
    let query = [
      ("g0.expr", expression), ("g0.tab", "0"),
      ("g0.range_input", window.length.prometheusText),
      ("g0.end_input", Self.text(window.end)),
    ]
    let text = query.map { "\($0)=\(PercentEncoding.encode($1))" }.joined(separator: "&")
    return "\(base)/graph?\(text)"
  }

  private static func text(_ moment: Timestamp) -> String {
    CivilTime(moment, offsetSeconds: 0).rfc3339
  }
}
