import Screen
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Dashboard

/// What has happened, on charts and in its list.
@Suite struct MarksTests {
  private static let now = SimulatedShop.now

  /// A desk whose service has got a new version 10 minutes ago, and of which an alert fires since 5.
  private func desk(_ size: Size = Size(120, 36)) -> Desk {
    var desk = Desk.settled(size: size)
    let moment = (Self.now - .seconds(600)).floored(to: .seconds(1))
    let start = TimeSeries(
      labels: LabelSet(["job": "backend"]),
      samples: [Sample(moment + .seconds(5), moment.seconds)]
    )
    desk.answer("marks.starts", .matrix([start]))
    let version = TimeSeries(
      labels: LabelSet(["job": "backend", "version": "1.5.0"]),
      samples: [Sample(moment + .seconds(15), 1)]
    )
    desk.answer("marks.builds", .matrix([version]))
    let alert = TimeSeries(
      labels: LabelSet(["alertname": "HighErrorRate", "severity": "critical"]),
      samples: [Sample(Self.now - .seconds(300), 1)]
    )
    desk.answer("marks.alerts", .matrix([alert]))
    return desk
  }

  @Test func chartsHaveTheLettersOfMarks() {
    let charts = (2..<15).map { desk().row($0) }
    #expect(charts.contains { $0.contains("┊") })
    #expect(charts.contains { $0.contains("V") }, "the version")
    #expect(charts.contains { $0.contains("A") }, "the alert")
  }

  @Test func theMouseChoosesMarksInTheirList() throws {
    var desk = desk()
    desk.model.settings.isPointing = true
    desk.press("m")
    let version = try #require(desk.cell { $0 == .row(1) })
    desk.click(version.x, version.y)
    #expect(desk.text.contains("→ V"))
    #expect(desk.model.timeline.cursor == (Self.now - .seconds(600)).floored(to: .seconds(1)))
    desk.turn(-1, version.x, version.y)
    #expect(desk.text.contains("→ A"))
    desk.turn(9, version.x, version.y)
    #expect(desk.text.contains("→ V"))
    desk.click(2, version.y + 1)
    #expect(desk.model.overlay == .marks, "its border is part of it")
    desk.click(30, 5)
    #expect(desk.model.overlay == nil)
  }

  @Test func theListGoesFromMarkToMarkWithTheCursor() throws {
    var desk = desk()
    desk.press("m")
    #expect(desk.text.contains("→ A"), "the newest is chosen first")
    let alert = try #require(desk.model.timeline.cursor)
    #expect(alert == (Self.now - .seconds(300)))
    desk.press("j")
    #expect(desk.text.contains("→ V"))
    #expect(desk.text.contains("version 1.5.0"))
    #expect(desk.model.timeline.cursor == (Self.now - .seconds(600)).floored(to: .seconds(1)))
    desk.press("j")
    #expect(desk.text.contains("→ V"), "there is none before")
    desk.press("l")
    #expect(desk.model.timeline.cursor == alert)
    desk.press("Enter")
    #expect(!desk.text.contains("┏ Marks"))
    #expect(desk.model.timeline.cursor == alert, "the cursor stays")
    desk.press("m h Esc Esc")
    #expect(desk.model.timeline.cursor == nil)
  }

  @Test func theChoiceStaysThoughTheCursorFollowsSteps() {
    var desk = desk()
    desk.press("m j")
    desk.wait(.seconds(1))
    #expect(desk.text.contains("→ V"))
    desk.wait(.seconds(3600 * 24))
    #expect(desk.text.contains("no release, start, reload or alert in 15m"))
  }

  @Test func whatTheServerDoesNotSayIsSaid() {
    var desk = Desk.settled()
    desk.press("m")
    #expect(desk.text.contains("no release, start, reload or alert in 15m"))
    desk.fail(.timedOut(after: .seconds(5))) { $0.id.text == "marks.alerts" }
    #expect(desk.text.contains("✗ failed"))
    desk.press("m")
    #expect(!desk.text.contains("┏ Marks"), "the same key closes it")
  }

  @Test func viewsWithoutChartsAskForThemOnlyWhileTheListIsOpen() {
    var desk = desk()
    desk.press("6")
    #expect(!desk.asked.contains { $0.hasPrefix("marks.") })
    desk.press("m")
    #expect(desk.asked.contains("marks.alerts"))
    desk.press("m")
    #expect(!desk.asked.contains { $0.hasPrefix("marks.") })
  }

  @Test(arguments: [Size(40, 12), Size(80, 24), Size(120, 36), Size(200, 50)])
  func theListLooksAsRecorded(_ size: Size) throws {
    var desk = desk(size)
    desk.press("m j")
    try Golden.expect(desk.model.view(), "pages/marks")
  }
}
