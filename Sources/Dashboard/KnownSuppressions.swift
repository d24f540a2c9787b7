package import Telemetry

/// Alertmanager's alerts, found by the labels of those that rules make.
///
/// Fleets have thousands of alerts of one name: comparing each with each would hold the loop for
/// seconds.
package struct KnownSuppressions {
  private let alerts: [Alert]
  /// The places of the alerts of each name.
  private let byName: [String: [Int]]
  /// The places by the values of some labels, for each choice of labels that was looked for.
  private var byValues: [Choice: [[String]: [Int]]] = [:]

  /// Labels of alerts of one name.
  private struct Choice: Hashable {
    var alert: String
    var labels: [String]
  }

  package init(_ alerts: [Alert]) {
    self.alerts = alerts
    byName = Dictionary(grouping: alerts.indices) { alerts[$0].name }
  }

  /// The places of the alerts that have all of these labels with their values; an empty value is that
  /// of a label that is not there.
  package mutating func places(with labels: LabelSet) -> [Int] {
    let choice = Choice(alert: labels["alertname"] ?? "", labels: labels.labels.map(\.name))
    let known = byValues[choice] ?? grouped(choice)
    byValues[choice] = known
    return known[labels.labels.map(\.value)] ?? []
  }

  private func grouped(_ choice: Choice) -> [[String]: [Int]] {
    Dictionary(grouping: byName[choice.alert] ?? []) { place in
      choice.labels.map { alerts[place].labels[$0] ?? "" }
    }
  }
}
