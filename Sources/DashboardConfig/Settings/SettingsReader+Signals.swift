import Signals
import Telemetry

extension SettingsReader {
  /// The chosen profile with its changes; the default one where the choice is wrong.
  mutating func profile() -> MetricProfile {
    let own = tree["profiles"]?.members.map(\.name) ?? []
    for name in own { _ = profile(name, chosenBy: ["profile"], seen: []) }
    return profile(text("profile") ?? "", chosenBy: ["profile"], seen: [])
      ?? .prometheusClient
  }

  /// A profile by name, built from its base upwards.
  private mutating func profile(
    _ name: String,
    chosenBy key: [String],
    seen: [String]
  ) -> MetricProfile? {
    guard !seen.contains(name) else {
      complain(key, "\(Words.quoted(name)) is its own base: choose another")
      return nil
    }
    guard tree["profiles", name] != nil else {
      if let given = MetricProfile.all.first(where: { $0.name == name }) { return given }
      let known = MetricProfile.all.map(\.name) + (tree["profiles"]?.members.map(\.name) ?? [])
      let advice = Words.suggestion(for: name, among: known, plural: "profiles")
      complain(key, "unknown profile \(Words.quoted(name)): \(advice)")
      return nil
    }
    let baseKey = ["profiles", name, "base"]
    let base = text("profiles", name, "base") ?? MetricProfile.prometheusClient.name
    // A profile that is named as one of ours changes that one.
    let found =
      base == name
      ? MetricProfile.all.first { $0.name == name }
      : self.profile(base, chosenBy: baseKey, seen: seen + [name])
    guard var profile = found else { return nil }
    profile.name = name
    for field in ProfileField.all {
      if let value = text("profiles", name, field.name) { field.apply(&profile, value) }
    }
    return profile
  }

  /// The thresholds and the budget.
  mutating func thresholds() -> SignalThresholds {
    var thresholds = SignalThresholds()
    for field in ThresholdField.all {
      let names = ["thresholds", field.name]
      let direction = thresholds[keyPath: field.path].direction
      let threshold = Threshold(
        warning: measure("thresholds", field.name, "warning")?.value,
        critical: measure("thresholds", field.name, "critical")?.value,
        direction: direction
      )
      check(threshold, names)
      thresholds[keyPath: field.path] = threshold
    }
    if let budget = measure("budget", "llm_24h") { thresholds.modelBudget24h = budget.value }
    return thresholds
  }

  /// Complains where a value would be critical before it is a warning.
  mutating func check(_ threshold: Threshold, _ names: [String]) {
    guard let warning = threshold.warning, let critical = threshold.critical else { return }
    let isAbove = threshold.direction == .above
    guard isAbove ? warning > critical : warning < critical else { return }
    // Whoever changed one bound alone is to see which.
    let criticalNames = names + ["critical"]
    let key = origin(criticalNames) == .builtIn ? names + ["warning"] : criticalNames
    complain(
      key,
      isAbove
        ? "the warning threshold is above the critical one: raise 'critical' or lower 'warning'"
        : "the warning threshold is below the critical one: lower 'critical' or raise 'warning'"
    )
  }
}
