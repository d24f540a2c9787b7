import LocalSource
import PromQL
import Telemetry
import Testing

@testable import Signals

/// What the samples of services say: how far apart they are, when the last came, and where.
@Suite struct ServicePulseTests {
  /// Services that send samples every so many seconds, in a store.
  private struct PushedServices {
    let store = SeriesStore()
    static let end = Timestamp(seconds: 1_800_000_000)

    /// Sends counters of one request a second.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - spacing: The seconds between samples.
    ///   - labels: More labels, with a comma before.
    ///   - ages: How old the first sample and the last may be, in seconds.
    func push(_ job: String, every spacing: Int, _ labels: String = "", ages: ClosedRange<Int>) {
      var intake = ScrapeIntake(job: job, instance: "\(job):80", store: store)
      var age = ages.upperBound
      while age >= ages.lowerBound {
        let count = 4000 - age
        let series = #"endpoint="/a",method="GET""# + labels
        let text = """
          http_requests_total{\(series),status="200"} \(count)
          http_request_duration_seconds_bucket{\(series),le="1"} \(count)
          http_request_duration_seconds_bucket{\(series),le="+Inf"} \(count)
          process_open_fds{\(labels.dropFirst())} \(age < 30 ? 90 : 10)
          process_max_fds{\(labels.dropFirst())} 100

          """
        let moment = Self.end - .seconds(age)
        _ = intake.take(Array(text.utf8), as: .text, at: moment, elapsed: .milliseconds(1))
        age -= spacing
      }
    }

    func vector(_ expression: String, at moment: Timestamp = end) throws -> [VectorSample] {
      let result = try Evaluator(store: store).instant(
        try Expression.parse(expression),
        at: moment.milliseconds
      )
      guard case .vector(let vector) = result.value else { return [] }
      return vector
    }

    func found() throws -> [FoundService] {
      let discovery = Discovery()
      var answers: Discovery.Answers = [:]
      while !discovery.round(answers).isComplete {
        for search in discovery.round(answers).searches where answers[search] == nil {
          answers[search] = try answer(search)
        }
      }
      return discovery.round(answers).services
    }

    private func answer(_ search: LabelSearch) throws -> [String] {
      let matchers = try search.selectors.map { text -> [LabelMatcher] in
        guard case .vectorSelector(let selector) = try Expression.parse(text) else { return [] }
        return selector.matchers
      }
      let through = Self.end.milliseconds
      let values = (matchers.isEmpty ? [[]] : matchers).flatMap {
        store.labelValues(of: search.label, matching: $0, after: 0, through: through)
      }
      return Set(values).sorted()
    }

    var context: QueryContext {
      let through = Self.end.milliseconds
      let names = store.labelValues(of: "__name__", matching: [], after: 0, through: through)
      return QueryContext(rateWindow: .seconds(60), inventory: Set(names))
    }

    func pulses(at moment: Timestamp = end) throws -> ServicePulses {
      var pulses = ServicePulses()
      let expression = try #require(ServicePulses.expression(of: found(), context))
      pulses.receive(try vector(expression, at: moment))
      return pulses
    }
  }

  private func pulse(_ services: PushedServices, _ job: String) throws -> ServicePulse {
    let found = try #require(try services.found().first { $0.id.value == job })
    return try #require(try services.pulses().pulse(of: found))
  }

  @Test(arguments: [1, 2, 5, 10, 15, 20, 30, 60, 120, 300])
  func theDistanceOfSamplesIsMeasured(seconds: Int) throws {
    for phase in [0, seconds / 3, seconds - 1] {
      let services = PushedServices()
      services.push("cart", every: seconds, ages: phase...(1500 + phase))
      let pulse = try pulse(services, "cart")
      #expect(pulse.spacing == .seconds(seconds), "\(phase) s after the last")
      #expect(!pulse.isYoung)
      #expect(pulse.silence(.seconds(seconds)) == nil)
    }
  }

