import Telemetry

/// The labels of a series under evaluation, which may have lost its name.
///
/// Dropping the name is a flag: most series are summed up a moment later, and making their labels
/// without it would cost more than the sum.
struct SeriesLabels {
  /// All labels, the dropped ones among them.
  var stored: LabelSet
  /// Whether `__name__`, `__type__` and `__unit__` do not count any more.
  ///
  /// - Source: `IsMetadataLabel` in `schema/labels.go` of prometheus/prometheus.
  var isNameDropped = false

  init(_ labels: LabelSet, isNameDropped: Bool = false) {
    stored = labels
    self.isNameDropped = isNameDropped
  }

  /// The value of a label; `nil` where there is none.
  subscript(name: String) -> String? {
    if isNameDropped, Self.isMetadata(name) { return nil }
    for label in stored.labels where ByteText.areEqual(label.name, name) { return label.value }
    return nil
  }

  /// The labels that count.
  var visible: LabelSet {
    guard isNameDropped else { return stored }
    return LabelSet(ascending: stored.labels.filter { !Self.isMetadata($0.name) })
  }

  var withoutName: SeriesLabels { SeriesLabels(stored, isNameDropped: true) }

  /// The labels with one set; an empty value removes the label.
  func setting(_ name: String, to value: String) -> SeriesLabels {
    var labels = visible.labels.filter { !ByteText.areEqual($0.name, name) }
    if !value.isEmpty {
      let place = labels.firstIndex { ByteText.isBefore(name, $0.name) } ?? labels.endIndex
      labels.insert(LabelSet.Label(name: name, value: value), at: place)
    }
    return SeriesLabels(LabelSet(ascending: labels))
  }

  /// The labels that a choice leaves.
  func keeping(_ choice: LabelChoice) -> LabelSet {
    LabelSet(
      ascending: stored.labels.filter { label in
        (!isNameDropped || !Self.isMetadata(label.name)) && choice.keeps(label.name)
      }
    )
  }

  static func isMetadata(_ name: String) -> Bool {
    name == "__name__" || name == "__type__" || name == "__unit__"
  }
}

/// Which labels count when series are compared.
enum LabelChoice {
  /// All.
  case all
  /// These alone.
  case only([String])
  /// All but these.
  case except([String])

  func keeps(_ name: String) -> Bool {
    switch self {
    case .all: true
    case .only(let names): names.containsBytes(of: name)
    case .except(let names): !names.containsBytes(of: name)
    }
  }
}

extension [String] {
  /// Whether one of the texts has the same bytes.
  @inline(__always) func containsBytes(of text: String) -> Bool {
    contains { ByteText.areEqual($0, text) }
  }
}

extension LabelSet {
  /// The set as Prometheus' messages write it: `{__name__="up", job="a"}`.
  var quotedDescription: String {
    let pairs = labels.map { "\(PromQLText.name($0.name))=\(PromQLText.quoted($0.value))" }
    return "{\(pairs.joined(separator: ", "))}"
  }
}
