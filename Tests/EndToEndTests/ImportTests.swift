import FoundationEssentials
import TestSupport
import Testing

/// `goldtop import grafana` as a user runs it.
@Suite struct ImportTests {
  private static let dashboards =
    Golden.folder(of: #filePath, above: 1) + "/GrafanaTests/Dashboards"

  @Test func aDashboardBecomesAConfigurationThatShowsItsValues() async throws {
    let exporter = try await RealNodeExporter()
    let server = try await ScrapingPrometheus([(name: "node", port: exporter.port)])
    let folder = try TemporaryFolder()
    let file = folder.file("node.json")
    let imported = try await Program.run([
      "import", "grafana", "\(Self.dashboards)/node-exporter-full.json", "--write", file,
      "--var", "job=node",
    ])
    #expect(imported.end == .exited(0))
    #expect(imported.output.isEmpty)
    #expect(imported.errors.contains("'Node Exporter Full': "))
    let check = try await Program.run(["config", "check", "--config", file])
    #expect(check.end == .exited(0), "\(check.errors)")

    struct Document: Decodable {
      struct Panel: Decodable {
        let id: String
        let state: String
        let unit: String?
        let values: [Value]
      }
      struct Value: Decodable {
        let text: String
        let value: Double?
      }
      let panels: [Panel]
    }
    let uptime = try await eventually("values of the imported panels") { () -> Document.Panel? in
      let shown = try await Program.run([
        "snapshot", "--prometheus", "http://127.0.0.1:\(server.port)", "--config", file,
        "--view", "uptime", "--output", "json",
      ])
      let document = try JSONDecoder().decode(Document.self, from: Data(shown.output.utf8))
      let panel = document.panels.first { $0.id == "uptime" }
      return panel?.state == "fresh" && panel?.values.first?.value != nil ? panel : nil
    }
    #expect((uptime.values.first?.value ?? 0) > 1)

    // What is there is kept.
    let again = try await Program.run([
      "import", "grafana", "\(Self.dashboards)/redis.json", "--write", file,
    ])
    #expect(again.end == .exited(2))
    #expect(again.errors.contains("is there already; --force replaces it"))
  }

  @Test func aGrafanaGetsItsTokenAndNobodySeesIt() async throws {
    let json = textOfFile("\(Self.dashboards)/cadvisor.json")
    let server = try await FakeServer.start { request in
      guard request.path == "/api/dashboards/uid/abc" else { return .text("no", status: 404) }
      return request[header: "authorization"] == "Bearer sesame-token"
        ? .json(json) : .json(#"{"message": "sesame-token is wrong"}"#, status: 401)
    }
    let page = "http://127.0.0.1:\(server.port)/d/abc/cadvisor?orgId=1"
    let done = try await Program.run(
      ["import", "grafana", page],
      environment: ["GRAFANA_TOKEN": "sesame-token"]
    )
    #expect(done.end == .exited(0), "\(done.errors)")
    #expect(done.output.contains("container_memory_rss"))
    let folder = try TemporaryFolder()
    let file = try folder.write("sesame-token\n", to: "token")
    let byFile = try await Program.run(["import", "grafana", page, "--token-file", file])
    #expect(byFile.output == done.output)
    let refused = try await Program.run(
      ["import", "grafana", page],
      environment: ["GRAFANA_TOKEN": "other-token"]
    )
    #expect(refused.end == .exited(3))
    #expect(refused.errors.contains("HTTP 401: set GRAFANA_TOKEN or --token-file"))
    for text in [done.output, done.errors, byFile.errors, refused.errors] {
      #expect(!text.contains("sesame") && !text.contains("other-token"))
    }
    await server.stop()
  }

  @Test func libraryPanelsAreFetchedFromTheSameGrafana() async throws {
    let dashboard =
      #"{"dashboard": {"title": "D", "panels": [{"id": 1, "libraryPanel": {"uid": "u-1"}}, "#
      + #"{"id": 2, "libraryPanel": {"uid": "gone"}}, {"id": 3, "libraryPanel": {"uid": "../x"}}]}}"#
    let panel =
      #"{"result": {"uid": "u-1", "model": {"type": "stat", "title": "Shared", "#
      + #""targets": [{"refId": "A", "expr": "up{from=\"library\"}"}]}}}"#
    let server = try await FakeServer.start { request in
      guard request[header: "authorization"] == "Bearer sesame-token" else {
        return .text("no", status: 401)
      }
      switch request.path {
      case "/g/api/dashboards/uid/abc": return .json(dashboard)
      case "/g/api/library-elements/u-1": return .json(panel)
      default: return .text("no", status: 404)
      }
    }
    let done = try await Program.run(
      ["import", "grafana", "http://127.0.0.1:\(server.port)/g/d/abc/d"],
      environment: ["GRAFANA_TOKEN": "sesame-token"]
    )
    #expect(done.end == .exited(0), "\(done.errors)")
    #expect(done.output.contains(#"up{from=\"library\"}"#))
    #expect(done.errors.contains("'D': 1 of 3 panels carried over\n"))
    #expect(done.errors.contains("library panel 'gone'"))
    #expect(done.errors.contains("HTTP 404"))
    #expect(!done.errors.contains("sesame"))
    await server.stop()
  }

  @Test(
    arguments: [
      (["import", "grafana", "/nowhere.json"], 2, "cannot read '/nowhere.json'"),
      (["import", "grafana", "/etc/hostname"], 2, "not valid JSON"),
      (["import", "grafana", "x.json", "--var", "job"], 2, "use NAME=VALUE"),
      (["import", "grafana", "http://127.0.0.1:1/d/a/b"], 3, "http://127.0.0.1:1"),
    ] as [([String], Int32, String)]
  )
  func whatCannotBeReadIsSaid(arguments: [String], status: Int32, words: String) async throws {
    let done = try await Program.run(arguments)
    #expect(done.end == .exited(status))
    #expect(done.errors.contains(words), "\(done.errors)")
  }
}
