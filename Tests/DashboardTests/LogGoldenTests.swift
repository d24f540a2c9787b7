import Dashboard
import Logs
import Screen
import Telemetry
import TestSupport
import Testing

/// The logs on whole screens.
@Suite struct LogGoldenTests {
  static let sizes = [Size(40, 12), Size(80, 24), Size(120, 36), Size(200, 50)]

  @Test(arguments: sizes) func theTailInTheOverviewLooksAsRecorded(_ size: Size) throws {
    try Golden.expect(Desk.following(size: size).model.view(), "logs/overview")
  }

  @Test(arguments: sizes) func theViewLooksAsRecorded(_ size: Size) throws {
    var desk = Desk.following(size: size)
    desk.press("7")
    try Golden.expect(desk.model.view(), "logs/view")
  }
}
