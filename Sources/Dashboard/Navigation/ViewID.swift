/// Names a view of the catalog.
package struct ViewID: Hashable, Sendable {
  /// The name, as `--view` takes it where the view has no subject.
  package let name: String

  /// Names a view.
  package init(_ name: String) {
    self.name = name
  }
}

extension ViewID {
  /// Every service with its figures.
  package static let services = ViewID("services")
  /// All panels, the alert strip and the tail of the logs.
  package static let overview = ViewID("overview")
  /// Requests by endpoint.
  package static let requests = ViewID("requests")
  /// One endpoint.
  package static let endpoint = ViewID("endpoint")
  /// What services wait for.
  package static let dependencies = ViewID("dependencies")
  /// What services run on.
  package static let resources = ViewID("resources")
  /// One thing that they run on or wait for.
  package static let vitals = ViewID("vitals")
  /// Language models.
  package static let models = ViewID("llm")
  /// Alerts, targets and rules.
  package static let alerts = ViewID("alerts")
  /// One alert with its history and its rule.
  package static let alert = ViewID("alert")
  /// One alerting rule.
  package static let rule = ViewID("rule")
  /// One target.
  package static let target = ViewID("target")
  /// The form that makes or changes a silence.
  package static let silence = ViewID("silence")
  /// One panel with legend and PromQL.
  package static let panel = ViewID("panel")
  /// The list of log lines.
  package static let logs = ViewID("logs")
  /// One log line with everything in it.
  package static let logEntry = ViewID("log-line")
  /// All lines of one request.
  package static let story = ViewID("story")
}

extension ViewID {
  /// Whether log lines fill the screen.
  var isOfLines: Bool { [.logs, .logEntry, .story].contains(self) }
}
