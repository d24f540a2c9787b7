import PromQL
import Telemetry
import YAML

extension RuleFile {
  /// Reads a rule file.
  ///
  /// - Parameter yaml: The text of the file.
  /// - Throws: `RuleProblems` with everything that is wrong.
  package init(yaml: String) throws(RuleProblems) {
    var reader = RuleFileReader()
    groups = reader.groups(in: yaml)
    remarks = reader.remarks
    guard reader.problems.isEmpty else {
      throw RuleProblems(
        problems: reader.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
      )
    }
  }
}

/// Reads rules and collects all problems on the way.
struct RuleFileReader {
  private(set) var problems: [RuleProblem] = []
  /// Warnings.
  private(set) var remarks: [RuleProblem] = []

  mutating func groups(in yaml: String) -> [RuleGroup] {
    let root: YAMLNode
    do throws(YAMLProblem) {
      let document = try YAMLDocument(yaml)
      root = document.root
      if let rest = document.rest {
        remarks.append(
          RuleProblem(
            line: rest.line,
            column: rest.column,
            reason:
              "only the first document is read, as Prometheus does: rules from here on are ignored"
          )
        )
      }
    } catch {
      report(error.place, error.reason)
      return []
    }
    // An empty file has no rules.
    guard root.content != .nothing,
      let fields = fields(of: root, "the file", allowed: ["groups"]), let list = fields["groups"]
    else { return [] }
    var names: Set<String> = []
    return sequence(list, "groups").compactMap { node in
      group(node, &names)
    }
  }

  private mutating func group(_ node: YAMLNode, _ names: inout Set<String>) -> RuleGroup? {
    let allowed: Set = ["name", "interval", "limit", "query_offset", "labels", "rules"]
    guard let fields = fields(of: node, "a group", allowed: allowed) else { return nil }
    let name = fields["name"].map { text($0, "the name of a group") } ?? ""
    if name.isEmpty {
      report(node, "a group needs a name")
    } else if !names.insert(name).inserted {
      report(fields["name"] ?? node, "duplicate group '\(name)'")
    }
    if let offset = fields["query_offset"], duration(offset, "query_offset") != .zero {
      report(offset, "query_offset is not supported")
    }
    let shared = values(fields["labels"], "labels", areTemplates: true)
    var group = RuleGroup(name: name, rules: [])
    group.interval = fields["interval"].flatMap { duration($0, "interval") }
    if let limit = fields["limit"], limit.content != .nothing {
      if let number = limit.wholeNumber {
        group.limit = max(0, number)
      } else {
        report(limit, "limit must be a whole number")
      }
    }
    for node in fields["rules"].map({ sequence($0, "rules") }) ?? [] {
      guard var rule = rule(node) else { continue }
      let own = Set(rule.labels.map(\.name))
      rule.labels += shared.filter { !own.contains($0.name) }
      group.rules.append(rule)
    }
    return group
  }

  private mutating func rule(_ node: YAMLNode) -> Rule? {
    let allowed: Set = [
      "record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations",
    ]
    guard let fields = fields(of: node, "a rule", allowed: allowed) else { return nil }
    let record = fields["record"].map { text($0, "record") } ?? ""
    let alert = fields["alert"].map { text($0, "alert") } ?? ""
    if record.isEmpty == alert.isEmpty {
      report(
        node,
        record.isEmpty
          ? "a rule needs 'record' or 'alert'" : "a rule needs only one of 'record' and 'alert'"
      )
    }
    if !record.isEmpty { checkRecording(record, fields) }
    let holdFor = fields["for"].flatMap { duration($0, "for") } ?? .zero
    let keep = fields["keep_firing_for"].flatMap { duration($0, "keep_firing_for") } ?? .zero
    let labels = values(fields["labels"], "labels", areTemplates: !alert.isEmpty)
    let annotations = values(fields["annotations"], "annotations", areTemplates: !alert.isEmpty)
    guard let node = fields["expr"], case let source = text(node, "expr"), !source.isEmpty else {
      report(node, "a rule needs 'expr'")
      return nil
    }
    guard let expression = expression(source, node) else { return nil }
    var rule = Rule(
      name: record.isEmpty ? alert : record,
      kind: record.isEmpty
        ? .alerting(holdFor: holdFor, keepFiringFor: keep) : .recording,
      text: source,
      expression: expression
    )
    rule.labels = labels
    rule.annotations = annotations
    return rule
  }

