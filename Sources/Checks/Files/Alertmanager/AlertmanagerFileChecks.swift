import Telemetry
import YAML

/// Judges a configuration of Alertmanager.
///
/// - Source: <https://prometheus.io/docs/alerting/latest/configuration/>, and `config/config.go` of
///   Alertmanager for what it refuses.
struct AlertmanagerFileChecks {
  let file: ReadFile
  let folder: StackFolder
  var outcome = CheckOutcome()
  /// The receivers by name, each with whether it tells anybody.
  private let receivers: [String: Bool]
  /// Fields of the kind `match` that are in use.
  private var deprecated: [YAMLNode.Entry] = []

  init(_ file: ReadFile, in folder: StackFolder) {
    self.file = file
    self.folder = folder
    let all = (file.root["receivers"]?.items ?? []).compactMap { node in
      node["name"]?.text.map { ($0, Self.tells(node)) }
    }
    receivers = Dictionary(all) { $0 || $1 }
    checkReceivers()
    checkRoutes()
    checkIntervalsOfTime()
    checkInhibitions()
    reportDeprecated()
    outcome.add(InlineSecrets(of: file, fields: Self.secrets).outcome)
  }

  /// The fields that hold secrets and have a twin that names a file.
  private static let secrets: Set = [
    "slack_api_url", "slack_app_token", "opsgenie_api_key", "victorops_api_key",
    "telegram_bot_token",
    "smtp_auth_password", "smtp_auth_secret", "wechat_api_secret", "routing_key", "service_key",
    "api_key", "bot_token", "user_key", "token", "password", "credentials", "client_secret",
    "auth_password", "auth_secret", "webhook_url", "bearer_token", "api_secret", "secret_key",
  ]

  /// Whether a receiver has somebody to tell.
  private static func tells(_ receiver: YAMLNode) -> Bool {
    receiver.entries.contains { $0.key.hasSuffix("_configs") && !$0.value.items.isEmpty }
  }

  mutating func refuse(_ place: YAMLPlace, _ what: String, _ remedy: String?) {
    outcome.findings.append(
      Finding(
        "alertmanager-invalid",
        .critical,
        at: file.place(place),
        what,
        why: "Alertmanager refuses the whole file",
        remedy: remedy
      )
    )
  }

  // MARK: - Receivers

  private mutating func checkReceivers() {
    var names: Set<String> = []
    for node in file.root["receivers"]?.items ?? [] {
      let name = node["name"]?.text ?? ""
      if name.isEmpty {
        refuse(node.place, "a receiver has no name", "- name: team")
      } else if !names.insert(name).inserted {
        refuse(node.place, "the receiver '\(name)' is there twice", "- name: \(name)-2")
      }
      if let old = node.entries.first(where: { $0.key == "hipchat_configs" }) {
        refuse(old.place, "'hipchat_configs' was removed in Alertmanager 0.21", "slack_configs:")
      }
    }
  }

  // MARK: - Routes

  private mutating func checkRoutes() {
    guard let node = file.root["route"], case .mapping = node.content else {
      refuse(file.root.place, "there is no 'route'", "route:\n  receiver: team")
      return
    }
    let root = AlertRoute(node)
    if root.receiver.isEmpty {
      refuse(node.place, "the root route has no receiver", "route:\n  receiver: team")
    }
    if !root.matchers.all.isEmpty {
      refuse(node.place, "the root route has matchers, and has to take all alerts", nil)
    }
    if root.goesOn {
      refuse(node.place, "the root route has 'continue'", nil)
    }
    for route in root.all {
      checkReceiver(of: route)
      checkMatchers(route.matchers)
      checkIntervals(of: route)
      checkOrder(of: route)
      checkGrouping(of: route)
    }
    checkEnds(root)
    checkAlerts(root)
  }

  private mutating func checkReceiver(of route: AlertRoute) {
    guard let node = route.node["receiver"], let name = node.text, !node.isPlaceholder,
      receivers[name] == nil
    else { return }
    let meant = NearestName.of(name, among: receivers.keys.sorted()) ?? receivers.keys.min()
    refuse(
      node.place,
      "the route names the receiver '\(name)', which does not exist",
      meant.map { "receiver: \($0)" }
    )
  }

  mutating func checkMatchers(_ matchers: AlertMatchers) {
    for node in matchers.unread {
      if node.isPlaceholder {
        outcome.unchecked.append(
          Unchecked(
            "alertmanager-invalid",
            at: file.place(node),
            because: "the matcher is filled in by something else"
          )
        )
      } else {
        refuse(
          node.place,
          "'\(node.text ?? "a list")' is not a matcher",
          "matchers: ['severity=\"critical\"']"
        )
      }
    }
    deprecated += matchers.deprecated
  }

  /// One note for all of them: a file has many or none.
  private mutating func reportDeprecated() {
    guard let first = deprecated.first else { return }
    let lines = Set(deprecated.map(\.place.line)).sorted().map(String.init)
    outcome.findings.append(
      Finding(
        "alertmanager-deprecated-match",
        .note,
        at: file.place(first.place),
        "'\(first.key)' is deprecated"
          + (lines.count > 1 ? ", as what is at lines \(lines.joined(separator: ", "))" : ""),
        why: "Alertmanager takes it still, and says it will not for ever",
        remedy: Self.modern(first)
      )
    )
  }

  /// The same as matchers.
  private static func modern(_ entry: YAMLNode.Entry) -> String {
    let key = entry.key.hasSuffix("_re") ? String(entry.key.dropLast(3)) : entry.key
    let operation = entry.key.hasSuffix("_re") ? "=~" : "="
    let lines = entry.value.entries.map { field in
      "\n  - '\(field.key)\(operation)\"\(field.value.text ?? "")\"'"
    }
    return "\(key)ers:" + lines.joined()
  }

