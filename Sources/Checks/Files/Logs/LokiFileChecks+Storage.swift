import Telemetry
import YAML

/// What is kept, where, and how long.
extension LokiFileChecks {
  private var period: YAMLNode? { file.root.at("limits_config.retention_period") }

  /// - Source: <https://grafana.com/docs/loki/latest/operations/storage/retention/>, and
  ///   `Config.Validate` in `pkg/compactor/config.go`.
  mutating func checkRetention() {
    let enabled = file.root.at("compactor.retention_enabled")
    guard enabled?.isPlaceholder != true, period?.isPlaceholder != true else {
      outcome.unchecked.append(
        Unchecked(
          "loki-retention",
          at: file.place(period ?? file.root),
          because: "it is filled in by something else"
        )
      )
      return
    }
    let time = period?.duration ?? .zero
    let streams = file.root.at("limits_config.retention_stream")
    if let enabled, SettingText.isOn(enabled.text) {
      checkDeletion(enabled)
      if time == .zero, streams == nil { reportNoPeriod(enabled) }
    } else if time > .zero, let period {
      reportNoDeletion(period, "retention_period")
    } else if let streams {
      reportNoDeletion(streams, "retention_stream")
    }
    checkLength(time)
  }

  private mutating func reportNoDeletion(_ node: YAMLNode, _ setting: String) {
    find(
      "loki-retention",
      .critical,
      node.place,
      (
        "\(setting) is set, and the compactor's retention_enabled is not on",
        "nothing is ever deleted, and the disk fills up"
      ),
      Self.compactor
    )
  }

  private mutating func reportNoPeriod(_ node: YAMLNode) {
    find(
      "loki-retention",
      .note,
      node.place,
      ("retention is on, and there is no retention_period", "lines are kept for ever"),
      "limits_config:\n  retention_period: 168h"
    )
  }

  private static let compactor = """
    compactor:
      working_directory: /loki/compactor
      retention_enabled: true
      delete_request_store: filesystem
    """

  private mutating func checkDeletion(_ node: YAMLNode) {
    guard file.root.at("compactor.delete_request_store") == nil else { return }
    find(
      "loki-delete-request-store",
      .critical,
      node.place,
      ("retention is on without delete_request_store", "Loki 3.0 and later do not start"),
      "compactor:\n  delete_request_store: filesystem"
    )
  }

  private mutating func checkLength(_ time: Duration) {
    guard time > .zero, time < folder.wanted.logs, let node = period else { return }
    find(
      "retention-short",
      .warning,
      node.place,
      (
        "lines are kept \(time.prometheusText), and \(folder.wanted.logs.prometheusText) are wanted",
        "what happened last week cannot be looked up"
      ),
      "retention_period: \(folder.wanted.logs.prometheusText)"
    )
  }

  /// - Source: <https://grafana.com/docs/loki/latest/setup/migrate/migrate-storage-clients/>.
  mutating func checkStorage() {
    let root = file.root
    guard root.at("storage_config.use_thanos_objstore") == nil,
      root.at("storage_config.object_store") == nil,
      let old = [
        "common.storage", "storage_config.filesystem", "storage_config.aws",
        "storage_config.gcs", "storage_config.azure",
      ].lazy.compactMap({ root.at($0) }).first, old["object_store"] == nil
    else { return }
    find(
      "loki-object-store",
      .note,
      old.place,
      (
        "the store is configured as before Loki 3.4, and 4.0 reads storage_config.object_store "
          + "where nothing else is said",
        "after that upgrade lines are kept elsewhere or nowhere"
      ),
      "storage_config:\n  use_thanos_objstore: false  # until object_store is written"
    )
  }

  /// What lets lines be lost.
  ///
  /// - Source: <https://grafana.com/docs/loki/latest/operations/storage/wal/>; for the alerts the
  ///   upgrade guide of 3.2 and Alertmanager's CHANGELOG for 0.27.
  mutating func checkLosses() {
    if let node = file.root.at("ingester.wal.enabled"), SettingText.isOff(node.text) {
      find(
        "loki-wal-off",
        .warning,
        node.place,
        ("the write-ahead log is off", "what was not flushed yet is lost when Loki crashes"),
        "ingester:\n  wal:\n    enabled: true"
      )
    }
    if let node = file.root.at("ruler.enable_alertmanager_v2"), SettingText.isOff(node.text) {
      find(
        "loki-alertmanager-v1",
        .critical,
        node.place,
        (
          "the ruler speaks Alertmanager's API v1, which is gone since Alertmanager 0.27",
          "alerts on logs fire, and nobody is told"
        ),
        "ruler:\n  enable_alertmanager_v2: true"
      )
    }
  }
}
