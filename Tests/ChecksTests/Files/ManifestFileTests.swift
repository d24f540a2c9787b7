import Testing

@testable import Checks

/// What manifests of Kubernetes carry is judged as if it lay in a file of its own.
@Suite struct ManifestFileTests {
  private static func manifest(_ file: ConfigurationFile, kind: String, field: String) -> String {
    let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }
    let key = file.name.split(separator: "/").last ?? ""
    return "apiVersion: v1\nkind: \(kind)\nmetadata: {name: stack}\n\(field):\n  \(key): |\n"
      + lines.joined(separator: "\n")
  }

  @Test(arguments: PlantedFault.alertmanager + PlantedFault.loki)
  func eachFaultIsFoundInAManifestWithItsLine(_ fault: PlantedFault) throws {
    let (files, place) = try fault.planted()
    for (kind, field) in [("ConfigMap", "data"), ("Secret", "stringData")] {
      let carried = files.map { file in
        guard file.name == fault.file else { return file }
        let text = Self.manifest(file, kind: kind, field: field)
        return ConfigurationFile(name: "k8s/all.yaml", text: text)
      }
      let findings = FileChecks.outcome(of: carried, wanted: .usual).findings.filter {
        !fault.hasPromtail || $0.check != "promtail-end-of-life"
      }
      #expect(findings.map(\.check) == [fault.check])
      let finding = try #require(findings.first)
      guard let line = place.split(separator: ":").last.flatMap({ Int($0) }) else { continue }
      let expected = "k8s/all.yaml:\(line + 5)"
      #expect(
        finding.place == expected || finding.place.hasSuffix("(\(expected))"),
        "\(finding.place)"
      )
    }
  }

  @Test func aListHasItsObjectsAndTheyFindEachOther() {
    let text = """
      apiVersion: v1
      kind: List
      items:
        - kind: ConfigMap
          metadata: {name: prometheus}
          data:
            prometheus.yml: |
              global: {scrape_interval: 15s, evaluation_interval: 15s}
              rule_files: [shop.yml]
              alerting: {alertmanagers: [{static_configs: [{targets: ["alerts:9093"]}]}]}
              scrape_configs: [{job_name: shop, static_configs: [{targets: ["shop:80"]}]}]
            shop.yml: |
              groups:
                - name: shop
                  rules:
                    - alert: Down
                      expr: up{job="shop" == 0
            notes: "scrape_configs: it is no file of a server"
        - kind: ConfigMap
          metadata: {name: grafana}
          data:
            grafana.ini: |
              [security]
              admin_password = changeme ; for now
      """
    let outcome = FileChecks.outcome(
      of: [ConfigurationFile(name: "a.yaml", text: text)],
      wanted: .usual
    )
    #expect(
      outcome.findings.map { "\($0.check) \($0.place)" } == [
        "rule-unreadable Down (a.yaml:16)", "grafana-default-password a.yaml:24",
      ]
    )
  }

  @Test func aBrokenFileInAManifestIsTold() {
    let text = "kind: ConfigMap\ndata:\n  loki.yml: |\n    schema_config:\n      configs: [\n"
    let outcome = FileChecks.outcome(
      of: [ConfigurationFile(name: "cm.yml", text: text)],
      wanted: .usual
    )
    #expect(outcome.findings.map(\.check) == ["file-invalid"])
    #expect(outcome.findings[0].place.hasPrefix("cm.yml:"))
    #expect(outcome.findings[0].why.contains("Loki"))
  }
}
