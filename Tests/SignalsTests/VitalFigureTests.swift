import LocalSource
import PromQL
import Telemetry
import Testing

@testable import Signals

/// What vitals make of the expositions of exporters and libraries; a rate times 240 s is what was counted.
@Suite struct VitalFigureTests {
  /// All rows of a vital of services, by the label that tells them apart.
  private func values(
    _ id: String,
    by label: String,
    _ expositions: [String: String],
    _ profile: MetricProfile = .prometheusClient
  ) throws -> [String: Double] {
    let services = try ScrapedServices([])
    for (job, text) in expositions.sorted(by: { $0.key < $1.key }) {
      services.scrape(text, job: job)
    }
    var context = QueryContext(profile: profile, rateWindow: ScrapedServices.window)
    context.inventory = services.names
    let vital = try #require(Vital.all.first { $0.id == id }, "\(id)")
    try #require(vital.isPresent(services.names, context), "\(id) is not present")
    let vector = try services.vector(vital.expression(context))
    return Dictionary(uniqueKeysWithValues: vector.map { ($0.labels[label] ?? "", $0.value) })
  }

  private func profile(_ name: String) throws -> MetricProfile {
    try #require(MetricProfile.all.first { $0.name == name })
  }

  private func expect(_ values: [String: Double], _ wanted: [String: Double]) {
    #expect(Set(values.keys) == Set(wanted.keys))
    for (name, value) in wanted {
      #expect((values[name] ?? .nan).magnitude.distance(to: value).magnitude < 1e-6, "\(values)")
    }
  }

  // MARK: - What services say themselves

  /// As requests, httpx and aiohttp under instrumentation 0.66b1 count: refused connections have no status,
  /// and of aiohttp not even a type of error.
  private static let clients = """
    http_client_request_duration_seconds_count{error_type="",http_response_status_code="200",server_address="cards"} 180
    http_client_request_duration_seconds_count{error_type="404",http_response_status_code="404",server_address="cards"} 24
    http_client_request_duration_seconds_count{error_type="429",http_response_status_code="429",server_address="cards"} 6
    http_client_request_duration_seconds_count{error_type="503",http_response_status_code="503",server_address="cards"} 12
    http_client_request_duration_seconds_count{error_type="ConnectionError",http_response_status_code="",server_address="cards"} 18
    http_client_request_duration_seconds_count{error_type="",http_response_status_code="",server_address="mails"} 24
    http_client_request_duration_seconds_count{error_type="",http_response_status_code="200",server_address="stock"} 24
    """

  @Test func callsThatTheOtherSideFailsAreToldFromThoseThatItRefuses() throws {
    let http = try profile("otel-http")
    let failed = try values("call failed", by: "name", ["shop": Self.clients], http)
    expect(failed, ["cards": 36 / 240, "mails": 1, "stock": 0])
    let refused = try values("call answered 4xx", by: "name", ["shop": Self.clients], http)
    expect(refused, ["cards": 24 / 240, "mails": 0, "stock": 0])
  }

  @Test func withoutAStatusNoCallCountsAsFailed() throws {
    var own = MetricProfile.prometheusClient
    own.calls.duration = "call_seconds"
    let vital = try #require(Vital.all.first { $0.id == "call failed" })
    #expect(!vital.isPresent([], QueryContext(profile: own, rateWindow: .seconds(60))))
    own.calls.statusLabel = "status"
    #expect(vital.isPresent([], QueryContext(profile: own, rateWindow: .seconds(60))))
  }

  @Test func failedQueriesAreAShareOfAll() throws {
    let text = """
      db_client_operation_duration_seconds_count{db_operation_name="SELECT",error_type=""} 90
      db_client_operation_duration_seconds_count{db_operation_name="SELECT",error_type="40001"} 30
      db_client_operation_duration_seconds_count{db_operation_name="INSERT",error_type=""} 60
      """
    let failed = try values("query failed", by: "name", ["shop": text], try profile("otel-db"))
    expect(failed, ["SELECT": 0.25, "INSERT": 0])
    let django = """
      django_db_query_duration_seconds_count{alias="default",vendor="postgresql"} 100
      django_db_errors_total{alias="default",type="IntegrityError",vendor="postgresql"} 5
      """
    let ofDjango = try profile("django-prometheus")
    expect(
      try values("query failed", by: "name", ["shop": django], ofDjango),
      ["default": 0.05]
    )
  }

