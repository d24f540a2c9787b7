import Telemetry
import Testing

@testable import Signals

/// What is asked of several services at once.
@Suite struct SeveralServicesTests {
  private static let profiles = MetricProfile.all

  private func profile(_ name: String) throws -> MetricProfile {
    try #require(Self.profiles.first { $0.name == name })
  }

  private func service(_ job: String, _ found: [String: Set<ServiceTrait>]) throws -> FoundService {
    let rows = try found.map { name, traits in
      (try #require(Self.profiles.firstIndex { $0.name == name }), traits)
    }
    return Discovery().service(
      ServiceID("job", job),
      Dictionary(uniqueKeysWithValues: rows),
      Self.profiles
    )
  }

  @Test func whatOneServiceHasBesideItsRowIsAskedOfAll() throws {
    let row = try profile("fastapi-instrumentator")
    let plain = try service("cart", ["fastapi-instrumentator": [.requests, .latency]])
    let models = try service(
      "shop",
      ["fastapi-instrumentator": [.requests, .latency], "litellm": [.model]]
    )
    #expect(models.additions.map(\.name) == ["litellm"])
    #expect(FoundService.profile(row, with: [plain]) == row)
    for services in [[plain, models], [models, plain]] {
      let all = FoundService.profile(row, with: services)
      #expect(all.model == (try profile("litellm")).model)
      #expect(all.requests == row.requests && all.lack(of: .modelCostRate) == nil)
    }
  }

  @Test func theNamesOfTheMostCommonRowGoFirst() throws {
    let row = try profile("fastapi-instrumentator")
    let near = try service(
      "shop",
      ["fastapi-instrumentator": [.requests, .latency], "litellm": [.model]]
    )
    let far = try service("api", ["promhttp": [.requests], "vllm": [.model]])
    #expect(far.additions.map(\.name) == ["vllm"])
    for services in [[near, far], [far, near]] {
      let all = FoundService.profile(row, with: services)
      #expect(all.model == (try profile("litellm")).model)
    }
    #expect(FoundService.profile(row, with: [far]).model == (try profile("vllm")).model)
  }

  @Test func processesOfWhatIsNoServiceAreNotAddedUp() throws {
    let row = try profile("fastapi-instrumentator")
    let service = try service(
      "shop",
      ["fastapi-instrumentator": [.requests, .latency], "otel-process": [.process]]
    )
    #expect(service.additions.map(\.name) == ["otel-process"])
    #expect(FoundService.profile(row, with: [service]).process == row.process)
  }
}
