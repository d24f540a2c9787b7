import LocalSource
import PromQL
import Signals
import Telemetry
import Testing

/// What has happened, told by samples alone.
@Suite struct TimeMarkTests {
  private static let start = Timestamp(seconds: 1_800_000_000)
  private static let step = Duration.seconds(30)

  /// The marks of an hour in which a job was scraped every 30 s.
  private func marks(
    _ question: TimeMarkQuestion,
    jobs: [String] = ["shop"],
    service: ServiceID? = nil,
    _ exposition: (_ job: String, _ second: Int) -> String?
  ) throws -> [TimeMark] {
    let store = SeriesStore()
    for job in jobs {
      var intake = ScrapeIntake(job: job, instance: "i", store: store)
      for second in stride(from: 0, through: 3600, by: 30) {
        guard let text = exposition(job, second) else { continue }
        _ = intake.take(
          Array((text + "\n").utf8),
          as: .text,
          at: Self.start + .seconds(second),
          elapsed: .milliseconds(3)
        )
      }
    }
    let scope = TimeMarkQuestion.Scope(
      labels: ["job"],
      service: service,
      step: Self.step,
      isDotted: false
    )
    let context = QueryContext(rateWindow: .seconds(120))
    let answer = try Evaluator(store: store).range(
      try Expression.parse(question.expression(scope, context)),
      from: (Self.start + .seconds(900)).milliseconds,
      through: (Self.start + .seconds(3600)).milliseconds,
      step: 30_000
    )
    guard case .matrix(let series) = answer.value else { return [] }
    return TimeMark.merged(question.marks(series, scope, step: Self.step))
  }

  private func moment(_ second: Double) -> Timestamp {
    Timestamp(seconds: 1_800_000_000 + second)
  }

