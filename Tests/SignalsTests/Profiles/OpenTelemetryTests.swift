import PromQL
import Telemetry
import Testing

@testable import Signals

/// What OpenTelemetry's SDK pushes, under the names of each translation strategy.
///
/// The expositions `otlp*` are what Prometheus 3.12 made of it, with fewer buckets and rounder values: 240
/// requests, of which 48 failed and 48 took 0.3 s, 24 calls to another service and as many to a language
/// model, of 100 tokens in and 20 out each.
@Suite struct OpenTelemetryTests {
  static let translations = ["", "-unsuffixed", "-utf8", "-untranslated"]

  private func expect(
    _ signal: Signal.ID,
    _ wanted: Double,
    of service: FoundService,
    in services: ScrapedServices
  ) throws {
    let value = try #require(try services.value(signal, of: service), "\(signal)")
    #expect((value - wanted).magnitude < 1e-6 * wanted, "\(signal): \(value)")
  }

  @Test(arguments: translations, ["otlp", "otlp-old"])
  func figuresAreThoseThatWereSentUnderEachTranslation(_ form: String, _ kind: String) throws {
    let services = try ScrapedServices([kind + form])
    let service = try #require(try services.found().first)
    let http = kind == "otlp" ? "otel-http" : "otel-http-old-target"
    #expect(service.row?.name == http + form)
    #expect(
      service.traits == [.requests, .latency, .model, .calls, .process, .host],
      "\(service.instrumentation)"
    )
    try expect(.traffic, 1, of: service, in: services)
    try expect(.errorRatio, 0.2, of: service, in: services)
    try expect(.processCPU, 60 / 240, of: service, in: services)
    try expect(.processMemory, 5e8, of: service, in: services)
    // Of two processors each is idle for a quarter of the time.
    try expect(.nodeCPU, 0.75, of: service, in: services)
    try expect(.nodeMemory, 0.25, of: service, in: services)
    let p95 = try #require(try services.value(.latencyP95, of: service))
    #expect(p95 > 0.25 && p95 <= 0.5)
    let call = try #require(try services.value(.externalP95, of: service))
    #expect(call > 0.005 && call <= 0.25)
    let profile = try #require(service.profile)
    var context = QueryContext(profile: profile, rateWindow: ScrapedServices.window)
    context.inventory = services.names
    context.hasModelPrices = true
    let tokens = try services.vector(context.modelTokenRate())
    let wanted = ["input": 2400.0, "output": 480]
    #expect(tokens.count == 2)
    for sample in tokens {
      let kind = try #require(sample.labels[profile.model.answeredKindLabel])
      #expect((sample.value / 15 - (wanted[kind] ?? 0)).magnitude < 1e-6, "\(kind)")
      #expect(sample.labels[profile.model.modelLabel ?? ""] == "large-1")
    }
  }

  /// All translations may be on one server, as after a change of its settings.
  @Test func oneQueryHasTheFiguresOfAllTranslations() throws {
    let names = ["otlp", "otlp-old"].flatMap { kind in Self.translations.map { kind + $0 } }
    let services = try ScrapedServices(names)
    let found = try services.found()
    #expect(Set(found.map(\.id.value)) == Set(names))
    let context = QueryContext(rateWindow: ScrapedServices.window, inventory: services.names)
    let roster = ServiceRoster(found) { _ in .seconds(60) }
    let rate = try #require(RequestFigure.rate.expression(roster.groups) { _ in context })
    let rates = RequestFigure.values(try services.vector(rate), roster)
    let fullest = try #require(ServiceSaturation.expression(roster) { _ in context })
    let saturations = ServiceSaturation.values(try services.vector(fullest), roster)
    for service in found {
      #expect(rates[service.id].map { ($0 - 1).magnitude < 1e-6 } == true, "\(service.id)")
      let saturation = try #require(saturations[service.id], "\(service.id)")
      #expect(saturation.resource == "cpu" && (saturation.share - 0.25).magnitude < 1e-6)
    }
  }

  @Test func theMachineOfACollectorIsMeasuredByItsOwnMetrics() throws {
    let services = try ScrapedServices([])
    services.scrape(
      """
      system_cpu_time_seconds_total{cpu="cpu0",state="idle"} 24
      system_cpu_time_seconds_total{cpu="cpu0",state="wait"} 24
      system_cpu_time_seconds_total{cpu="cpu0",state="user"} 192
      system_memory_usage_bytes{state="used"} 6e9
      system_memory_usage_bytes{state="free"} 1e9
      system_memory_usage_bytes{state="buffered"} 1e9
      system_memory_usage_bytes{state="cached"} 2e9
      system_memory_usage_bytes{state="slab_reclaimable"} 1e9
      system_filesystem_usage_bytes{device="/dev/a",mountpoint="/",type="ext4",state="used"} 30
      system_filesystem_usage_bytes{device="/dev/a",mountpoint="/",type="ext4",state="free"} 10
      system_filesystem_usage_bytes{device="/dev/a",mountpoint="/",type="ext4",state="reserved"} 5
      system_filesystem_usage_bytes{device="none",mountpoint="/run",type="tmpfs",state="used"} 99
      system_filesystem_usage_bytes{device="none",mountpoint="/run",type="tmpfs",state="free"} 1

      """,
      job: "collector"
    )
    let service = try #require(try services.found().first)
    #expect(service.instrumentation == "otel-host")
    try expect(.nodeCPU, 0.9, of: service, in: services)
    try expect(.nodeMemory, 0.6, of: service, in: services)
    try expect(.nodeDisk, 0.75, of: service, in: services)
  }

  @Test(arguments: [
    #"db_client_connection_count{db_client_connection_state="STATE"}"#,
    #"{"db.client.connection.count","db.client.connection.state"="STATE"}"#,
    #"db_client_connections_usage{state="STATE"}"#,
    #"{"db.client.connections.usage_connections",state="STATE"}"#,
  ])
  func connectionsAreThoseInUse(_ series: String) throws {
    let services = try ScrapedServices([])
    let lines = [("used", 7), ("idle", 3)].map { state, count in
      series.split(separator: "STATE").joined(separator: state) + " \(count)\n"
    }
    services.scrape(lines.joined(), job: "shop")
    let shop = try #require(try services.found().first)
    try expect(.databaseConnections, 7, of: shop, in: services)
  }
}
