import PromQL
import Telemetry

/// Finds series by their labels.
struct StoreIndex: Sendable {
  /// Places of series in ascending order, by label name and value.
  private var postings: [ByteText: [ByteText: [Int32]]] = [:]
  private var places: [LabelSet: Int] = [:]
  /// Texts that several series have, so that each is held once.
  private var texts: Set<ByteText> = []

  /// The place of a label set; `nil` where there is no such series.
  func place(of labels: LabelSet) -> Int? { places[labels] }

  /// The label set with its texts shared.
  mutating func shared(_ labels: LabelSet) -> LabelSet {
    LabelSet(labels.labels.map { .init(name: share($0.name), value: share($0.value)) })
  }

  private mutating func share(_ text: String) -> String {
    guard text.utf8.count > 15 else { return text }
    return texts.insert(ByteText(text)).memberAfterInsert.text
  }

  /// Adds a series at a place behind all others.
  mutating func add(_ labels: LabelSet, at place: Int) {
    places[labels] = place
    for label in labels.labels {
      postings[ByteText(label.name), default: [:]][ByteText(label.value), default: []]
        .append(Int32(place))
    }
  }

  /// Rebuilds the index from the remaining series.
  mutating func rebuild(_ series: [MemorySeries]) {
    self = StoreIndex()
    for (place, one) in series.enumerated() where !one.isGone {
      for label in one.labels.labels { _ = (share(label.name), share(label.value)) }
      add(one.labels, at: place)
    }
  }

  /// Places of the series that meet all matchers, in ascending order.
  func places(_ matchers: [LabelMatcher], in series: [MemorySeries]) -> [Int] {
    var tests = LabelTests(matchers)
    var smallest: [Int32]?
    for index in 0..<tests.count {
      guard let found = candidates(&tests, index) else { continue }
      if found.isEmpty { return [] }
      if smallest.map({ found.count < $0.count }) ?? true { smallest = found }
    }
    let all = smallest.map { $0.map { Int($0) } } ?? Array(series.indices)
    return all.filter { !series[$0].isGone && tests.accept(series[$0].labels) }
  }

  /// A set that holds all series which a test accepts, in ascending order; `nil` where that may be
  /// any.
  private func candidates(_ tests: inout LabelTests, _ index: Int) -> [Int32]? {
    guard !tests.accepts(index, "") else { return nil }
    let test = tests[index]
    let values = postings[ByteText(test.name)] ?? [:]
    if let value = test.equalValue { return values[ByteText(value)] ?? [] }
    // A name such as `instance` has many values with many series each: no narrower than all.
    guard test.isPattern else { return nil }
    var found: [Int32] = []
    for (value, places) in values where tests.accepts(index, value.text) { found += places }
    return found.sorted()
  }
}
