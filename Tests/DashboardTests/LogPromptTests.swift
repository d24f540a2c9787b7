import Logs
import Screen
import Signals
import Telemetry
import Testing

@testable import Dashboard

/// What the line that is typed in the footer says, at every size.
@Suite struct LogPromptTests {
  private func desk(_ size: Size) -> Desk {
    var desk = Desk.following(60, size: size)
    desk.press("7")
    return desk
  }

  @Test func aLongProblemIsReadWholeAboveTheLine() {
    var desk = desk(Size(80, 24))
    desk.press("/")
    desk.type("level>=foo")
    #expect(desk.row(23).hasPrefix(" filter level>=foo"))
    #expect(desk.row(22).contains("'foo' is not a level: use trace, debug, info, warn"))
    #expect((desk.row(21) + desk.row(22)).contains("critical"))
  }

  @Test func aShortProblemStandsBesideTheText() {
    var desk = desk(Size(80, 24))
    desk.press("/")
    desk.type("!")
    #expect(desk.row(23).contains("expected text after '!'"))
  }

  @Test func aComparisonWithoutANumberIsRefusedAndKeptForCorrection() {
    var desk = desk(Size(80, 24))
    desk.press("/")
    desk.type("status>=abc")
    #expect(desk.press("Enter").isEmpty)
    #expect(desk.text.contains("expected a number after 'status>='"))
    #expect(desk.row(23).hasPrefix(" filter status>=abc"))
  }

  @Test func aConditionIsShownAsItWasTyped() {
    var desk = desk(Size(80, 24))
    desk.press("/")
    desk.type("status>=500")
    desk.press("Enter")
    #expect(desk.row(3).contains("status>=500"))
    #expect(!desk.row(3).contains("500.0"))
    desk.press("/")
    #expect(desk.row(23).hasPrefix(" filter status>=500 "))
  }

  @Test(arguments: [(10, 3), (12, 2), (20, 5), (30, 4)])
  func whatIsTypedIsSeenOnTheSmallestScreens(_ width: Int, _ height: Int) {
    var desk = desk(Size(width, height))
    for (key, lead) in [("/", "/"), ("&", "&"), ("C", "C"), (":", ":")] {
      desk.press(key)
      desk.type("abc")
      #expect(desk.row(height - 1).hasPrefix("\(lead)") && desk.row(height - 1).contains("abc"))
      desk.press("Esc")
    }
  }

  @Test func columnsAloneTellsWhatThereIsAndChangesNothing() {
    var desk = desk(Size(80, 24))
    desk.press(":")
    desk.type("columns")
    desk.press("Enter")
    #expect(desk.text.contains("columns: path, status and duration, if present"))
    #expect(desk.text.contains("available:"))
    for name in ["key", "job", "env"] {
      #expect(desk.row(22).contains(name) || desk.row(23).contains(name))
    }
    desk.press(":")
    desk.type("columns job,key")
    desk.press("Enter")
    #expect(desk.row(23).contains("columns: job, key"))
    #expect(desk.row(12).contains("job="))
    desk.press(":")
    desk.type("columns")
    desk.press("Enter")
    #expect(desk.text.contains("columns: job, key; available:"))
    #expect(desk.row(12).contains("job="))
    desk.press(":")
    desk.type("columns none")
    desk.press("Enter")
    #expect(!desk.row(12).contains("job="))
  }

  @Test func aCommandThatIsNoneIsToldWhatHelpLists() {
    var desk = desk(Size(80, 24))
    desk.press(":")
    desk.type("zzz")
    desk.press("Enter")
    let told = (20...23).map { desk.row($0) }.joined(separator: " ")
    var help = self.desk(Size(120, 90))
    help.press("?")
    let names = [
      "filter", "level", "id", "story", "highlight", "columns", "logql", "range", "live",
    ]
    for name in names {
      #expect(told.contains(name), "\(name)")
      #expect(help.text.contains("  :\(name)"), "\(name)")
    }
  }
}
