import LocalSource
import PromQL
import Telemetry
import Testing

@Suite struct RuleBookTests {
  private func book(_ yaml: String, _ store: SeriesStore) throws -> RuleBook {
    RuleBook(try RuleFile(yaml: yaml).groups, store: store)
  }

  private func feed(_ store: SeriesStore, _ series: String, _ time: Int64, _ value: Double) throws {
    let labels = LabelSet(["__name__": "temperature", "room": series])
    let id = try #require(store.identify([labels]).first ?? nil)
    store.append([StoredSample(id, time * 1000, value)])
  }

  private func values(_ store: SeriesStore, _ name: String) -> [String: [Int64: Double]] {
    let series = store.series(
      matching: [LabelMatcher("__name__", .equal, name)],
      after: .min,
      through: .max
    )
    return Dictionary(
      uniqueKeysWithValues: series.map { one in
        let shown = zip(one.timestamps, one.values).map { ($0 / 1000, $1) }
        return (one.labels.description, Dictionary(uniqueKeysWithValues: shown))
      }
    )
  }

  private static let hot = """
    groups:
      - name: climate
        rules:
          - alert: Hot
            expr: temperature > 30
            for: 1m
            keep_firing_for: 2m
            labels: {severity: 'sev-{{ $labels.room }}'}
            annotations: {summary: '{{ $labels.room }} has {{ $value }}'}
    """

  @Test func anAlertGoesFromPendingToFiringToEnd() throws {
    let store = SeriesStore()
    let book = try book(Self.hot, store)
    var states: [Alert.State?] = []
    for (minute, value) in [20.0, 31, 32, 33, 20, 20, 20, 20].enumerated() {
      try feed(store, "attic", Int64(minute) * 60, value)
      book.evaluate(at: Timestamp(seconds: Double(minute) * 60))
      states.append(book.alerts.first?.state)
    }
    #expect(states == [nil, .pending, .firing, .firing, .firing, .firing, nil, nil])
    let series = try #require(
      values(store, "ALERTS").first { $0.key.contains("firing") }?.value
    )
    #expect(series.filter { $0.value == 1 }.keys.sorted() == [120, 180, 240, 300])
    #expect(series[360].map(StaleMarker.isStale) == true)
    let since = try #require(values(store, "ALERTS_FOR_STATE").first?.value)
    #expect(since[180] == 60)
  }

  @Test func anAlertTellsItsLabelsAndWords() throws {
    let store = SeriesStore()
    let book = try book(Self.hot, store)
    try feed(store, "attic", 0, 31.5)
    try feed(store, "roof", 0, 40)
    book.evaluate(at: Timestamp(seconds: 0))
    let alert = try #require(book.alerts.first { $0.labels["room"] == "attic" })
    #expect(
      alert.labels == LabelSet(["alertname": "Hot", "room": "attic", "severity": "sev-attic"])
    )
    #expect(alert.annotations == ["summary": "attic has 31.5"])
    #expect(alert.value == 31.5)
    #expect(alert.activeAt == Timestamp(seconds: 0))
    #expect(book.alerts.count == 2)
    let rule = try #require(book.alertRules.first)
    #expect(rule.group == "climate" && rule.holdFor == .seconds(60) && rule.health == .ok)
  }

  @Test func recordedSeriesAreStoredAndEnd() throws {
    let store = SeriesStore()
    let book = try book(
      """
      groups:
        - name: g
          rules:
            - record: room:temperature:double
              expr: temperature * 2 > 0
              labels: {unit: double, room: ''}
            - record: all
              expr: count(room:temperature:double)
      """,
      store
    )
    try feed(store, "attic", 0, 10)
    book.evaluate(at: Timestamp(seconds: 0))
    try feed(store, "attic", 60, -10)
    book.evaluate(at: Timestamp(seconds: 60))
    let recorded = values(store, "room:temperature:double")
    #expect(recorded.keys.sorted() == [#"room:temperature:double{unit="double"}"#])
    #expect(recorded.first?.value[0] == 20)
    #expect(recorded.first?.value[60].map(StaleMarker.isStale) == true)
    // Rules of a group see what those before them wrote.
    #expect(values(store, "all")["all"]?[0] == 1)
  }

  @Test func aFailureIsTheRulesHealth() throws {
    let store = SeriesStore()
    let book = try book(
      """
      groups:
        - name: g
          rules:
            - alert: Same
              expr: temperature > 0
              labels: {room: all}
            - alert: Many
              expr: temperature * on() temperature
            - alert: Fine
              expr: vector(1)
      """,
      store
    )
    try feed(store, "attic", 0, 1)
    try feed(store, "roof", 0, 1)
    book.evaluate(at: Timestamp(seconds: 0))
    #expect(book.alertRules.map(\.health) == [.failing, .failing, .ok])
    #expect(
      book.alertRules.first?.lastError
        == "vector contains metrics with the same labelset after applying alert labels"
    )
    #expect(book.alertRules[1].lastError?.contains("many-to-many") == true)
    #expect(book.alerts.map(\.name) == ["Fine"])
    #expect(book.alerts.map(\.state) == [.firing])
  }
}