  @Test(arguments: [(60, 200), (60, 320), (15, 70), (15, 150), (5, 60)])
  func aServiceThatHasJustBegunIsNotTakenForASlowOne(seconds: Int, age: Int) throws {
    let services = PushedServices()
    services.push("cart", every: seconds, ages: 3...age)
    let pulse = try pulse(services, "cart")
    let spacing = try #require(pulse.spacing)
    #expect(spacing >= .seconds(seconds) && spacing <= .seconds(seconds * 2), "\(spacing)")
  }

  @Test func twoSamplesDoNotTell() throws {
    let services = PushedServices()
    services.push("cart", every: 60, ages: 3...70)
    #expect(try pulse(services, "cart").spacing == nil)
  }

  @Test func theNewestSampleIsKnownLongAfterTheServerHasCeasedToAnswerIt() throws {
    let services = PushedServices()
    services.push("cart", every: 60, ages: 370...1500)
    let pulse = try pulse(services, "cart")
    #expect(pulse.spacing == .seconds(60))
    let silence = try #require(pulse.silence(.seconds(60)))
    #expect(silence >= .seconds(370) && silence <= .seconds(430))
  }

  @Test func aServiceThatFallsSilentKeepsTheDistanceOfItsSamples() throws {
    let services = PushedServices()
    services.push("cart", every: 60, ages: 0...1500)
    let found = try services.found()
    let expression = try #require(ServicePulses.expression(of: found, services.context))
    var pulses = ServicePulses()
    for age in [0, 120, 240, 300, 420, 590, 900, 1700, 3500] {
      pulses.receive(try services.vector(expression, at: PushedServices.end + .seconds(age)))
      let pulse = try #require(pulses.pulse(of: found[0]))
      #expect(pulse.spacing == .seconds(60), "\(age) s later")
      #expect((pulse.silence(.seconds(60)) != nil) == (age > 240), "\(age) s later")
    }
  }

  @Test func oneQueryAsksForAllServices() throws {
    func length(_ count: Int) throws -> Int {
      let services = PushedServices()
      for index in 0..<count { services.push("svc-\(index)", every: 60, ages: 0...300) }
      let found = try services.found()
      #expect(found.count == count)
      return try #require(ServicePulses.expression(of: found, services.context)).utf8.count
    }
    #expect(try length(40) == length(1))
  }

  @Test func whatNoProfileKnowsIsToldByUp() throws {
    let services = PushedServices()
    var intake = ScrapeIntake(job: "batch", instance: "b", store: services.store)
    for age in stride(from: 1200, through: 0, by: -30) {
      let moment = PushedServices.end - .seconds(age)
      _ = intake.take(Array("own 1\n".utf8), as: .text, at: moment, elapsed: .milliseconds(1))
    }
    #expect(try pulse(services, "batch").spacing == .seconds(30))
  }

