import Telemetry
import Testing

@testable import Checks
@testable import Signals

/// What is said of services whose metrics lack something.
@Suite struct ServiceCheckTests {
  private func outcome(
    _ service: FoundService,
    _ targets: [ScrapeTarget.Health] = []
  ) -> CheckOutcome {
    let all = targets.enumerated().map { index, health in
      ScrapeTarget(
        labels: LabelSet(["job": service.id.value, "instance": "\(index)"]),
        health: health
      )
    }
    var outages: [ServiceID: ServiceOutage] = [:]
    outages[service.id] = ServiceOutage(all)
    return ServiceChecks.outcome(of: [service], outages: outages, at: "server")
  }

  @Test func aServiceThatIsDownLacksNoMetrics() {
    let unknown = FoundService(unknown: ServiceID("job", "cart"))
    let down = outcome(unknown, [.down, .down])
    #expect(down.findings == [] && down.inOrder == [])
    #expect(down.unchecked.map(\.place) == ["cart"])
    // One that answers has metrics, and they are none that are known.
    #expect(outcome(unknown, [.down, .up]).findings.map(\.place) == ["cart"])
    #expect(outcome(unknown).findings.map(\.place) == ["cart"])
  }

  @Test(arguments: ["node-exporter", "cadvisor", "kube-state-metrics", "kafka-exporter"])
  func exportersOfMachinesNeedNoRequests(_ name: String) throws {
    let row = try #require(MetricProfile.all.firstIndex { $0.name == name })
    let discovery = Discovery(MetricProfile.all)
    let service = discovery.service(
      ServiceID("job", "host"),
      [row: [.presence]],
      MetricProfile.all
    )
    #expect(outcome(service).findings == [])
    #expect(outcome(service).inOrder.map(\.seen) == ["host"])
  }

  @Test func aClientWithoutRequestsIsToldOf() throws {
    let row = try #require(MetricProfile.all.firstIndex { $0.name == "process" })
    let discovery = Discovery(MetricProfile.all)
    let service = discovery.service(ServiceID("job", "cron"), [row: [.presence]], MetricProfile.all)
    #expect(outcome(service).findings.map(\.what) == ["no request counter"])
  }
}
