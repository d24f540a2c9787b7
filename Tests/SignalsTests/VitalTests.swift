import LocalSource
import PromQL
import Telemetry
import Testing

@testable import Signals

/// What holds for every vital, and what some of them make of samples.
@Suite struct VitalTests {
  private static let context = QueryContext(
    selector: [LabelMatcher("job", .equal, "own")],
    exporterSelector: [LabelMatcher("cluster", .equal, "a")],
    rateWindow: .seconds(60)
  )

  @Test func everyExpressionIsPromQL() {
    for (index, profile) in MetricProfile.all.enumerated() {
      var context = Self.context
      context.profile = profile
      // Only what a service says itself depends on its profile.
      let vitals = Vital.all.filter { index == 0 || $0.metrics.isEmpty }
      for vital in vitals where vital.isPresent(Set(vital.metrics), context) {
        let text = vital.expression(context)
        #expect(throws: Never.self, "\(vital.id): \(text)") { try Expression.parse(text) }
      }
    }
  }

  @Test func allOfAColumnAreOneQuestion() throws {
    for area in Vital.Area.allCases {
      for column in Vital.Column.allCases {
        let vitals = Vital.all.filter { $0.kind.area == area && $0.column == column }
        guard let text = Vital.expression(vitals, Self.context) else { continue }
        #expect(throws: Never.self, "\(text)") { try Expression.parse(text) }
      }
    }
  }

  @Test func theirNamesTellThemApart() {
    #expect(Set(Vital.all.map(\.id)).count == Vital.all.count)
    for vital in Vital.all {
      let labels = LabelSet(["job": "a", "instance": "b", "vital": vital.id])
      #expect(Vital.place(of: labels)?.vital.id == vital.id)
    }
    #expect(Vital.place(of: LabelSet(["job": "a"])) == nil)
  }

  @Test(
    arguments: [
      ("process", ["job": "shop", "instance": "a:80"], "shop a:80"),
      ("process", ["job": "shop", "instance": "shop:80"], "shop:80"),
      ("redis", ["job": "redis", "instance": "a:80"], "a:80"), ("host", [:], "(no host.name)"),
      ("host", ["host_name": "vm"], "vm"), ("call", [:], "call"),
    ] as [(String, [String: String], String)]
  )
  func aRowIsNamedByItsLabelsAndNothingTwice(
    _ kind: String,
    _ labels: [String: String],
    _ name: String
  ) {
    #expect(Vital.Owner(kind: kind, labels: LabelSet(labels)).name == name)
  }

  @Test func aServiceAnswersForItselfAndExportersForTheRest() throws {
    let text = { (id: String) in
      Vital.all.first { $0.id == id }?.expression(Self.context) ?? ""
    }
    #expect(text("process cpu").contains(#"job="own""#))
    #expect(text("redis commands").contains(#"cluster="a""#))
    #expect(!text("redis commands").contains(#"job="own""#))
  }

  @Test func onlyWhatHasAllItsMetricsIsAsked() throws {
    let hits = try #require(Vital.all.first { $0.id == "redis hits" })
    #expect(!hits.isPresent(["redis_keyspace_hits_total"], Self.context))
    #expect(hits.isPresent(Set(hits.metrics), Self.context))
  }

  /// The value after an hour in which a service was scraped each minute.
  private func value(_ id: String, _ exposition: (_ minute: Int) -> String) throws -> Double? {
    let store = SeriesStore()
    var intake = ScrapeIntake(job: "n", instance: "i", store: store)
    let start = Timestamp(seconds: 1_800_000_000)
    for minute in 0...60 {
      _ = intake.take(
        Array((exposition(minute) + "\n").utf8),
        as: .text,
        at: start + .seconds(60 * minute),
        elapsed: .milliseconds(3)
      )
    }
    let vital = try #require(Vital.all.first { $0.id == id })
    var context = Self.context
    (context.selector, context.exporterSelector) = ([], [])
    let result = try Evaluator(store: store).instant(
      try Expression.parse(vital.expression(context)),
      at: (start + .seconds(3600)).milliseconds
    )
    guard case .vector(let vector) = result.value else { return nil }
    return vector.first?.value
  }

  @Test func whatFillsUpIsFullWhenItsPaceLeadsThere() throws {
    // A hundred bytes a second are taken; 640,000 are left after an hour.
    let disk = try value("node file system full in") { minute in
      "node_filesystem_avail_bytes{fstype=\"ext4\"} \(1_000_000 - minute * 6000)"
    }
    #expect(abs((disk ?? 0) - 6400) < 1)
    // One a minute; 840 are left.
    let descriptors = try value("process descriptors full in") { minute in
      "process_open_fds \(100 + minute)\nprocess_max_fds 1000"
    }
    #expect(abs((descriptors ?? 0) - 840 * 60) < 60)
  }

  @Test func whatEmptiesIsNeverFull() throws {
    let disk = try value("node file system full in") { minute in
      "node_filesystem_avail_bytes{fstype=\"ext4\"} \(1000 + minute)"
    }
    #expect(disk == nil)
  }
}
