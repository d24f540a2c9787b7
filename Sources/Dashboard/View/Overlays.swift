import Logs
import Screen
import Signals
import Telemetry

extension Model {
  /// A box over the body with lines that can be scrolled.
  func drawBox(_ title: String, _ lines: [TextLine], in body: Rect, on grid: inout Grid) {
    guard !body.isEmpty else { return }
    let inside = box(title, lines).draw(in: body, on: &grid, symbols: symbols)
    draw(lines, in: inside, on: &grid)
  }

  /// How far a box can be scrolled.
  func boxScrollLimit(_ lines: [TextLine], in body: Rect) -> Int {
    let place = box("", lines).place(in: body)
    return max(0, lines.count - Frame.inside(of: place).height)
  }

  private func box(_ title: String, _ lines: [TextLine]) -> Screen.Overlay {
    var frame = Frame(title: title, isFocused: true)
    frame.notes = [TextSpan("\(keyText(.back)) closes", .key)]
    let width = (lines.map(\.width).max() ?? 0) + Self.scrollMarkWidth
    let content = Size(width, lines.count)
    return Screen.Overlay(frame: frame, content: content)
  }

  /// The key table as help shows it in an area; what is longer than a line goes on in the next.
  func helpLines(in body: Rect) -> [TextLine] {
    let keyWidth = 18
    let width = max(12, body.width - 4 - Self.scrollMarkWidth - keyWidth)
    var lines: [TextLine] = []
    func add(_ keys: String, _ words: String) {
      var lead = "  " + keys.padded(to: keyWidth - 2)
      for text in VisibleText.wrapped(words, to: width) {
        lines.append(TextLine([TextSpan(lead, .key, .bold), TextSpan(text, .text)]))
        lead = String(repeating: " ", count: keyWidth)
      }
    }
    let bindings = keyMap.bindings
    for section in KeyBinding.Section.allCases {
      if !lines.isEmpty { lines.append(TextLine("")) }
      lines.append(TextLine(section.rawValue, Style(.title, .bold)))
      for binding in bindings where binding.section == section {
        add(binding.keyText, binding.description)
      }
    }
    lines.append(TextLine(""))
    lines.append(TextLine("Commands", Style(.title, .bold)))
    for command in Command.all { add(command.usage, command.description) }
    return lines
  }

  /// What goldtop asks of servers, of the terminal and of this machine.
  var costLines: [TextLine] {
    // An engine of goldtop's own is sent no requests; what it holds is told instead.
    var lines = settings.servers.filter { health[$0]?.holding == nil }.map { server in
      let minute = ledger.lastMinute(of: server, at: now)
      return trafficLine(server.rawValue, minute.requests, minute.bytes)
    }
    if let traffic = cost.logTraffic {
      let minute = traffic.since(earlierCosts.first?.cost.logTraffic ?? ServerTraffic())
      lines.append(trafficLine(settings.logs.source, minute.requests, minute.bytes))
    }
    lines += settings.servers.compactMap { health[$0]?.holding }.map(storeLine)
    if settings.logs.isPresent { lines.append(heldLinesLine) }
    lines += processLines
    lines.append(TextLine(""))
    let header =
      "poll".padded(to: 26)
      + ["asked", "latest", "bytes", "reused", "failed"]
      .map { $0.padded(leftTo: 9) }.joined()
    lines.append(TextLine(header, Style(.muted)))
    for (id, cost) in ledger.polls.sorted(by: { $0.key.text < $1.key.text }) {
      let values = [
        "\(cost.asked)", SignalUnit.seconds.text(cost.latest.inSeconds),
        Unit.bytes.format(Double(cost.bytes)).text, "\(cost.cacheHits)", "\(cost.failures)",
      ]
      lines.append(
        TextLine(id.text.padded(to: 26) + values.map { $0.padded(leftTo: 9) }.joined())
      )
    }
    return lines
  }

  private func trafficLine(_ name: String, _ requests: Int, _ bytes: Int) -> TextLine {
    let size = Unit.bytes.format(Double(bytes)).text
    return TextLine("\(name.padded(to: 14)) \(requests) requests/min  \(size)/min")
  }

  private var heldLinesLine: TextLine {
    let ring = logs.lines.ring
    let bytes = [ring.bytes, settings.logs.heldBytes].map { Unit.bytes.format(Double($0)).text }
    return TextLine(
      "log lines".padded(to: 14)
        + " \(ring.count) of \(settings.logs.heldLines)  \(bytes[0]) of \(bytes[1])"
    )
  }

  private func storeLine(_ holding: StoreHolding) -> TextLine {
    let bytes = [holding.bytes, holding.byteLimit].map { Unit.bytes.format(Double($0)).text }
    var text =
      "store".padded(to: 14) + " \(holding.ageLimit.prometheusText)"
      + "  \(bytes[0]) of \(bytes[1])  \(holding.series) series"
    if holding.isShortened {
      text += "  bytes leave room for \(holding.reach.ageText) only"
    }
    return TextLine(text, holding.isShortened ? Style(.warning) : Style(.text))
  }

  private var processLines: [TextLine] {
    var lines: [TextLine] = []
    if let first = earlierCosts.first, first.at < now {
      let seconds = (now - first.at).inSeconds
      let frames = cost.presentation.frames - first.cost.presentation.frames
      var text =
        "terminal".padded(to: 14)
        + " \(UnitNumber.fixed(Double(frames) / seconds, decimals: 1)) frames/s"
      if let bytes = cost.presentation.bytes, let before = first.cost.presentation.bytes {
        text += "  \(Int(saturating: Double(bytes - before) / seconds)) B/s"
      }
      if cost.presentation.droppedFrames > 0 {
        text += "  \(cost.presentation.droppedFrames) frames dropped"
      }
      lines.append(TextLine(text))
      if let used = cost.processorTime, let before = first.cost.processorTime {
        let share = (used - before).inSeconds / seconds
        lines.append(
          TextLine(
            "processor".padded(to: 14)
              + " \(UnitNumber.fixed(share * 100, decimals: 2)) % of a core"
          )
        )
      }
    }
    if let bytes = cost.residentBytes {
      lines.append(TextLine("memory".padded(to: 14) + " \(Unit.bytes.format(Double(bytes)).text)"))
    }
    return lines
  }
}
