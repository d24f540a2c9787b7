import Screen
import TestSupport
import Testing

@Suite struct GoldenTests {
  private var grid: Grid {
    var grid = Grid(Size(4, 2))
    grid.put("ab", x: 0, y: 0, style: Style(.critical, [.bold, .reverse]))
    return grid
  }

  @Test func pagesShowTextRolesAndEmphasis() {
    #expect(
      Golden.page(of: grid, "sample") == """
        # sample 4x2
        text
          1 ab  |
          2     |
        roles
          1 cc..|
          2 ....|
        emphasis
          1 99..|

        """
    )
  }

  @Test func differencesNameTheirSection() {
    var other = grid
    other.put("c", x: 0, y: 1, style: Style(.ok))
    let text = Golden.difference(Golden.page(of: grid, "s"), Golden.page(of: other, "s"))
    #expect(
      text == """
        text
          expected   2     |
          got        2 c   |
        roles
          expected   2 ....|
          got        2 o...|
        """
    )
  }

  @Test(.enabled(if: !Golden.isRecording)) func aMissingFileIsAFailure() {
    #expect(throws: Golden.Mismatch.self) { try Golden.expect(grid, "there is no such screen") }
  }

  @Test func whatCannotBeWrittenIsAnError() {
    #expect(throws: Golden.Mismatch.self) { try Golden.write("text", to: "/dev/null/folder/file") }
    #expect(Golden.read("/dev/null/folder/file") == nil)
  }

  @Test func foldersAreFoundFromAFile() {
    #expect(Golden.folder(of: "/a/Tests/XTests/Deep/Test.swift") == "/a/Tests/XTests/Deep")
    #expect(Golden.folder(of: "/a/Tests/XTests/Test.swift", above: 2) == "/a")
  }

  @Test func widgetsTogetherLookAsRecorded() throws {
    for (symbols, name) in [(Symbols.unicode, "widgets/unicode"), (.ascii, "widgets/ascii")] {
      try Golden.expect(Gallery.draw(symbols), name)
    }
  }

  @Test func theASCIIScreenIsASCII() {
    let foreign = Gallery.draw(.ascii).lines.joined().filter { !$0.isASCII }
    #expect(foreign.isEmpty)
  }
}

/// One screen with every widget on it.
private enum Gallery {
  static func draw(_ symbols: Symbols) -> Grid {
    var grid = Grid(Size(72, 22))
    let parts = Layout.split(
      grid.bounds,
      .rows,
      [.fixed(1), .flexible(weight: 2), .flexible(), .fixed(1)]
    )
    TextLine(
      [
        TextSpan("goldtop", .bar, .bold), TextSpan("  shop-api"),
        TextSpan("  15m step 5s", priority: 1),
      ],
      right: [TextSpan("14:02:31 UTC", .muted)]
    ).draw(in: parts[0], on: &grid, symbols: symbols)
    chart(in: parts[1], on: &grid, symbols)
    let columns = Layout.split(parts[2], .columns, [.fixed(24), .flexible()])
    gauges(in: columns[0], on: &grid, symbols)
    table(in: columns[1], on: &grid, symbols)
    KeyBar([.init("?", "help", priority: 1), .init("q", "quit", priority: 2), .init("/", "filter")])
      .draw(in: parts[3], on: &grid, symbols: symbols)
    return grid
  }

  private static func chart(in area: Rect, on grid: inout Grid, _ symbols: Symbols) {
    let frame = Frame(
      title: "Latency",
      badge: TextSpan("stale 12s", .stale),
      notes: [TextSpan("p95 0.9 s", .series2)],
      isFocused: true
    )
    frame.draw(in: area, on: &grid, symbols: symbols)
    // A triangle wave, a slower one, and an incident.
    let slow = points { 0.2 + Double(abs($0 % 40 - 20)) / 100 }
    let fast = points { place in
      if (61...70).contains(place) { return .nan }
      return (place > 100 ? 1.1 : 0.5) + Double(abs(place % 16 - 8)) / 40
    }
    var chart = LineChart(
      series: [.init(slow, isFilled: true), .init(fast, style: Style(.series2))],
      after: 0,
      through: 130,
      maxGap: 2,
      axis: ChartAxis(gutter: 5) { value, _ in "\(value)s" }
    )
    chart.thresholds = [.init(at: 1, Style(.warning), label: "warn")]
    chart.ticks = [.init(20, "14:00"), .init(70, "14:05"), .init(120, "14:10")]
    chart.cursor = 84
    chart.draw(in: Frame.inside(of: area), on: &grid, symbols: symbols)
  }

  private static func points(_ value: (Int) -> Double) -> [ChartPoint] {
    (1...130).map { ChartPoint(x: Int64($0), y: value($0)) }
  }

  private static func gauges(in area: Rect, on grid: inout Grid, _ symbols: Symbols) {
    Frame(title: "Saturation").draw(in: area, on: &grid, symbols: symbols)
    let inside = Frame.inside(of: area)
    for (row, value) in [0.62, 0.93, .nan].enumerated() {
      let line = inside.row(row)
      grid.put("cpu\(row)", x: line.x, y: line.y)
      Gauge(
        fraction: value,
        style: Style(value > 0.9 ? .critical : .gauge),
        marks: [.init(at: 0.9, Style(.critical))]
      )
      .draw(
        in: Rect(x: line.x + 5, y: line.y, width: line.width - 5, height: line.height),
        on: &grid,
        symbols: symbols
      )
    }
    Sparkline(values: (0..<30).map { $0 == 20 ? .nan : Double($0 % 9) })
      .draw(in: inside.row(3), on: &grid, symbols: symbols)
  }

  private static func table(in area: Rect, on grid: inout Grid, _ symbols: Symbols) {
    let rows: [(name: String, rate: String, errors: String)] = [
      ("/checkout", "142", "6.4%"), ("/cart", "9.1", "0%"),
      ("/a-very-long-endpoint-name", "0.4", "-"),
    ]
    Table(
      columns: [
        .init("endpoint", .flexible(min: 12)), .init("req/s", .fixed(6), .right),
        .init("errors", .fixed(7), .right, priority: 1),
      ],
      rows: rows.map { [TextSpan($0.name), TextSpan($0.rate), TextSpan($0.errors, .critical)] },
      selected: 1
    ).draw(in: area, on: &grid, symbols: symbols)
  }
}