  @Test func everyQuestionIsPromQL() {
    for label in ["job", "service.name"] {
      let scope = TimeMarkQuestion.Scope(
        labels: [label],
        service: ServiceID(label, #"a"b|c"#),
        step: .seconds(5),
        isDotted: label != "job"
      )
      let context = QueryContext(
        selector: [LabelMatcher(label, .equal, #"a"b|c"#)],
        exporterSelector: [LabelMatcher("env", .equal, "prod")],
        rateWindow: .seconds(60)
      )
      for question in TimeMarkQuestion.allCases {
        let text = question.expression(scope, context)
        #expect(throws: Never.self, "\(text)") { try Expression.parse(text) }
      }
    }
  }

  @Test func aStartIsToldToTheSecondThoughItIsScrapedLater() throws {
    let found = try marks(.starts) { _, second in
      // Down from 1500 to 1620, and scraped a while after it has started.
      if (1500..<1650).contains(second) { return nil }
      return "process_start_time_seconds \(second < 1500 ? 1_799_000_000 : 1_800_001_611.25)"
    }
    #expect(found == [TimeMark(moment(1611.25), .start, "shop")])
  }

  @Test func whatStartedBeforeTheStretchIsNoMark() throws {
    let found = try marks(.starts) { _, _ in "process_start_time_seconds 1799000000" }
    #expect(found.isEmpty)
  }

  @Test func aNewVersionIsARelease() throws {
    let found = try marks(.builds) { _, second in
      "shop_build_info{version=\"1.\(second < 1800 ? 4 : 5)\"} 1"
    }
    #expect(found == [TimeMark(moment(1800), .release, "shop", "1.5")])
  }

  @Test func whatIsSeenForTheFirstTimeOrAgainIsNoRelease() throws {
    let found = try marks(.builds) { _, second in
      (1200..<2400).contains(second) ? nil : "shop_build_info{version=\"1.4\"} 1"
    }
    #expect(found.isEmpty)
    let young = try marks(.builds) { _, second in
      second < 1800 ? nil : "shop_build_info{version=\"1.4\"} 1"
    }
    #expect(young.isEmpty)
  }

  @Test func servicesThatPushHaveVersionsAndInstances() throws {
    let exposition = { (_: String, second: Int) -> String? in
      let version = second < 1800 ? 1 : 2
      return (0..<3).map {
        "target_info{service_version=\"v\(version)\",pod=\"p\(version)\($0)\"} 1"
      }.joined(separator: "\n")
    }
    let releases = try marks(.releases, exposition)
    #expect(releases == [TimeMark(moment(1800), .release, "shop", "v2")])
    var three = TimeMark(moment(1800), .start, "shop")
    three.count = 3
    #expect(try marks(.instances, exposition) == [three])
    let withStart = try marks(.instances) { job, second in
      (exposition(job, second) ?? "") + "\nprocess_start_time_seconds 1799000000"
    }
    #expect(withStart.isEmpty, "its own word for when it started counts for more")
  }

  @Test func anAlertBeginsEachTimeItFiresAgain() throws {
    let found = try marks(.alerts) { _, second in
      (1200..<1500).contains(second) || (2700..<3000).contains(second)
        ? "ALERTS{alertname=\"Slow\",alertstate=\"firing\",severity=\"page\"} 1" : "other 1"
    }
    #expect(found.map(\.moment) == [moment(1200), moment(2700)])
    #expect(Set(found.map(\.subject)) == ["Slow shop"] && Set(found.map(\.detail)) == ["page"])
  }

  @Test func anAlertThatComesAndGoesHasTheTimesAtWhichItBegan() throws {
    // Ten minutes before it fires again it fired; a break of a minute is none.
    let firing = [1200..<1500, 1920..<2400, 2460..<2600, 3000..<3500]
    let found = try marks(.alerts) { _, second in
      firing.contains { $0.contains(second) }
        ? "ALERTS{alertname=\"Slow\",alertstate=\"firing\"} 1" : "other 1"
    }
    #expect(found.map(\.moment) == [moment(1200), moment(1920), moment(3000)])
  }

  @Test func alertsOfOtherServicesAreNotOfThisOne() throws {
    let found = try marks(
      .alerts,
      jobs: ["shop", "cart", ""],
      service: ServiceID("job", "shop")
    ) { job, second in
      second < 1800
        ? "other 1" : "ALERTS{alertname=\"Of_\(job)\",alertstate=\"firing\"} 1"
    }
    #expect(found.map(\.subject).sorted() == ["Of_", "Of_shop"])
  }

  @Test func aReloadIsToldUnlessAStartExplainsIt() throws {
    let reload = try marks(.reloads) { _, second in
      let loaded = second < 1800 ? 1_799_000_000 : 1_800_001_790
      return "prometheus_config_last_reload_success_timestamp_seconds \(loaded)"
    }
    #expect(reload == [TimeMark(moment(1790), .reload, "shop i")])
    let start = TimeMark(moment(1788), .start, "shop")
    #expect(TimeMark.merged(reload + [start]) == [start])
  }

  @Test func exportersTellOfDatabasesAndMachines() throws {
    let found = try marks(.exportedStarts) { _, second in
      // redis_exporter works the moment out from an uptime, so that it moves by a second.
      let uptime = second < 1800 ? 1_799_000_000 : 1_800_001_801 + (second / 30) % 2
      return "redis_start_time_seconds \(uptime)\nnode_boot_time_seconds 1799000000"
    }
    #expect(found.map(\.subject) == ["shop i"])
    #expect(found.map(\.count) == [1])
  }

  @Test func instancesThatFollowEachOtherAreOneMark() {
    let starts = [0, 20, 40, 41, 300].map { TimeMark(moment($0), .start, "shop") }
    let merged = TimeMark.merged(starts.reversed())
    #expect(merged.map(\.moment) == [moment(0), moment(300)])
    #expect(merged.map(\.count) == [3, 1], "less than five seconds apart they are one")
    let release = TimeMark(moment(60), .release, "shop", "1.5")
    let all = TimeMark.merged(starts + [release, TimeMark(moment(10), .start, "cart")])
    #expect(all.map(\.kind) == [.release, .start, .start])
    #expect(all.map(\.subject) == ["shop", "cart", "shop"])
    #expect(all.map(\.count) == [3, 1, 1])
  }
}