  /// redis-py 8.1.0 leaves failed commands out of its durations, and counts each attempt.
  @Test func failedAttemptsOfRedisClientsAreCountedByServer() throws {
    let text = """
      redis_client_errors_total{error_type="ConnectionError",server_address="cache",server_port="6379"} 240
      """
    expect(
      try values("client failed attempts", by: "server_address", ["shop": text]),
      ["cache": 1]
    )
  }

  // MARK: - Databases

  @Test func locksAreToldByMode() throws {
    let text = """
      pg_locks_count{datname="shop",mode="accessexclusivelock"} 1
      pg_locks_count{datname="shop",mode="accesssharelock"} 7
      pg_locks_count{datname="mails",mode="accesssharelock"} 2
      pg_locks_count{datname="shop",mode="exclusivelock"} 3
      """
    expect(try values("postgres locks", by: "job", ["pg": text]), ["pg": 13])
    expect(try values("postgres locks access exclusive", by: "job", ["pg": text]), ["pg": 1])
    expect(try values("postgres locks exclusive", by: "job", ["pg": text]), ["pg": 3])
    expect(try values("postgres locks access share", by: "job", ["pg": text]), ["pg": 9])
  }

  /// postgres_exporter 0.18 with `--collector.stat_statements.include_query` has texts apart from counts.
  @Test func statementsAreNamedByTheirTextWhereThatIsExported() throws {
    let counts = """
      pg_stat_statements_calls_total{datname="shop",queryid="1",user="app"} 200
      pg_stat_statements_calls_total{datname="shop",queryid="1",user="admin"} 40
      pg_stat_statements_calls_total{datname="shop",queryid="2",user="app"} 24
      pg_stat_statements_seconds_total{datname="shop",queryid="1",user="app"} 20
      pg_stat_statements_seconds_total{datname="shop",queryid="1",user="admin"} 4
      pg_stat_statements_seconds_total{datname="shop",queryid="2",user="app"} 12
      """
    let texts = "pg_stat_statements_query_id{queryid=\"1\",query=\"SELECT *\n FROM cards\"} 1"
      .split(separator: "\n").joined(separator: "\\n")
    let plain = try values("statement mean time", by: "queryid", ["pg": counts])
    expect(plain, ["1": 0.1, "2": 0.5])
    let named = try values("statement mean time", by: "query", ["pg": counts + "\n" + texts])
    expect(named, ["SELECT *\n FROM cards": 0.1, "": 0.5])
    let owner = Vital.Owner(
      kind: "statement",
      labels: LabelSet([
        "datname": "shop", "instance": "pg:80", "queryid": "1", "query": "SELECT *\n FROM cards",
      ])
    )
    #expect(owner.name == "SELECT * FROM cards in shop")
    // No series of the counts has the text.
    #expect(!owner.matchers.contains { $0.name == "query" })
    // The exporter's queries.yaml put the text on the counts.
    let own = """
      pg_stat_statements_calls{datname="shop",queryid="1",query="SELECT 1"} 240
      pg_stat_statements_total_time_seconds{datname="shop",queryid="1",query="SELECT 1"} 24
      """
    expect(
      try values("statement mean time by queries", by: "query", ["pg": own]),
      ["SELECT 1": 0.1]
    )
  }

  // MARK: - Queues

