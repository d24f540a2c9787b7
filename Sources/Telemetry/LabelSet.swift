/// The labels of a series: names are unique and in ascending order.
package struct LabelSet: Hashable, Sendable {
  /// One name with its value, both as the server sent them: hostile until drawn through `Screen`.
  package struct Label: Hashable, Sendable {
    /// The label name; any UTF-8 since Prometheus 3.
    package var name: String
    /// The label value.
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }

    package static func == (left: Label, right: Label) -> Bool {
      ByteText.areEqual(left.name, right.name) && ByteText.areEqual(left.value, right.value)
    }
  }

  /// The labels in ascending order of name; the metric name is `__name__` where there is one.
  package let labels: [Label]

  /// No labels.
  package static let empty = LabelSet([])

  /// In any order; of a repeated name the last one counts.
  package init(_ labels: [Label]) {
    var ordered: [Label] = []
    ordered.reserveCapacity(labels.count)
    for label in labels {
      if let index = ordered.firstIndex(where: { ByteText.areEqual($0.name, label.name) }) {
        ordered[index] = label
      } else {
        ordered.append(label)
      }
    }
    self.labels = ordered.sorted { ByteText.isBefore($0.name, $1.name) }
  }

  /// Labels must be in ascending order of name, each name once.
  package init(ascending labels: [Label]) {
    self.labels = labels
  }

  package init(_ values: [String: String]) {
    labels = values.map { Label(name: $0.key, value: $0.value) }
      .sorted { ByteText.isBefore($0.name, $1.name) }
  }

  /// The value of a label; `nil` where the set has none of that name.
  package subscript(name: String) -> String? {
    labels.first { ByteText.areEqual($0.name, name) }?.value
  }

  /// The set in PromQL's own form, `name{a="b"}`, for messages and debug logs.
  package var description: String {
    let matchers = labels.filter { $0.name != "__name__" }
      .map { LabelMatcher($0.name, .equal, $0.value) }
    if let name = self["__name__"] { return PromQLText.selector(name, matchers) }
    return matchers.isEmpty ? "" : "{\(matchers.map(\.promQL).joined(separator: ","))}"
  }
}

extension LabelSet: Comparable {
  /// Orders by labels, name before value, by their bytes, as Prometheus sorts a matrix.
  package static func < (left: LabelSet, right: LabelSet) -> Bool {
    for (one, other) in zip(left.labels, right.labels) where one != other {
      return ByteText.areEqual(one.name, other.name)
        ? ByteText.isBefore(one.value, other.value) : ByteText.isBefore(one.name, other.name)
    }
    return left.labels.count < right.labels.count
  }
}
