import Dashboard
import FoundationEssentials
import Logs
import Telemetry
import Testing

/// What a snapshot says, and how it ends.
@Suite struct SnapshotReportTests {
  /// The part of the document that is compared.
  private struct Document: Decodable {
    struct Server: Decodable {
      let role: String
      let state: String
      let reason: String?
    }
    struct Line: Decodable {
      let timestamp: String
      let level: String?
      let labels: [String: String]
      let line: String
    }
    struct Logs: Decodable {
      let source: String
      let selector: String
      let state: String
      let lines: [Line]
    }
    struct Panel: Decodable {
      let id: String
    }
    let view: String
    let servers: [Server]
    let panels: [Panel]
    let logs: Logs?
  }

  private func document(_ model: Model) throws -> Document {
    let text = JSONText(SnapshotDocument.value(of: model), .spread)
    return try JSONDecoder().decode(Document.self, from: Data(text.bytes))
  }

  private let calm = SimulatedShop(isIncident: false)
  private let refused = SourceError.unreachable("connection refused by loki:3100")

  /// A desk with a view on screen whose polls have been answered.
  private func desk(
    _ view: String,
    _ settings: DashboardSettings = Desk.settings,
    _ shop: SimulatedShop? = nil
  ) -> Desk {
    var desk = Desk(shop ?? calm, settings)
    desk.model.show(view)
    desk.wait(.seconds(1))
    desk.settle()
    return desk
  }

  private func ending(_ desk: Desk) -> SnapshotVerdict { SnapshotVerdict(desk.model) }

  @Test func theViewsAreThoseThatTabGoesThrough() {
    let model = Desk().model
    #expect(model.views.first == "overview")
    #expect(model.views.contains("alerts"))
    #expect(model.views.contains("latency"))
    #expect(!model.views.contains("logs"))
    #expect(Desk(calm, Desk.logSettings).model.views.last == "logs")
  }

  @Test(arguments: [("overview", false), ("alerts", false), ("latency", true), ("alerts", true)])
  func anAlertmanagerThatIsNoneIsSaidWhereAlertsAre(view: String, answers: Bool) throws {
    var settings = Desk.settings
    settings.servers = [.prometheus, .alertmanager]
    var desk = Desk(calm, settings)
    desk.model.show(view)
    desk.wait(.seconds(1))
    for _ in 0..<2 {
      desk.answer { $0.server == .prometheus }
      if answers {
        desk.answer("suppressions", .alerts([]))
      } else {
        desk.fail(.malformed("not the Alertmanager API")) { $0.server == .alertmanager }
      }
    }
    let hasWord = SnapshotVerdict.reason(desk.model)?.contains("Alertmanager: ") == true
    #expect(hasWord == !answers)
    #expect(ending(desk) == (answers ? .fine : .unanswered))
    #expect(desk.row(0).contains("alertmanager ✗ unreadable") == !answers)
    let state = try document(desk.model).servers.first { $0.role == "alertmanager" }?.state
    #expect(state == (answers ? "up" : "down"))
  }

  @Test func aViewAsksForItselfAlone() throws {
    let overview = try document(desk("overview").model)
    #expect(overview.view == "overview")
    #expect(overview.panels.count == 7)
    let one = try document(desk("latency").model)
    #expect(one.view == "latency")
    #expect(one.panels.map(\.id) == ["latency"])
    #expect(try document(desk("alerts").model).panels.isEmpty)
    #expect(desk("latency").text.contains("PromQL"))
  }

  @Test func theNewestLinesAndTheirKeeperAreInTheDocument() throws {
    let document = try document(Desk.following(300).model)
    let logs = try #require(document.logs)
    #expect(logs.source == "loki")
    #expect(logs.selector == #"env="prod""#)
    #expect(logs.state == "fresh")
    #expect(logs.lines.count == 100)
    #expect(logs.lines.map(\.timestamp) == logs.lines.map(\.timestamp).sorted())
    #expect(logs.lines.last?.labels.isEmpty == false)
    #expect(logs.lines.contains { $0.level != nil && !$0.line.isEmpty })
    #expect(document.servers.map(\.role) == ["prometheus", "loki"])
    #expect(document.servers.map(\.state) == ["up", "up"])
  }

  @Test func withoutALogServerThereAreNoLogs() throws {
    let document = try document(desk("overview").model)
    #expect(document.logs == nil)
    #expect(document.servers.map(\.role) == ["prometheus"])
  }

  @Test func aLogServerThatRefusesIsDownAndTheSnapshotHasNoAnswer() throws {
    var desk = desk("overview", Desk.logSettings)
    desk.bring(.failed(refused))
    let document = try document(desk.model)
    #expect(document.servers.last?.state == "down")
    #expect(document.servers.last?.reason == refused.headline)
    #expect(ending(desk) == .unanswered)
    #expect(SnapshotVerdict.reason(desk.model) == "loki: \(refused.headline)")
  }

  @Test func linesThatDoNotComeInTimeAreMissedWhereTheyAreShown() {
    #expect(ending(desk("overview", Desk.logSettings)) == .unanswered)
    #expect(ending(desk("logs", Desk.logSettings)) == .unanswered)
    #expect(ending(desk("latency", Desk.logSettings)) == .fine)
  }

  @Test func aStretchWithoutLinesIsAnAnswer() {
    var desk = desk("logs", Desk.logSettings)
    desk.bring(.history([], isComplete: true))
    #expect(ending(desk) == .fine)
  }

  @Test(arguments: ["overview", "alerts", "logs", "latency"])
  func whatFiresAlarmsInEveryView(_ view: String) {
    let desk = desk(view, Desk.logSettings, SimulatedShop(isIncident: true))
    #expect(ending(desk) == .alarming)
  }

  @Test func alertsThatAreNotKnownCountWhereTheyAreShown() {
    for (view, expected) in [("alerts", SnapshotVerdict.unanswered), ("overview", .fine)] {
      var desk = desk(view)
      desk.answer("alerts", .alerts([]))
      #expect(ending(desk) == .fine, "\(view)")
      var unknown = Desk(calm)
      unknown.model.show(view)
      unknown.wait(.seconds(1))
      for _ in 0..<2 {
        unknown.answer { $0.id != .alerts }
        unknown.fail(.http(status: 404, message: "page not found")) { $0.id == .alerts }
      }
      #expect(ending(unknown) == expected, "\(view)")
    }
  }

  @Test func onePanelWithoutAnAnswerIsNamed() {
    #expect(
      SnapshotVerdict.reason(Desk(calm).model) == "Prometheus: Latency: no answer in time"
    )
  }

  @Test func whereNothingIsFollowedTheLinesAreThoseOfTheRange() {
    var settings = Desk.logSettings
    settings.logs.isFollowed = false
    var desk = desk("logs", settings)
    #expect(desk.text.contains("no answer yet"))
    desk.bring(.history(ShopLines.entries(60), isComplete: false))
    #expect(desk.text.contains("last 15m"))
    #expect(desk.row(0).contains("loki ●"))
    #expect(!desk.text.contains("connecting"))
  }
}