  /// - Source: the reference of `repeat_interval`: it is rounded up to a multiple of `group_interval`,
  ///   and cut off at `--data.retention`, 120h where nothing else is said.
  private mutating func checkIntervals(of route: AlertRoute) {
    if route.repeatInterval < route.groupInterval,
      let node = route.node["repeat_interval"] ?? route.node["group_interval"]
    {
      let (again, group) = (route.repeatInterval.prometheusText, route.groupInterval.prometheusText)
      outcome.findings.append(
        Finding(
          "alertmanager-intervals",
          .warning,
          at: file.place(node),
          "repeat_interval \(again) is shorter than group_interval \(group)",
          why: "it is looked at once every \(group): the reminder comes that much later",
          remedy: "repeat_interval: \(group)"
        )
      )
    }
    if let node = route.node["repeat_interval"], route.repeatInterval > .seconds(120 * 3600),
      !folder.services.contains(where: { $0.argument("--data.retention") != nil })
    {
      outcome.findings.append(
        Finding(
          "alertmanager-intervals",
          .note,
          at: file.place(node),
          "repeat_interval \(route.repeatInterval.prometheusText) is longer than Alertmanager "
            + "remembers, which is 5d without --data.retention",
          why: "the reminder comes after 5d all the same",
          remedy: "repeat_interval: 5d"
        )
      )
    }
  }

  /// A route without matchers takes everything, and nothing comes to those behind it.
  private mutating func checkOrder(of route: AlertRoute) {
    guard
      let index = route.routes.firstIndex(where: {
        $0.matchers.all.isEmpty && $0.matchers.unread.isEmpty && !$0.goesOn
      }), index + 1 < route.routes.count
    else { return }
    outcome.findings.append(
      Finding(
        "alertmanager-route-unreached",
        .critical,
        at: file.place(route.routes[index + 1].node),
        "nothing comes to this route: one before it has no matchers and takes everything",
        why: "its receiver is never told",
        remedy: "continue: true  # in the route at line \(route.routes[index].node.place.line)"
      )
    )
  }

  private mutating func checkGrouping(of route: AlertRoute) {
    guard let node = route.node["group_by"], node.texts == ["..."] else { return }
    outcome.findings.append(
      Finding(
        "alertmanager-no-grouping",
        .note,
        at: file.place(node),
        "'group_by: [\"...\"]' sends each alert by itself",
        why: "where a rack fails, a hundred messages come for one cause",
        remedy: "group_by: [alertname, job]"
      )
    )
  }

  // MARK: - Where alerts end

  /// Whether a receiver is known to tell nobody.
  private func isNull(_ receiver: String) -> Bool { receivers[receiver] == false }

  private mutating func checkEnds(_ root: AlertRoute) {
    if isNull(root.receiver) {
      let tellsNobody = root.all.allSatisfy { isNull($0.receiver) }
      reportEnd(
        root,
        tellsNobody ? .critical : .warning,
        tellsNobody ? "all routes end" : "what no other route takes ends"
      )
      if tellsNobody { return }
    }
    for route in root.all.dropFirst() where route.node["receiver"] != nil {
      // What is named is meant: a sign of life that goes nowhere.
      let isMeant = route.matchers.all.contains {
        $0.name == "alertname" || $0.name == "severity" && ["none", "info"].contains($0.value)
      }
      guard isNull(route.receiver), !isMeant, route.routes.isEmpty else { continue }
      reportEnd(route, .warning, "the route ends")
    }
  }

  private mutating func reportEnd(_ route: AlertRoute, _ severity: Finding.Severity, _ what: String)
  {
    outcome.findings.append(
      Finding(
        "alertmanager-null-receiver",
        severity,
        at: file.place(route.node["receiver"] ?? route.node),
        "\(what) in '\(route.receiver)', which tells nobody",
        why: "alerts fire, and nobody hears of them",
        remedy:
          "- name: \(route.receiver)\n  webhook_configs:\n    - url: https://example.com/alerts"
      )
    )
  }

  /// Alerts of the folder that reach nobody, though some others do.
  private mutating func checkAlerts(_ root: AlertRoute) {
    guard !isNull(root.receiver) || root.all.contains(where: { !isNull($0.receiver) }) else {
      return
    }
    let files = folder.files.filter { $0.kind == .rules || $0.kind == .kubernetesRules }
    for rule in files.flatMap({ RuleFileText($0).written(every: nil) }) where rule.kind == .alerting
    {
      let severity = rule.labels["severity"] ?? ""
      guard ["critical", "page", "warning", "error", "high"].contains(severity.lowercased()) else {
        continue
      }
      var labels = ["alertname": rule.name]
      for label in rule.labels.labels where !SettingText.isPlaceholder(label.value) {
        labels[label.name] = label.value
      }
      let reached = root.receivers(of: labels)
      guard !reached.isEmpty, reached.allSatisfy(isNull) else { continue }
      outcome.findings.append(
        Finding(
          "alert-reaches-nobody",
          rule.isCritical ? .critical : .warning,
          at: rule.spot,
          "severity '\(severity)' is routed to '\(reached.sorted().joined(separator: "', '"))', "
            + "which tells nobody (\(file.name))",
          why: "the alert fires, and nobody hears of it",
          remedy: "- matchers: ['severity=\"\(severity)\"']\n  receiver: team"
        )
      )
    }
  }
}
