import Signals
import Telemetry

extension SettingsReader {
  /// The word for a profile that is found by service.
  static let automaticProfile = "auto"

  /// The chosen profile with its changes; the default one where it is found out, or the choice is wrong.
  ///
  /// - Returns: The profile, and the rows to find others among; `nil` where one is named.
  mutating func profile() -> (profile: MetricProfile, table: [MetricProfile]?) {
    let names = tree["profiles"]?.members.map(\.name) ?? []
    let own = names.compactMap { profile($0, chosenBy: ["profile"], seen: []) }
    let chosen = text("profile") ?? ""
    guard chosen == Self.automaticProfile else {
      return (profile(chosen, chosenBy: ["profile"], seen: []) ?? .prometheusClient, nil)
    }
    let given = MetricProfile.all.filter { !names.contains($0.name) }
    let base = own.first { $0.name == MetricProfile.prometheusClient.name }
    return (base ?? .prometheusClient, own + given)
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
      if name == MetricProfile.emptyBase, !seen.isEmpty {
        return MetricProfile(name, ProfileOrigin("the service", "", "configuration"))
      }
      if let given = MetricProfile.all.first(where: { $0.name == name }) { return given }
      let known =
        [seen.isEmpty ? Self.automaticProfile : MetricProfile.emptyBase]
        + MetricProfile.all.map(\.name)
        + (tree["profiles"]?.members.map(\.name) ?? [])
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
    // Whoever gives names means all series of those.
    profile.requests.marks = []
    for field in ProfileField.all {
      if let value = text("profiles", name, field.name) { field.apply(&profile, value) }
    }
    takeOneWayToCountTokens(name, &profile)
    return profile
  }

  /// One way to count tokens takes the place of the base's.
  private func takeOneWayToCountTokens(_ name: String, _ profile: inout MetricProfile) {
    let isOther = ["llm_token_histogram", "llm_input_tokens"].contains {
      text("profiles", name, $0) != nil
    }
    if isOther, text("profiles", name, "llm_tokens") == nil { profile.model.tokens = nil }
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
    thresholds.modelBudgetMonth = measure("budget", "llm_month")?.value
    return thresholds
  }

  /// The prices of language models' tokens.
  mutating func modelPrices() -> ModelPrices {
    var prices: [String: ModelPrice] = [:]
    for member in tree["llm", "prices"]?.members ?? [] {
      let names = ["llm", "prices", member.name]
      func dollars(_ kind: String) -> Double? {
        if case .measure(let value, _) = value(names + [kind]) { value } else { nil }
      }
      let price = ModelPrice(
        input: dollars("input"),
        output: dollars("output"),
        cached: dollars("cached")
      )
      if price == ModelPrice() {
        complain(names, "has no price: set 'input' and 'output', in dollars per million tokens")
      }
      prices[member.name] = price
    }
    return ModelPrices(prices)
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
