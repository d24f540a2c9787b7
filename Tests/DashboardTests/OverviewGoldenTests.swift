import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct OverviewGoldenTests {
  static let sizes = [Size(40, 12), Size(80, 24), Size(120, 36), Size(200, 50)]

  @Test(arguments: sizes) func aCalmDayLooksAsRecorded(_ size: Size) throws {
    try Golden.expect(Desk.settled(size: size).model.view(), "overview/calm")
  }

  @Test(arguments: sizes) func anIncidentLooksAsRecorded(_ size: Size) throws {
    let desk = Desk.settled(SimulatedShop(isIncident: true), size: size)
    try Golden.expect(desk.model.view(), "overview/incident")
  }

  @Test(arguments: [Size(80, 24), Size(120, 36)])
  func withoutUnicodeEveryCellIsASCII(_ size: Size) throws {
    var settings = Desk.settings
    settings.isASCII = true
    let desk = Desk.settled(SimulatedShop(isIncident: true), settings, size: size)
    let grid = desk.model.view()
    let foreign = grid.lines.joined().filter { !$0.isASCII }
    #expect(foreign.isEmpty)
    #expect(desk.content("llm")?.rows.first?.figure.text.hasPrefix("ca. ") == true)
    try Golden.expect(grid, "overview/ascii")
  }
}
