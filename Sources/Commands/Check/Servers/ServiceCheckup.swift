import Checks
import PrometheusAPI
import Signals
import Telemetry

/// How services are recognised.
struct DiscoveryWishes {
  /// The profiles that are tried.
  var profiles: [MetricProfile]
  /// Whether those that none fits get a guessed one.
  var isGuessing: Bool
  /// Matchers of every series.
  var selector: [LabelMatcher]
  /// How many questions are asked at a time.
  var concurrency: Int
}

/// Looks at the services of a Prometheus: whether their metrics tell what the dashboard shows.
struct ServiceCheckup {
  private let client: PrometheusClient
  private let server: CheckedServer
  private let wishes: CheckWishes
  private let now: Timestamp

  init(_ checkup: PrometheusCheckup) {
    (client, server, wishes) = (checkup.client, checkup.server, checkup.wishes)
    now = checkup.now()
  }

  /// Finds the services, and judges the metrics of each.
  func outcome() async -> CheckOutcome {
    let found: DiscoveryRun.Found
    do throws(SourceError) {
      found = try await server.ask { deadline throws(SourceError) in
        let run = DiscoveryRun(
          source: client,
          now: now,
          deadline: deadline,
          concurrency: min(wishes.discovery.concurrency, 4)
        )
        let discovery = Discovery(
          wishes.discovery.profiles,
          selector: wishes.discovery.selector,
          isGuessing: wishes.discovery.isGuessing
        )
        return try await run.find(discovery)
      }
    } catch {
      return server.unchecked(ServiceChecks.names, error)
    }
    var outcome = ServiceChecks.outcome(
      of: found.services,
      outages: found.outages,
      at: server.place
    )
    // Thresholds are those of services: what they stand on has its own.
    for service in found.services where service.isMain {
      guard let requests = service.profile?.requests, let duration = requests.duration,
        requests.durationForm == .histogram, service.traits.contains(.latency)
      else { continue }
      outcome.add(await buckets(of: service, duration, requests.durationUnit))
    }
    return outcome
  }

  /// Asks for the bounds of a service's durations.
  private func buckets(
    of service: FoundService,
    _ duration: String,
    _ unit: DurationUnit
  ) async -> CheckOutcome {
    let place = "\(service.id.name): \(duration)"
    let now = now
    return await server.judge([BucketChecks.name]) { deadline throws(SourceError) in
      let selector = PromQLText.selector("\(duration)_bucket", service.id.matchers)
      let search = SeriesSearch(
        [selector],
        from: now - Discovery.stretch,
        to: now,
        deadline: deadline
      )
      return try await client.labelValues(of: "le", search).value
    } _: { values in
      // Native histograms have no bounds of their own, and those fit everywhere.
      guard !values.isEmpty else { return CheckOutcome() }
      let bounds = values.compactMap(Double.init).map { $0 / unit.perSecond }
      return BucketChecks.outcome(of: bounds, around: wishes.latencies, at: place)
    }
  }
}
