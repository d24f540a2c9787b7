import Checks
import Testing

/// Every fault is found by name and line when it stands alone in a clean stack.
@Suite struct PlantedFaultTests {
  @Test func aStackOfGoldtopIsClean() throws {
    let outcome = FileChecks.outcome(of: try PlantedFault.cleanFiles())
    #expect(outcome.findings == [])
    #expect(outcome.unchecked == [])
    let seen = Set(outcome.inOrder.filter { $0.check == "files" }.map(\.place))
    for file in [
      "alertmanager/alertmanager.yml", "alloy/config.alloy", "compose.yml", "loki/loki.yml",
      "prometheus/prometheus.yml", "prometheus/rules/goldtop.rules.yml", "kubernetes/rules.yml",
      "grafana/provisioning/datasources/goldtop.yml",
    ] {
      #expect(seen.contains(file), "\(file) was not looked at")
    }
  }

  @Test func ofPromtailOnlyItsEndIsFound() throws {
    let outcome = FileChecks.outcome(of: try PlantedFault.cleanFiles(hasPromtail: true))
    #expect(outcome.findings.map(\.check) == ["promtail-end-of-life"])
  }

  @Test(
    arguments: PlantedFault.prometheus + PlantedFault.rules + PlantedFault.alertmanager
      + PlantedFault.loki + PlantedFault.compose + PlantedFault.shipping
  )
  func eachFaultIsFound(_ fault: PlantedFault) throws {
    let (files, place) = try fault.planted()
    let findings = FileChecks.outcome(of: files).findings.filter {
      !fault.hasPromtail || $0.check != "promtail-end-of-life"
    }
    #expect(findings.map(\.check) == [fault.check])
    let finding = try #require(findings.first)
    #expect(finding.severity == fault.severity)
    #expect(finding.place == place || finding.place.hasSuffix("(\(place))"), "\(finding.place)")
    #expect(!finding.what.hasSuffix(".") && !finding.why.isEmpty)
  }
}
