import PromQL
import Telemetry
import YAML

/// Judges a rule file: its form here, each rule by ``RuleChecks``.
struct RuleFileChecks {
  private let file: ReadFile
  private let rules: RuleFileText
  /// The configurations that load it; none where nobody is known to.
  private let loaders: [PrometheusSettings]
  private(set) var outcome = CheckOutcome()

  init(_ file: ReadFile, in folder: StackFolder) {
    self.file = file
    rules = RuleFileText(file)
    loaders = folder.configurations(loading: file)
    checkLoaded(folder)
    checkGroups()
    for group in rules.groups {
      for rule in group.rules {
        checkForm(rule)
        RuleExpressionChecks(rule, of: file, loaders).add(to: &outcome)
      }
    }
    let evaluation = loaders.count == 1 ? loaders[0].evaluationInterval : nil
    outcome.add(RuleChecks().outcome(of: readable(every: evaluation), at: file.name))
  }

  /// The rules whose expressions can be judged; the others are told of by ``RuleExpressionChecks``.
  private func readable(every evaluation: Duration?) -> [WrittenRule] {
    rules.written(every: evaluation).filter {
      RuleExpressionChecks.refusal(of: $0.expression)?.isOfThisReader != true
    }
  }

  private mutating func checkLoaded(_ folder: StackFolder) {
    let all = folder.all(.prometheus)
    // Where several stacks lie side by side, a file is looked for by the one around it.
    let candidates =
      all.count == 1 ? all : all.filter { file.name.hasPrefix($0.folder) && !$0.folder.isEmpty }
    guard file.kind == .rules, loaders.isEmpty, !candidates.isEmpty else { return }
    let isOpen = candidates.contains { settings in
      (settings.root["rule_files"]?.items ?? []).contains { $0.isPlaceholder }
    }
    guard !isOpen else { return }
    outcome.findings.append(
      Finding(
        "rule-file-not-loaded",
        .warning,
        at: file.name,
        "no 'rule_files' of the folder loads this file",
        why: "none of its rules exists",
        remedy: "rule_files:\n  - \(candidates[0].relative(file.name))"
      )
    )
  }

  // MARK: - Form

  private mutating func checkGroups() {
    var names: Set<String> = []
    for group in rules.groups {
      if group.name.isEmpty {
        invalid(group.node, "a group has no name", "name: api")
      } else if !names.insert(group.name).inserted, file.kind == .rules {
        invalid(group.node, "the group '\(group.name)' is there twice", "name: \(group.name)-2")
      }
      checkFields(
        group.node,
        [
          "name", "interval", "limit", "query_offset", "labels", "rules",
          "partial_response_strategy",
        ]
      )
      if let node = group.node["interval"], let text = node.text, node.duration == nil,
        !node.isPlaceholder
      {
        invalid(node, "'interval: \(text)' is not a duration", "interval: 30s")
      }
    }
  }

  private mutating func checkForm(_ rule: YAMLNode) {
    let (alert, record) = (rule["alert"], rule["record"])
    if alert == nil, record == nil {
      invalid(rule, "a rule has neither 'alert' nor 'record'", nil)
    } else if alert != nil, record != nil {
      invalid(rule, "a rule has both 'alert' and 'record'", nil)
    }
    let isMistyped = rule.entries.contains { NearestName.of($0.key, among: ["expr"]) != nil }
    if (rule["expr"]?.text ?? "").isEmpty, rule["expr"] != nil || !isMistyped {
      invalid(rule, "a rule has no 'expr'", nil)
    }
    checkFields(
      rule,
      ["record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"]
    )
    for key in ["for", "keep_firing_for"] {
      guard let node = rule[key], let text = node.text, !node.isPlaceholder else { continue }
      if node.duration == nil {
        invalid(node, "'\(key): \(text)' is not a duration", "\(key): 5m")
      } else if alert == nil {
        invalid(node, "a rule that records has no '\(key)'", nil)
      }
    }
  }

  /// Fields that look like a known one and are none: Prometheus knows no other fields.
  private mutating func checkFields(_ node: YAMLNode, _ known: [String]) {
    for entry in node.entries where !known.contains(entry.key) {
      guard let meant = NearestName.of(entry.key, among: known) else { continue }
      outcome.findings.append(
        invalid(entry.place, "there is no field '\(entry.key)' of rules", "\(meant):")
      )
    }
  }

  private mutating func invalid(_ node: YAMLNode, _ what: String, _ remedy: String?) {
    outcome.findings.append(invalid(node.place, what, remedy))
  }

  private func invalid(_ place: YAMLPlace, _ what: String, _ remedy: String?) -> Finding {
    Finding(
      "rule-file-invalid",
      .critical,
      at: file.place(place),
      what,
      why: "Prometheus refuses the whole file, and every rule in it",
      remedy: remedy
    )
  }
}
