import Telemetry

/// The names under which one field is found.
///
/// Loki writes `_` for what is no letter and no digit, and appends `_extracted` to a parsed name
/// that a label has already.
///
/// - Source: <https://grafana.com/docs/loki/latest/query/log_queries/#parser-expression>.
struct FieldName: Hashable, Sendable {
  /// As a person writes it, with dots between what is nested.
  let plain: String
  /// As Loki's parsers write it.
  let loki: String
  /// As they write it where a label has that name.
  let extracted: String

  init(_ name: String) {
    plain = name
    loki = LogQLText.name(name)
    extracted = loki + "_extracted"
  }
}
