import YAML

/// Inhibitions, and intervals of time.
extension AlertmanagerFileChecks {
  mutating func checkInhibitions() {
    for node in file.root["inhibit_rules"]?.items ?? [] {
      let source = AlertMatchers(node, prefix: "source_")
      let target = AlertMatchers(node, prefix: "target_")
      checkMatchers(source)
      checkMatchers(target)
      guard source.unread.isEmpty, target.unread.isEmpty else { continue }
      if Set(source.all) == Set(target.all) {
        outcome.findings.append(ownInhibition(node))
      } else if (node["equal"]?.items ?? []).isEmpty, !isNamed(source) {
        outcome.findings.append(wideInhibition(node))
      }
    }
  }

  /// Whether one alert is meant, and not all of a kind.
  private func isNamed(_ source: AlertMatchers) -> Bool {
    source.all.contains { $0.name == "alertname" && ["=", "=~"].contains($0.comparison) }
  }

  /// - Source: the reference of `inhibit_rule`: what matches both sides is not inhibited by its like.
  private func ownInhibition(_ node: YAMLNode) -> Finding {
    Finding(
      "alertmanager-inhibits-itself",
      .warning,
      at: file.place(node),
      "both sides of the inhibition match the same alerts",
      why: "such alerts are never inhibited: the rule does nothing",
      remedy: """
        - source_matchers: ['severity="critical"']
          target_matchers: ['severity="warning"']
          equal: [alertname, job]
        """
    )
  }

  private func wideInhibition(_ node: YAMLNode) -> Finding {
    Finding(
      "alertmanager-inhibits-all",
      .warning,
      at: file.place(node),
      "the inhibition has no 'equal'",
      why: "one alert of its source, whatever it is about, silences all alerts of its target",
      remedy: "equal: [alertname, job]"
    )
  }

  mutating func checkIntervalsOfTime() {
    let old = file.root.entries.first { $0.key == "mute_time_intervals" }
    if let old {
      outcome.findings.append(
        Finding(
          "alertmanager-deprecated-match",
          .note,
          at: file.place(old.place),
          "'mute_time_intervals' at the top is deprecated since Alertmanager 0.24",
          why: "Alertmanager takes it still, and says it will not for ever",
          remedy: "time_intervals:"
        )
      )
    }
    let intervals = (file.root["time_intervals"]?.items ?? []) + (old?.value.items ?? [])
    let names = Set(intervals.compactMap { $0["name"]?.text })
    guard let root = file.root["route"] else { return }
    for route in AlertRoute(root).all {
      for key in ["mute_time_intervals", "active_time_intervals"] {
        for node in route.node[key]?.items ?? [] {
          guard let name = node.text, !node.isPlaceholder, !names.contains(name) else { continue }
          refuse(
            node.place,
            "the route names the time interval '\(name)', which does not exist",
            "time_intervals:\n  - name: \(name)"
          )
        }
      }
    }
  }
}
