import Dashboard
import Logs
import Screen
import Signals
import Telemetry
import TestSupport
import Testing

/// Servers, services and alerts are written by others; a terminal obeys what it is sent.
@Suite struct HostileTextTests {
  static let texts: [LongText] = [
    "\u{1B}[2J\u{1B}]0;owned\u{7}", "\u{9B}31m", "\u{202E}txet\u{202C}", "two\nlines\r\n",
    "\t\u{0}",
    LongText(String(repeating: "x", count: 10_000)),
    LongText(String(repeating: "\u{301}", count: 500)), "日本語🎉👩‍👩‍👧",
    "\u{FEFF}\u{200B}\u{E0001}",
  ]

  private func desk(_ text: String, size: Size = Size(80, 24)) -> Desk {
    var settings = Desk.settings
    settings.service = text
    settings.environment = text
    settings.servers = [.prometheus, .alertmanager]
    settings.ownPanels = [
      OwnPanel(
        id: "own",
        title: text,
        unit: .count,
        lines: [OwnPanel.Line(expression: text, legend: text)]
      )
    ]
    var desk = Desk.settled(SimulatedShop(warnings: [text]), settings, size: size)
    var alert = SimulatedShop.alert(text, text, .firing, desk.now, text)
    alert.labels = LabelSet(["alertname": text, text: text])
    var pending = alert
    pending.state = .pending
    desk.answer("alerts", .alerts([alert, pending]))
    desk.answer(
      "targets",
      .targets([ScrapeTarget(labels: LabelSet(["job": text]), health: .down, lastError: text)])
    )
    var rule = SimulatedShop.rule(text, text, 60)
    rule.lastError = text
    desk.answer("rules", .rules([rule]))
    for id in ["llm_cost_24h", "database_p95", "llm_tokens_24h"] {
      let labels = LabelSet(["model": text, "query_type": text, "token_type": text])
      desk.answer(id, .vector([VectorSample(labels: labels, timestamp: desk.now, value: 1)]))
    }
    desk.fail(.api(type: text, message: text)) { $0.id.text == "error_ratio" }
    desk.fail(.unreachable(text)) { $0.id.text == "suppressions" }
    return desk
  }

  @Test(arguments: texts) func noCellHoldsWhatATerminalObeys(_ long: LongText) {
    for size in [Size(40, 12), Size(100, 30)] {
      let start = desk(long.text, size: size)
      let ofAlerts = ["6", "6 Tab", "6 Tab Tab", "6 Enter", "6 Tab Enter", "6 Tab Tab Enter"]
      for keys in ofAlerts + [
        "", "Shift-Tab f", "Tab Tab Tab f", "Tab Tab Tab Tab Tab Tab f", "D", "[ v",
      ] {
        var desk = start
        desk.press(keys)
        let scalars = Set(desk.model.view().cells.flatMap { Array($0.text.unicodeScalars) })
        let obeyed = scalars.filter {
          $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || isDirection($0)
            || !VisibleText.sanitized("a\($0)").unicodeScalars.contains($0)
        }
        #expect(obeyed.isEmpty, "\(keys) at \(size)")
      }
    }
  }

  private func isDirection(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }

  @Test func hostileTextIsShownByVisibleMarks() {
    var desk = desk("\u{1B}[2J")
    #expect(desk.row(0).contains("␛[2J"))
    #expect(desk.row(1).contains("␛[2J"))
    desk.press("Shift-Tab f")
    #expect(desk.text.contains("␛[2J"))
  }

  @Test func hostileScreensLookAsRecorded() throws {
    let text = "\u{1B}[31mPWN\u{202E}\nnext" + String(repeating: "long", count: 40)
    var desk = desk(text)
    try Golden.expect(desk.model.view(), "hostile/overview")
    desk.press("Shift-Tab f")
    try Golden.expect(desk.model.view(), "hostile/alerts")
  }

  @Test(arguments: texts) func hostileLinesReachNoCell(_ long: LongText) {
    let text = long.text
    for keys in ["7", "7 z", "7 Enter", "7 Enter G", "7 R", "7 k"] {
      var desk = Desk.following(2, size: Size(80, 24))
      desk.write(text, service: text)
      desk.write(#"{"event":"\#(text)","correlation_id":"\#(text)","\#(text)":"x"}"#)
      desk.bring(.news(.mark(LogMark(at: desk.now, .changed, reason: text))))
      desk.bring(.notes([text]))
      desk.press(keys)
      let scalars = Set(desk.model.view().cells.flatMap { Array($0.text.unicodeScalars) })
      let obeyed = scalars.filter {
        $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || isDirection($0)
          || !VisibleText.sanitized("a\($0)").unicodeScalars.contains($0)
      }
      #expect(obeyed.isEmpty, "\(keys)")
    }
  }
}
