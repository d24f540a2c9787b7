import Checks
import FoundationEssentials
import TestSupport
import Testing

/// What is said of files, against the tools of Debian's Prometheus (2.42) and Alertmanager (0.25).
@Suite struct ServerToolTests {
  /// Files of `Shapes` that the tools know every field of.
  @Test(
    arguments: [
      ["promtool", "check", "config", "mixins/prometheus.yml"],
      [
        "promtool", "check", "rules", "--lint=all", "--lint-fatal",
        "compose-demo/prometheus/alert.rules",
      ],
      ["amtool", "check-config", "mixins/alertmanager.yml"],
      ["amtool", "check-config", "cluster/alertmanager.yaml"],
      ["amtool", "check-config", "compose-demo/alertmanager/config.yml"],
    ]
  )
  func shapesAreValid(_ command: [String]) async throws {
    let folder = try ShapeFolder("").path
    let answer = try await run(command.dropLast() + ["\(folder)/\(command.last ?? "")"])
    #expect(answer.end == .exited(0), "\(answer.output)\(answer.errors)")
  }

  /// Where a finding says that a server refuses the file, the server's tool does.
  @Test(
    arguments: (PlantedFault.prometheus + PlantedFault.rules + PlantedFault.alertmanager).filter {
      refused.contains($0.check)
    }
  )
  func whatIsSaidToBeRefusedIs(_ fault: PlantedFault) async throws {
    let folder = try TemporaryFolder()
    for file in try fault.planted().files {
      let path = folder.file(file.name)
      try FileManager.default.createDirectory(
        atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]),
        withIntermediateDirectories: true
      )
      try folder.write(file.text, to: file.name)
    }
    let command =
      fault.file.hasPrefix("alertmanager/")
      ? ["amtool", "check-config", folder.file(fault.file)]
      : ["promtool", "check", "config", folder.file("prometheus/prometheus.yml")]
    let answer = try await run(command)
    #expect(answer.end == .exited(1), "\(answer.output)\(answer.errors)")
  }

  private static let refused: Set = [
    "prometheus-scrape-timeout", "prometheus-not-a-duration", "prometheus-job-name",
    "prometheus-removed-field", "prometheus-target-not-an-address", "file-invalid",
    "rule-file-invalid", "rule-unreadable", "alertmanager-invalid",
  ]
}
