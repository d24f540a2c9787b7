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
    let isNamed = place.view != .endpoint && place.view != .story && place.view != .logEntry
    add("--view", isNamed ? scene.viewName : nil)
    add("--endpoint", place.scope.endpoint?.name)
    add("--id", request)
    let rows = place[RowFilter.self].text
    let isOfLines = place.view.isOfLines && request == nil
    add("--filter", isOfLines ? scene.logList.search.filter.text : rows)
    let window = scene.logList.search.stretch.flatMap { isOfLines ? $0 : nil } ?? scene.window
    add("--from", Self.text(window.start))
    add("--to", Self.text(window.end))
    return words.joined(separator: " ")
  }

  private var addresses: [String] {
    guard let base = scene.settings.prometheusAddress else { return [] }
    let asked = scene.askedPanels.flatMap { scene.content(of: $0).queries.map(\.expression) }
    guard let expression = asked.first else { return [] }
    let window = scene.window
    let query = [
      ("g0.expr", expression), ("g0.tab", "0"),
      ("g0.range_input", window.length.prometheusText),
      ("g0.end_input", Self.text(window.end)),
    ]
    let text = query.map { "\($0)=\(PercentEncoding.encode($1))" }.joined(separator: "&")
    return ["\(base)/graph?\(text)"]
  }

  private static func text(_ moment: Timestamp) -> String {
    CivilTime(moment, offsetSeconds: 0).rfc3339
  }
}
