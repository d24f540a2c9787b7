import Telemetry
import YAML

/// A route of Alertmanager with what it inherits.
///
/// - Source: <https://prometheus.io/docs/alerting/latest/configuration/#route>.
struct AlertRoute {
  let node: YAMLNode
  let matchers: AlertMatchers
  /// Its own or its parent's; empty where nobody says.
  let receiver: String
  /// Whether an alert that matches goes on to the routes behind it.
  let goesOn: Bool
  let groupInterval: Duration
  let repeatInterval: Duration
  let routes: [AlertRoute]

  /// The root of the tree that begins at a node.
  init(_ node: YAMLNode) { self.init(node, below: nil) }

  private init(
    _ node: YAMLNode,
    below parent: (receiver: String, group: Duration, again: Duration)?
  ) {
    self.node = node
    matchers = AlertMatchers(node)
    receiver = node["receiver"]?.text ?? parent?.receiver ?? ""
    goesOn = SettingText.isOn(node["continue"]?.text)
    let group = node["group_interval"]?.duration ?? parent?.group ?? .seconds(300)
    let again = node["repeat_interval"]?.duration ?? parent?.again ?? .seconds(4 * 3600)
    (groupInterval, repeatInterval) = (group, again)
    let inherited = (receiver, group, again)
    routes = (node["routes"]?.items ?? []).map { AlertRoute($0, below: inherited) }
  }

  /// It and all routes below it.
  var all: [AlertRoute] { [self] + routes.flatMap(\.all) }

  /// The receivers that an alert may reach, of whose labels these are known; what depends on other
  /// labels is among them.
  func receivers(of labels: [String: String]) -> Set<String> {
    var found: Set<String> = []
    var isCaught = false
    for route in routes {
      switch route.takes(labels) {
      case false: continue
      case true:
        found.formUnion(route.receivers(of: labels))
        isCaught = true
        if !route.goesOn { return found }
      case nil: found.formUnion(route.receivers(of: labels))
      }
    }
    if !isCaught { found.insert(receiver) }
    return found
  }

  /// Whether an alert matches; `nil` where that depends on what is not known.
  private func takes(_ labels: [String: String]) -> Bool? {
    guard matchers.unread.isEmpty else { return nil }
    var isSure = true
    for matcher in matchers.all {
      guard let label = labels[matcher.name], let matches = matcher.matches(label) else {
        isSure = false
        continue
      }
      if !matches { return false }
    }
    return isSure ? true : nil
  }
}