  @Test func theOldestOfWhatWaitsHasAnAge() throws {
    let sent = ScrapedServices.end.milliseconds / 1000 - 90
    let rabbit = """
      rabbitmq_queue_head_message_timestamp{queue="mails",vhost="/",quantile="0"} \(sent)
      rabbitmq_queue_head_message_timestamp{queue="empty",vhost="/"} 0
      """
    expect(try values("queue oldest message", by: "queue", ["mq": rabbit]), ["mails": 90])
    let kafka = """
      kafka_consumergroup_group_lag_seconds{group="mails",partition="0",topic="orders"} 40
      kafka_consumergroup_group_lag_seconds{group="mails",partition="1",topic="orders"} 70
      """
    expect(try values("kafka behind", by: "group", ["kafka": kafka]), ["mails": 70])
    let sidekiq = "sidekiq_queue_latency_seconds{name=\"default\"} 12"
    expect(try values("sidekiq oldest job", by: "name", ["jobs": sidekiq]), ["default": 12])
    let sqs = "aws_sqs_approximate_age_of_oldest_message_maximum{dimension_QueueName=\"orders\"} 5"
    let ages = try values("sqs oldest message maximum", by: "dimension_QueueName", ["aws": sqs])
    expect(ages, ["orders": 5])
    let celery = """
      celery_task_succeeded_total{hostname="a",name="pay",queue_name="celery"} 180
      celery_task_failed_total{exception="",hostname="a",name="pay",queue_name="celery"} 0
      celery_task_failed_total{exception="ValueError",hostname="a",name="pay",queue_name="celery"} 60
      """
    expect(try values("celery failed", by: "queue_name", ["celery": celery]), ["celery": 0.25])
  }

  // MARK: - Machines

  /// Two services on one machine measure the same; a third says not where it runs.
  @Test(arguments: ["", "-utf8", "-untranslated", "-unsuffixed"])
  func aHostIsToldOnceWhoeverMeasuresIt(_ form: String) throws {
    let isDotted = form == "-utf8" || form == "-untranslated"
    let seconds = form == "" || form == "-utf8" ? "_seconds_total" : ""
    func cpu(_ idle: Int) -> String {
      isDotted
        ? "{\"system.cpu.time\(seconds)\",cpu=\"0\",state=\"idle\"} \(idle)"
        : "system_cpu_time\(seconds){cpu=\"0\",state=\"idle\"} \(idle)"
    }
    func info(_ host: String) -> String {
      isDotted ? "target_info{\"host.name\"=\"\(host)\"} 1" : "target_info{host_name=\"\(host)\"} 1"
    }
    let values = try values(
      "host cpu\(form)",
      by: "host_name",
      [
        "cards": cpu(60) + "\n" + info("one"), "mails": cpu(48) + "\n" + info("one"),
        "stock": cpu(120) + "\n" + info("two"), "other": cpu(180) + "\ntarget_info 1",
        "bare": cpu(24),
      ]
    )
    expect(values, ["one": 0.8, "two": 0.5, "": 0.9])
  }

  @Test func theFirstFileSystemOfAHostToBeFullSaysWhen() throws {
    let vital = try #require(Vital.all.first { $0.id == "host fullest file system" })
    #expect(vital.column == .disk)
    let text = """
      system_filesystem_usage_bytes{device="/dev/vda",mountpoint="/",type="ext4",state="used"} 60
      system_filesystem_usage_bytes{device="/dev/vda",mountpoint="/",type="ext4",state="free"} 30
      system_filesystem_usage_bytes{device="/dev/vda",mountpoint="/",type="ext4",state="reserved"} 10
      system_filesystem_usage_bytes{device="run",mountpoint="/run",type="tmpfs",state="used"} 9
      system_filesystem_usage_bytes{device="run",mountpoint="/run",type="tmpfs",state="free"} 1
      """
    expect(
      try values("host fullest file system", by: "host_name", ["collector": text]),
      ["": 60.0 / 90]
    )
  }

  @Test func whatTwoTranslationsWriteAlikeIsAskedOnce() {
    let threads = Vital.all.filter { $0.metrics == ["process_thread_count"] }
    #expect(threads.count == 1)
  }
}
