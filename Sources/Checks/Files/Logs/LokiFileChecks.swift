import Telemetry
import YAML

/// Judges a configuration of Loki.
///
/// - Source: <https://grafana.com/docs/loki/latest/configure/>, and `Validate` in `pkg/loki/loki.go`,
///   `pkg/loki/validation.go` and `pkg/compactor/config.go` of Loki for what it refuses.
struct LokiFileChecks {
  let file: ReadFile
  let folder: StackFolder
  var outcome = CheckOutcome()

  init(_ file: ReadFile, in folder: StackFolder) {
    self.file = file
    self.folder = folder
    for field in RemovedLokiField.all { checkRemoved(field) }
    checkSchema()
    checkRetention()
    checkRing()
    checkTenants()
    checkStorage()
    checkLosses()
    outcome.add(InlineSecrets(of: file).outcome)
  }

  private var root: YAMLNode { file.root }

  mutating func find(
    _ check: String,
    _ severity: Finding.Severity,
    _ place: YAMLPlace,
    _ words: (what: String, why: String),
    _ remedy: String?
  ) {
    outcome.findings.append(
      Finding(check, severity, at: file.place(place), words.what, why: words.why, remedy: remedy)
    )
  }

  // MARK: - Fields that are gone

  private mutating func checkRemoved(_ field: RemovedLokiField) {
    for entry in Self.entries(below: root, field.path.split(separator: ".")[...]) {
      // What is refused inside is told of by the block, unless it was gone before.
      find(
        "loki-removed-field",
        field.isGone ? .critical : .warning,
        entry.place,
        (
          "'\(field.path)' is gone since Loki \(field.since)",
          field.isGone
            ? "Loki \(field.since) and later do not start with it"
            : "Loki \(field.since) will not start with it"
        ),
        field.instead
      )
    }
  }

  /// The fields at a path; a list on the way counts with all its items.
  private static func entries(
    below node: YAMLNode,
    _ path: ArraySlice<Substring>
  ) -> [YAMLNode.Entry] {
    guard let name = path.first else { return [] }
    let nodes = node.items.isEmpty ? [node] : node.items
    return nodes.flatMap { node in
      node.entries.filter { $0.key == name }
        .flatMap { path.count == 1 ? [$0] : entries(below: $0.value, path.dropFirst()) }
    }
  }

  // MARK: - Schema

  private var periods: [YAMLNode] { root.at("schema_config.configs")?.items ?? [] }

  private mutating func checkSchema() {
    var last = ""
    for period in periods {
      if let store = period["store"], let name = store.text, !store.isPlaceholder, name != "tsdb" {
        checkStore(store, name)
      }
      if let time = period.at("index.period"), let text = time.text, !time.isPlaceholder,
        text != "24h", text != "1d", period["store"]?.text == "tsdb"
      {
        find(
          "loki-schema-invalid",
          .critical,
          time.place,
          ("the index period is \(text), and of tsdb it must be 24h", "Loki does not start"),
          "period: 24h"
        )
      }
      guard let from = period["from"], let date = from.text, !from.isPlaceholder else { continue }
      // Dates of the form 2024-01-01 have the order of their texts.
      if date <= last {
        find(
          "loki-schema-invalid",
          .critical,
          from.place,
          (
            "the period from \(date) does not come after the one from \(last)",
            "Loki does not start"
          ),
          nil
        )
      }
      last = max(last, date)
    }
    checkMetadata()
  }

  private mutating func checkStore(_ node: YAMLNode, _ name: String) {
    find(
      "loki-schema-store",
      .critical,
      node.place,
      (
        "the index '\(name)' is gone since Loki 3.8",
        "Loki 3.8 and later do not start while any period names it"
      ),
      """
      # a period more, written before the upgrade
      - from: YYYY-MM-DD  # tomorrow or later
        store: tsdb
        object_store: filesystem
        schema: v13
        index: {prefix: index_, period: 24h}
      """
    )
  }

  /// - Source: `validateSchemaRequirements` in `pkg/loki/validation.go`: the default is to allow.
  private mutating func checkMetadata() {
    guard let period = periods.last else { return }
    let setting = root.at("limits_config.allow_structured_metadata")
    let schema = period["schema"]
    let version = Int(schema?.text?.dropFirst() ?? "")
    let isOld = version.map { $0 < 13 } ?? false
    let hasOldStore = period["store"]?.text.map { $0 != "tsdb" } ?? false
    if SettingText.isOff(setting?.text) {
      guard let setting, !isOld, !hasOldStore else { return }
      find(
        "loki-structured-metadata",
        .note,
        setting.place,
        (
          "structured metadata is off, though the schema allows it",
          "OTLP is refused, and IDs can only be found by reading every line"
        ),
        "allow_structured_metadata: true"
      )
    } else if setting?.isPlaceholder != true, isOld || hasOldStore {
      find(
        "loki-structured-metadata",
        .critical,
        (isOld ? schema : period["store"])?.place ?? period.place,
        (
          "structured metadata and OTLP need store tsdb and schema v13, and the newest period has "
            + "\(period["store"]?.text ?? "none") and \(schema?.text ?? "none")",
          "Loki 3.0 and later do not start"
        ),
        "limits_config:\n  allow_structured_metadata: false  # until a period with v13 has begun"
      )
    }
  }

  // MARK: - Rings and tenants

  /// - Source: the reference of `lifecycler.ring`: the replication factor is 3 where nobody says.
  private mutating func checkRing() {
    let stores = ["common.ring.kvstore.store", "ingester.lifecycler.ring.kvstore.store"]
    let factors = ["common.replication_factor", "ingester.lifecycler.ring.replication_factor"]
    guard let store = stores.compactMap({ root.at($0) }).last, store.text == "inmemory" else {
      return
    }
    let factor = factors.compactMap { root.at($0) }.last
    guard factor?.isPlaceholder != true, factor?.wholeNumber ?? 3 > 1 else { return }
    find(
      "loki-replication",
      .critical,
      factor?.place ?? store.place,
      (
        "the ring is in memory, so that there is one instance, and each line wants "
          + "\(factor?.wholeNumber ?? 3)",
        "lines are refused: too many unhealthy instances in the ring"
      ),
      "common:\n  replication_factor: 1"
    )
  }

  /// - Source: the reference of `auth_enabled`: on where nobody says.
  private mutating func checkTenants() {
    let setting = root["auth_enabled"]
    guard setting?.isPlaceholder != true, !SettingText.isOff(setting?.text) else { return }
    let shippers = folder.files.filter { $0.kind == .promtail || $0.kind == .alloy }
    guard !shippers.isEmpty,
      shippers.allSatisfy({ !$0.text.contains("tenant") && !$0.text.contains("X-Scope-OrgID") })
    else { return }
    find(
      "loki-tenant",
      .critical,
      setting?.place ?? root.place,
      (
        "Loki wants a tenant with each request (auth_enabled is on), and \(shippers[0].name) "
          + "sends none",
        "every line is refused with 401"
      ),
      "auth_enabled: false"
    )
  }
}