  @Test func ratesOfServicesWithDifferentSpacingsAreRightInOneTable() throws {
    let services = PushedServices()
    services.push("fast", every: 15, ages: 4...1500)
    services.push("slow", every: 60, ages: 50...1500)
    let pulses = try services.pulses()
    let roster = ServiceRoster(try services.found()) {
      pulses.pulse(of: $0)?.spacing ?? .seconds(1)
    }
    #expect(roster.groups.map(\.spacing) == [.seconds(15), .seconds(60)])
    let expression = try #require(
      RequestFigure.rate.expression(roster.groups) { spacing in
        var context = services.context
        context.rateWindow = spacing * 4
        return context
      }
    )
    let values = RequestFigure.values(try services.vector(expression), roster)
    for job in ["fast", "slow"] {
      let rate = try #require(values[ServiceID("job", job)])
      #expect((rate - 1).magnitude < 0.02, "\(job) \(rate)")
    }
  }

  @Test func servicesOfOneNameAreToldApartByWhatDiffers() throws {
    let services = PushedServices()
    for (cluster, namespace) in [("eu", "shop"), ("us", "shop")] {
      let labels = ",cluster=\"\(cluster)\",namespace=\"\(namespace)\""
      services.push("cart", every: 60, labels, ages: 0...900)
    }
    services.push("api", every: 60, #",cluster="eu",namespace="shop""#, ages: 0...900)
    let found = try services.pulses().split(try services.found())
    #expect(found.map(\.id.name) == ["api", "cart (eu)", "cart (us)"])
    #expect(found.map(\.place.text) == ["eu/shop", "eu/shop", "us/shop"])
    #expect(found[1].id.promQL == #"job="cart",cluster="eu""#)
    #expect(found[1].id.isMet(by: LabelSet(["job": "cart", "cluster": "eu", "pod": "a"])))
    #expect(found[1].id.isMet(by: LabelSet(["job": "cart"])), "it may be of any")
    #expect(!found[1].id.isMet(by: LabelSet(["job": "cart", "cluster": "us"])))
  }

  @Test func theFullestInstanceCounts() throws {
    let services = PushedServices()
    services.push("cart", every: 15, ages: 0...300)
    services.push("api", every: 60, ages: 60...900)
    let roster = ServiceRoster(try services.found()) { _ in .seconds(15) }
    let expression = try #require(ServiceSaturation.expression(roster) { _ in services.context })
    let full = ServiceSaturation.values(try services.vector(expression), roster)
    #expect(full[ServiceID("job", "cart")]?.resource == "fds")
    #expect(full[ServiceID("job", "cart")]?.share == 0.9)
    #expect(full[ServiceID("job", "api")]?.share == 0.1)
  }

  /// The fullest container of a pod counts for all that is scraped in it, whatever they are called.
  @Test func containersCountForTheServicesInTheirPods() throws {
    let services = try ScrapedServices(["promhttp"])
    let labels = #"namespace="shop",pod="api-1""#
    services.scrape(#"up{\#(labels)} 1"# + "\n", job: "promhttp")
    services.scrape(
      [("app", labels, 6), ("proxy", labels, 8), ("app", #"namespace="dev",pod="api-1""#, 9)].map {
        #"""
        container_memory_working_set_bytes{container="\#($0)",\#($1)} \#($2)
        container_spec_memory_limit_bytes{container="\#($0)",\#($1)} 10

        """#
      }.joined(),
      job: "kubelet"
    )
    let roster = ServiceRoster(try services.found()) { _ in .seconds(60) }
    let context = QueryContext(rateWindow: ScrapedServices.window, inventory: services.names)
    let expression = try #require(ServiceSaturation.expression(roster) { _ in context })
    let vector = try services.vector(expression)
    let shares = vector.filter { $0.labels["job"] == "promhttp" }.map(\.value)
    #expect(shares == [0.8], "\(vector)")
  }

  @Test func everyResourceIsPromQL() throws {
    let roster = ServiceRoster(try ScrapedServices(["otel-http", "promhttp"]).found()) { _ in
      .seconds(15)
    }
    let context = QueryContext(
      selector: [LabelMatcher("env", .equal, "prod")],
      rateWindow: .seconds(60)
    )
    let expression = try #require(ServiceSaturation.expression(roster) { _ in context })
    #expect(throws: Never.self) { try Expression.parse(expression) }
  }

  @Test func descriptionsAreThoseOfTheServiceAlone() throws {
    func sample(_ labels: [String: String]) -> VectorSample {
      VectorSample(labels: LabelSet(labels), timestamp: PushedServices.end, value: 1)
    }
    let all = ServiceDescription.all([
      sample(["job": "shop/cart", "service_version": "2", "host_name": "a", "cluster": "eu"]),
      sample(["job": "shop/cart", "service_version": "1", "host_name": "b", "cluster": "us"]),
      sample(["job": "cart", "service.version": "9", "deployment.environment": "test"]),
    ])
    func words(_ id: ServiceID, cluster: String = "") -> [String]? {
      var service = FoundService(unknown: id)
      service.place.cluster = cluster
      return ServiceDescription.find(service, in: all)?.words
    }
    #expect(words(ServiceID("job", "shop/cart"), cluster: "us") == ["version 1", "host b"])
    #expect(words(ServiceID("job", "shop/cart")) == ["versions 1, 2", "hosts a, b"])
    #expect(words(ServiceID("job", "cart")) == ["version 9", "environment test"])
    #expect(words(ServiceID("service_name", "cart"), cluster: "eu") == ["version 2", "host a"])
    #expect(words(ServiceID("job", "api")) == nil)
  }
}