  private mutating func checkRecording(_ name: String, _ fields: [String: YAMLNode]) {
    for key in ["for", "keep_firing_for", "annotations"] {
      guard let node = fields[key] else { continue }
      switch node.content {
      case .nothing, .mapping([]): continue
      case .scalar(let text) where Duration(prometheusText: text) == .zero: continue
      default: report(node, "a recording rule has no '\(key)'")
      }
    }
    // Any UTF-8 is a name since Prometheus 3, but braces are a mistaken selector.
    if name.contains("{") || name.contains("}"), let node = fields["record"] {
      report(node, "'\(name)' is not a valid metric name")
    }
  }

  private mutating func expression(_ source: String, _ node: YAMLNode) -> Expression? {
    do throws(ParseProblem) {
      return try Expression.parse(source)
    } catch {
      // What is missing at the end is missing before the line ends there.
      var (line, column) = (error.line, error.column)
      var lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
      if line > lines.count { (line, column) = (lines.count, (lines.last?.utf8.count ?? 0) + 1) }
      report(
        node.place(line: line, column: column),
        "the expression cannot be read: \(error.message)"
      )
      return nil
    }
  }
}

// MARK: - YAML

extension RuleFileReader {
  mutating func report(_ node: YAMLNode, _ reason: String) {
    report(node.place, reason)
  }

  private mutating func report(_ place: YAMLPlace, _ reason: String) {
    problems.append(RuleProblem(line: place.line, column: place.column, reason: reason))
  }

  /// The fields of a mapping by name; those that are not allowed are reported.
  private mutating func fields(
    of node: YAMLNode,
    _ what: String,
    allowed: Set<String>
  ) -> [String: YAMLNode]? {
    guard case .mapping(let entries) = node.content else {
      report(node, "\(what) must be a mapping")
      return nil
    }
    var fields: [String: YAMLNode] = [:]
    for entry in entries {
      if allowed.contains(entry.key) {
        fields[entry.key] = entry.value
      } else {
        report(entry.place, "\(what) has no field '\(entry.key)'")
      }
    }
    return fields
  }

  private mutating func sequence(_ node: YAMLNode, _ what: String) -> [YAMLNode] {
    switch node.content {
    case .sequence(let items): return items
    case .nothing: return []
    case .scalar, .mapping:
      report(node, "'\(what)' must be a list")
      return []
    }
  }

  private mutating func text(_ node: YAMLNode, _ what: String) -> String {
    switch node.content {
    case .scalar(let text): return text
    case .nothing: return ""
    case .sequence, .mapping:
      report(node, "\(what) must be a string")
      return ""
    }
  }

  private mutating func duration(_ node: YAMLNode, _ what: String) -> Duration? {
    let source = text(node, "'\(what)'")
    guard let duration = Duration(prometheusText: source) else {
      report(node, "'\(what)' is not a duration such as 5m or 1h30m: '\(source)'")
      return nil
    }
    return duration
  }

  /// Labels or annotations, whose values are templates in alerting rules.
  private mutating func values(
    _ node: YAMLNode?,
    _ what: String,
    areTemplates: Bool
  ) -> [(name: String, value: RuleTemplate)] {
    guard let node, node.content != .nothing else { return [] }
    guard case .mapping(let entries) = node.content else {
      report(node, "'\(what)' must be a mapping")
      return []
    }
    var values: [(name: String, value: RuleTemplate)] = []
    for entry in entries {
      if entry.key.isEmpty || entry.key == "__name__" && what == "labels" {
        report(entry.place, "'\(entry.key)' is not a valid name in '\(what)'")
      }
      let text = text(entry.value, "'\(entry.key)'")
      guard areTemplates else {
        values.append((entry.key, RuleTemplate(plain: text)))
        continue
      }
      do throws(RuleTemplate.Problem) {
        values.append((entry.key, try RuleTemplate(text)))
      } catch {
        report(
          entry.value.place(line: error.line, column: error.column),
          "the template of '\(entry.key)': \(error.reason)"
        )
      }
    }
    return values
  }
}
