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

  static let pages: [PageGoldenTests.Page] = sizes.flatMap { size in
    [
      PageGoldenTests.Page(name: "entry", keys: "7 Enter j j j", size: size),
      PageGoldenTests.Page(name: "entry-end", keys: "7 E Enter G", size: size),
      PageGoldenTests.Page(name: "scrolled", keys: "7 k k k", size: size),
      PageGoldenTests.Page(name: "paused", keys: "7 Space", size: size),
      PageGoldenTests.Page(name: "story", keys: "7 R", size: size),
      PageGoldenTests.Page(name: "story-end", keys: "7 R G", size: size),
      PageGoldenTests.Page(name: "wrapped", keys: "7 z", size: size),
    ]
  }

  @Test(arguments: pages) func pagesLookAsRecorded(_ page: PageGoldenTests.Page) throws {
    var desk = Desk.following(size: page.size)
    desk.press(page.keys)
    desk.write(#"{"event":"one more line","level":"info","status":200}"#)
    let isStory = page.name.hasPrefix("story")
    let lines = isStory ? ShopLines.story() : ShopLines.entries()
    desk.bring(.history(lines, isComplete: true))
    let counts = [("0.5", 40.0), ("1", 80), ("2", 100), ("+Inf", 100)]
    let buckets = counts.map { bound, count in
      VectorSample(labels: LabelSet(["le": bound]), timestamp: desk.now, value: count)
    }
    desk.answer("story_latency_p95", .vector(buckets))
    desk.wait(.seconds(5))
    try Golden.expect(desk.model.view(), "logs/\(page.name)")
  }

  @Test(arguments: sizes) func aFilterAndABreakLookAsRecorded(_ size: Size) throws {
    var desk = Desk.following(size: size)
    desk.press("7 /")
    desk.type("level>=warn !slow")
    desk.press("Enter")
    desk.bring(.history(ShopLines.entries(), isComplete: true))
    let place = desk.now - .seconds(5)
    desk.bring(.news(.mark(LogMark(at: place, .reconnected(recovered: 37), reason: ""))))
    let reason = "the server dropped them"
    desk.bring(.news(.mark(LogMark(at: place, .lost(atLeast: 12), reason: reason))))
    desk.press("& ")
    desk.type("request")
    desk.press("Enter")
    desk.wait(.seconds(5))
    try Golden.expect(desk.model.view(), "logs/filter-and-break")
  }

  @Test(arguments: sizes) func aLineBeingTypedLooksAsRecorded(_ size: Size) throws {
    var desk = Desk.following(size: size)
    desk.press("7 /")
    desk.type("level>=loud")
    try Golden.expect(desk.model.view(), "logs/typing")
  }

  @Test(arguments: sizes) func theLinesOfOneIDLookAsRecorded(_ size: Size) throws {
    var desk = Desk.following(size: size)
    desk.press("7 c")
    desk.bring(.history(ShopLines.entries(), isComplete: true))
    desk.wait(.seconds(1))
    try Golden.expect(desk.model.view(), "logs/one-id")
  }

  @Test(arguments: sizes) func withoutUnicodeEveryCellIsASCII(_ size: Size) throws {
    var settings = Desk.logSettings
    settings.isASCII = true
    for (name, keys) in [("ascii-view", "7 k"), ("ascii-story", "7 R")] {
      var desk = Desk.following(60, settings, size: size)
      desk.press(keys)
      let grid = desk.model.view()
      let foreign = grid.lines.joined().filter { !$0.isASCII }
      #expect(foreign.isEmpty)
      try Golden.expect(grid, "logs/\(name)")
    }
  }

  @Test(arguments: sizes) func aBrokenFeedAndAnEmptyListLookAsRecorded(_ size: Size) throws {
    var desk = Desk.settled(SimulatedShop(), Desk.logSettings, size: size)
    desk.press("7")
    let error = SourceError.unreachable("connection refused: loki.example.com:3100")
    desk.bring(.failed(error))
    desk.bring(.news(.status(.broken(error, retryAt: desk.now + .seconds(4)))))
    try Golden.expect(desk.model.view(), "logs/broken")
  }

  @Test func noSizeIsRefused() {
    for keys in ["", "7", "7 k", "7 Enter", "7 R", "7 z k", "7 /"] {
      var desk = Desk.following(size: Size(100, 30))
      desk.press(keys)
      for width in [0, 1, 2, 5, 13, 24, 40, 58, 80, 132, 250] {
        for height in [0, 1, 2, 3, 5, 6, 7, 9, 12, 24, 70] {
          desk.send(.resized(Size(width, height)))
          #expect(desk.model.view().size == Size(width, height))
          desk.press("j k")
        }
      }
    }
  }
}
