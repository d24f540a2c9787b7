import Reports
import Telemetry
import TestSupport
import Testing

/// A report in its four forms.
@Suite struct ReportWriterTests {
  private static let end = Timestamp(seconds: 1_795_132_800)
  private static let window = Stretch(from: end - .seconds(86_400), to: end)

  @Test func aLongLegendKeepsToTheWidth() {
    var chart = ReportChart(
      "series",
      "Series by job",
      .none,
      over: Self.window,
      step: .seconds(3600)
    )
    let names = (1...6).map { "job storefront-\($0)" }
    chart.lines = names.map { ReportChart.Line($0, [Sample(Self.end, 1)]) }
    var section = ReportSection("growth", "Growth", over: Self.window)
    section.blocks = [.chart(chart)]
    var report = ReportDocument(.daily, of: "shop", over: Self.window)
    report.sections = [section]
    for width in [60, 80, 100] {
      let lines = ReportText.text(report, width: width).split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= width }, "\(width)")
      for name in names.prefix(ReportChart.limit) {
        #expect(lines.contains { $0.contains(name) }, "\(name)")
      }
    }
  }

  /// A report with everything that one may hold, and texts that mean something to a terminal, to Markdown
  /// and to a browser.
  private static var report: ReportDocument {
    var report = ReportDocument(.daily, of: "http://prometheus:9090", over: window)
    var signals = ReportSection("services", "Golden signals", over: window)
    signals.headlines = [
      ReportHeadline(.warning, "shop: errors 1.2 % over the whole window"),
      ReportHeadline(.critical, "1 target of 3 is down: cache:9121 for at least 1d00h"),
    ]
    var table = ReportTable(
      "services",
      "By service",
      [
        "service": "SERVICE", "traffic": "REQUESTS", "change": "VS USUAL", "since": "SINCE",
        "down": "DOWN FOR", "history": "BY HOUR",
      ]
    )
    table.rows = [
      [
        .text("shop", .critical), .number(12.5, .perSecond(of: "req")), .change(from: 10, to: 12.5),
        .moment(end - .seconds(3600)), .span(.seconds(2520)),
        ReportCell(.history([1, 2, .nan, 4, 0])),
      ],
      [
        .text("<b>|*evil*\u{1B}[31m"), .number(.nan, .ratio), .change(from: 1, to: 50),
        .moment(nil), .span(nil), ReportCell(.history([])),
      ],
    ]
    table.omitted = 3
    var chart = ReportChart(
      "traffic",
      "Requests",
      .perSecond(of: "req"),
      over: window,
      step: .seconds(3600)
    )
    chart.lines = [
      ReportChart.Line(
        "shop",
        (1...24).map { Sample(window.start + .seconds(3600 * $0), Double($0 % 7)) }
      )
    ]
    signals.blocks = [
      .text("one service"), .table(table), .chart(chart),
      .facts([ReportFact("retention", .text("30d"), note: "as it says")]),
    ]
    signals.remarks = ["usual is the median of the same day of the last 4 weeks"]
    signals.questions = [
      ReportQuestion("requests", "sum(rate(a{b=\"<c>\"}[1d]))", from: end, to: end)
    ]
    signals.gaps = [ReportGap("log volumes", because: "no log server is configured")]
    report.sections = [signals]
    return report
  }

  private func expect(_ text: String, golden name: String) throws {
    let path = "\(Golden.folder(of: #filePath))/Goldens/\(name)"
    if Golden.isRecording { try Golden.write(text, to: path) }
    #expect(Golden.read(path) == text)
  }

  @Test func textIsReadInATerminalOrAMail() throws {
    let text = ReportText.text(Self.report)
    try expect(text, golden: "report.txt")
    for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    #expect(!text.contains("\u{1B}"))
  }

  @Test func markdownHasTablesAndObeysNobody() throws {
    let text = ReportMarkdown.text(Self.report)
    try expect(text, golden: "report.md")
    #expect(!text.contains("<b>") && !text.contains("\u{1B}"))
  }

  @Test func jsonHasNumbersInFullAndMomentsInUTC() throws {
    try expect(JSONText(ReportJSON.value(Self.report), .spread).text + "\n", golden: "report.json")
  }

  @Test func htmlIsOneFileThatLoadsNothing() throws {
    let text = ReportHTML.text(Self.report)
    try expect(text, golden: "report.html")
    #expect(!text.contains("<b>|*evil*") && !text.contains("\u{1B}"))
    for word in ["src=", "href=\"http", "url(", "@import", "<script"] {
      #expect(!text.contains(word), "\(word)")
    }
    #expect(try unclosed(text).isEmpty)
  }

  /// The elements that are open at the end, or closed where they are not open.
  private func unclosed(_ html: String) throws -> [String] {
    var open: [String] = []
    let body = html.replacing(/<style>[^<]*<\/style>/, with: "")
    for match in body.matches(of: /<(\/?)([a-zA-Z0-9]+)[^<>]*?(\/?)>/) {
      let name = String(match.output.2)
      if !match.output.3.isEmpty { continue }
      if match.output.1.isEmpty {
        open.append(name)
      } else if open.popLast() != name {
        return open + [name]
      }
    }
    return open
  }

  @Test func theWorstHeadlineIsFirst() {
    #expect(Self.report.headlines.map(\.severity) == [.critical, .warning])
    #expect(Self.report.severity == .critical)
  }
}
