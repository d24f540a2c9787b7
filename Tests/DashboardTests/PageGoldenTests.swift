import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

/// Full screens, overlays and other times.
@Suite struct PageGoldenTests {
  struct Page: Sendable, CustomTestStringConvertible {
    let name: String
    let keys: String
    var size = Size(80, 24)
    var testDescription: String { name }
  }

  static let pages = [
    Page(name: "latency", keys: "Tab f", size: Size(120, 36)),
    Page(name: "latency", keys: "Tab f"),
    Page(name: "dependencies", keys: "Shift-Tab Shift-Tab f"),
    Page(name: "saturation", keys: "Tab Tab Tab Tab f"),
    Page(name: "llm", keys: "Tab Tab Tab Tab Tab Tab f", size: Size(120, 36)),
    Page(name: "alerts", keys: "Shift-Tab Enter"),
    Page(name: "help", keys: "?"),
    Page(name: "help", keys: "?", size: Size(120, 40)),
    Page(name: "focus", keys: "Tab Tab"),
    Page(name: "past", keys: "[ ["),
    Page(name: "past-relative", keys: "t [", size: Size(120, 36)),
    Page(name: "paused", keys: "Space"),
    Page(name: "cursor", keys: "v h h h h h h h h h h h h"),
    Page(name: "cursor", keys: "v h h h h h h h h h h h h", size: Size(120, 36)),
    Page(name: "cursor-latency", keys: "Tab f v h h h h"),
    Page(name: "week", keys: "- - - -"),
  ]

  @Test(arguments: pages) func pagesLookAsRecorded(_ page: Page) throws {
    var desk = Desk.settled(SimulatedShop(isIncident: true), size: page.size)
    desk.press(page.keys)
    desk.answer()
    // Remarks on the keys have gone by then.
    desk.wait(.seconds(5))
    try Golden.expect(desk.model.view(), "pages/\(page.name)")
  }

  @Test func aRemarkOnTheCursorStandsInTheFooter() throws {
    var desk = Desk.settled(size: Size(80, 24))
    desk.press("v")
    #expect(desk.row(23).hasPrefix(" h l move the cursor, v closes it"))
  }

  @Test func theCostOverlayLooksAsRecorded() throws {
    var desk = Desk.settled(size: Size(100, 30))
    for second in 1...10 {
      desk.wait(.seconds(1))
      desk.send(
        .cost(
          ProcessCost(
            presentation: PresentationCost(frames: second, bytes: 220 * second),
            residentBytes: 21_400_000,
            processorTime: .milliseconds(4 * second)
          )
        )
      )
    }
    desk.answer()
    desk.fail(.timedOut(after: .seconds(10))) { $0.id.text == "node_cpu" }
    desk.press("D")
    try Golden.expect(desk.model.view(), "pages/cost")
  }
}
